-- What a line turned out to name (an account, a post; zero: nothing, or a domain), so that a list
-- that replaces another takes nothing away that it names in other words; and when a line is taken
-- up again after a server out there did not answer.

ALTER TABLE import_rows ADD COLUMN target_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_rows ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_rows ADD COLUMN not_before BIGINT NOT NULL DEFAULT 0;
DROP INDEX import_rows_by_state;
CREATE INDEX import_rows_by_time ON import_rows (import_id, state, not_before, place);
