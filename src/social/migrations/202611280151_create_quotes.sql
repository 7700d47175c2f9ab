-- What posts quote: one row for a quoting post. `stamp` is the address of another server's
-- authorization.
CREATE TABLE quotes (
    status_id {id},
    quoted_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    quoted_account_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    stamp TEXT NOT NULL
);
CREATE INDEX quotes_by_quoted ON quotes (quoted_id, state, status_id);
CREATE INDEX quotes_by_stamp ON quotes (stamp) WHERE stamp <> '';

ALTER TABLE status_stats ADD COLUMN quotes_count BIGINT NOT NULL DEFAULT 0;
