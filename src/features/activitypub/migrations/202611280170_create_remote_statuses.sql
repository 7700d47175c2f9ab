-- What the protocol knows of other servers' posts beyond the domain.

CREATE TABLE activitypub_statuses (
    status_id {id},
    replies TEXT NOT NULL,
    context TEXT NOT NULL,
    is_announced BOOLEAN NOT NULL,
    thread_fetched_at BIGINT NOT NULL,
    fetched_at BIGINT NOT NULL
);

-- When other servers' profiles were filled in from their outboxes.
CREATE TABLE activitypub_profiles (
    account_id {id},
    fetched_at BIGINT NOT NULL
);

-- What an actor has deleted, perhaps before it arrived here.
CREATE TABLE activitypub_deleted (
    account_id BIGINT NOT NULL,
    object_hash BYTEA NOT NULL,
    deleted_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, object_hash)
) {clustered};
CREATE INDEX activitypub_deleted_by_age ON activitypub_deleted (deleted_at);
