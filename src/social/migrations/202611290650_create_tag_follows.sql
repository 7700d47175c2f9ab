-- Which tags each account here follows.

CREATE TABLE tag_follows (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    tag_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, tag_id)
);
CREATE INDEX tag_follows_by_tag ON tag_follows (tag_id, account_id);

-- Tags with so many followers that posts are not copied into their homes; none leaves this list.
CREATE TABLE wide_tags (
    id {id},
    tag_id BIGINT NOT NULL UNIQUE
);
