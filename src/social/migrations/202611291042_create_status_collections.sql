-- Collections that a post links to.
CREATE TABLE status_collections (
    status_id BIGINT NOT NULL,
    collection_id BIGINT NOT NULL,
    PRIMARY KEY (status_id, collection_id)
) {clustered};
CREATE INDEX status_collections_by_collection ON status_collections (collection_id, status_id);
