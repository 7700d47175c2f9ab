-- What each reader is shown.

-- Clustered by owner; no foreign key and no second index, so that one post dirties few pages.
CREATE TABLE home_entries (
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    original_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, status_id)
) {clustered};

-- Whose home is kept filled; one row per local account. `rebuilding_since` is NULL when it is complete.
CREATE TABLE homes (
    account_id {id},
    filled BOOLEAN NOT NULL,
    rebuilding_since BIGINT,
    last_read_at BIGINT NOT NULL
);

CREATE TABLE notifications (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind BIGINT NOT NULL,
    from_account_id BIGINT NOT NULL REFERENCES accounts (id),
    status_id BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX notifications_by_account ON notifications (account_id, id);
CREATE INDEX notifications_by_status ON notifications (status_id);
CREATE INDEX notifications_by_cause ON notifications (from_account_id, account_id);

CREATE TABLE markers (
    account_id BIGINT NOT NULL,
    timeline BIGINT NOT NULL,
    last_read_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, timeline)
) {clustered};

-- The server's own words: rules, description, policies.
CREATE TABLE rules (
    id {id},
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    hint TEXT NOT NULL
);

CREATE TABLE instance_values (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
) {clustered};
