-- How often a line waited for a server that did not answer, beside how often it named nobody
-- (`tries`); and how often it was begun without coming to an end, so that a line that breaks what
-- takes it is given up and those behind it have their turn.

ALTER TABLE import_rows ADD COLUMN waits BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_rows ADD COLUMN takes BIGINT NOT NULL DEFAULT 0;
