-- Relationships that ended because of a decision about a domain or an account: one row for each
-- account here that lost some by one decision, and whom it lost.

CREATE TABLE severances (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    decision_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    target TEXT NOT NULL,
    followers_count BIGINT NOT NULL,
    following_count BIGINT NOT NULL,
    purged BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, decision_id)
);
CREATE INDEX severances_by_account ON severances (account_id, id);

CREATE TABLE severed_follows (
    severance_id BIGINT NOT NULL,
    outgoing BOOLEAN NOT NULL,
    stranger_id BIGINT NOT NULL,
    PRIMARY KEY (severance_id, outgoing, stranger_id)
) {clustered};
