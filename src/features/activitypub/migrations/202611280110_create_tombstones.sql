-- Public posts and accounts of this server that are gone for good.
CREATE TABLE activitypub_tombstones (
    id {id},                              -- the post's, or the account's
    account_id BIGINT NOT NULL,           -- whose it was; the same for an account
    removed_at BIGINT NOT NULL
);
