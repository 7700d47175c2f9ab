-- Copies of other servers' files: which keys stand for an address. A row is gone when its bytes are.
CREATE TABLE remote_files (
    address_hash BYTEA NOT NULL PRIMARY KEY,
    file_key TEXT NOT NULL,
    small_key TEXT NOT NULL,
    fetched_at BIGINT NOT NULL
) {clustered};
CREATE INDEX remote_files_by_file ON remote_files (file_key);
CREATE INDEX remote_files_by_small ON remote_files (small_key);
