-- Where notifications are pushed to, one for each access token. A row whose token is gone is dead
-- and is swept; it is asked for with its token only.
CREATE TABLE push_subscriptions (
    id {id},
    token_id BIGINT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL,
    endpoint TEXT NOT NULL,
    receiver_point BYTEA NOT NULL,
    receiver_secret BYTEA NOT NULL,
    standard BOOLEAN NOT NULL,
    alerts BIGINT NOT NULL,
    policy BIGINT NOT NULL,
    sealed_token BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX push_subscriptions_by_account ON push_subscriptions (account_id, id);
