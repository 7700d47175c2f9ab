-- Collections: accounts that somebody gathered under a name, for others to see.
CREATE TABLE collections (
    id {id},
    account_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT NOT NULL,
    tag TEXT NOT NULL,
    sensitive BOOLEAN NOT NULL,
    discoverable BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX collections_by_account ON collections (account_id, id);
-- A revoked one stays, so that nobody is put back where they did not want to be.
CREATE TABLE collection_items (
    id {id},
    collection_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (collection_id, account_id)
);
CREATE INDEX collection_items_by_account ON collection_items (account_id, id);
