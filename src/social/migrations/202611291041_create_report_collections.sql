-- Collections of the reported account that show what a report is about.
CREATE TABLE report_collections (
    report_id BIGINT NOT NULL,
    collection_id BIGINT NOT NULL,
    PRIMARY KEY (report_id, collection_id)
) {clustered};
