-- Tags that people of any network show on their profiles, with how often their author used them.

CREATE TABLE featured_tags (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    tag_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    statuses_count BIGINT NOT NULL,
    last_status_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, tag_id)
);
