-- What each reader is shown.

-- Clustered by owner; no foreign key and no second index, so that one post dirties few pages.
CREATE TABLE home_entries (
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    original_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, status_id)
) {clustered};

-- Whose home is kept filled; one row per local account. Its entries are whole from the post
-- `entries_from` on; what is older comes from a query. `rebuilding_since` is NULL when it is
-- complete. `relations_version` grows with every follow, mute and block of the account.
CREATE TABLE homes (
    account_id {id},
    filled BOOLEAN NOT NULL,
    rebuilding_since BIGINT,
    last_read_at BIGINT NOT NULL,
    entries_from BIGINT NOT NULL DEFAULT 0,
    relations_version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX homes_by_last_read ON homes (last_read_at) WHERE filled;

-- Authors with so many local readers that their posts are not fanned out; nobody leaves this list.
CREATE TABLE wide_authors (
    id {id},
    account_id BIGINT NOT NULL UNIQUE
);

-- Posts that have not reached the homes yet.
CREATE TABLE waiting_posts (
    status_id {id},
    author_id BIGINT NOT NULL,
    original_id BIGINT NOT NULL,
    original_author_id BIGINT NOT NULL,
    reply_to_account_id BIGINT NOT NULL,
    visibility BIGINT NOT NULL
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
