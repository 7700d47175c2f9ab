-- What somebody's year was like, worked out once when they asked for it. `share_key` opens the page
-- of it to whoever was given the address.

CREATE TABLE annual_reports (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    year BIGINT NOT NULL,
    schema_version BIGINT NOT NULL,
    archetype BIGINT NOT NULL,
    statuses BIGINT NOT NULL,
    followers BIGINT NOT NULL,
    top_status_id BIGINT,
    top_tag TEXT NOT NULL,
    top_tag_uses BIGINT NOT NULL,
    share_key TEXT NOT NULL,
    viewed_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, year)
);
