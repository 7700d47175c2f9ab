-- Lists that people bring along, line by line, so that an import goes on where it was interrupted.

CREATE TABLE imports (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind BIGINT NOT NULL,
    overwrite BOOLEAN NOT NULL,
    finished BOOLEAN NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX imports_by_account ON imports (account_id, id);
CREATE INDEX imports_by_age ON imports (created_at);

-- `state`: 0 waits, 1 done, 2 failed, and `problem` says why. `cells` is the line as CSV.
CREATE TABLE import_rows (
    import_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    state BIGINT NOT NULL,
    cells TEXT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (import_id, place)
) {clustered};
CREATE INDEX import_rows_by_state ON import_rows (import_id, state, place);
