-- Archives of whole accounts. `stage`: 0 files, 1 posts, 2 the rest, 3 there, 4 removed again;
-- `cursor` is how far that got, `zip_bytes` and `outbox_bytes` how long the files in the making are.
CREATE TABLE archives (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    stage BIGINT NOT NULL,
    cursor BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    zip_bytes BIGINT NOT NULL,
    outbox_bytes BIGINT NOT NULL,
    file_key TEXT NOT NULL,               -- of what is there, shown to nobody
    size_bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL           -- 0: not yet
);
CREATE INDEX archives_by_account ON archives (account_id, id);
CREATE INDEX archives_by_age ON archives (created_at);
