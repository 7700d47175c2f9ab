-- Files: bytes addressed by content, shown under an unguessable key, counted by reference.

CREATE TABLE blobs (
    id {id},
    sha256 TEXT NOT NULL UNIQUE,
    size_bytes BIGINT NOT NULL,
    content_type TEXT NOT NULL,
    reference_count BIGINT NOT NULL,
    remote BOOLEAN NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE INDEX blobs_unused ON blobs (reference_count, last_used_at);
CREATE INDEX blobs_remote ON blobs (last_used_at) WHERE remote;

CREATE TABLE files (
    file_key TEXT NOT NULL PRIMARY KEY,
    blob_id BIGINT NOT NULL REFERENCES blobs (id),
    created_at BIGINT NOT NULL
) {clustered};
CREATE INDEX files_by_blob ON files (blob_id);

CREATE TABLE media_attachments (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    status_id BIGINT,
    position BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    state BIGINT NOT NULL,
    description TEXT NOT NULL,
    original_key TEXT NOT NULL,
    preview_key TEXT NOT NULL,
    remote_url TEXT NOT NULL,
    blurhash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    preview_width BIGINT NOT NULL,
    preview_height BIGINT NOT NULL,
    focus_x DOUBLE PRECISION,
    focus_y DOUBLE PRECISION,
    created_at BIGINT NOT NULL
);
CREATE INDEX media_attachments_by_status ON media_attachments (status_id, position);
CREATE INDEX media_attachments_by_account ON media_attachments (account_id, id);
-- Copies of other servers' files may be let go; these find whom they belonged to.
CREATE INDEX media_attachments_remote_original ON media_attachments (original_key) WHERE remote_url <> '';
CREATE INDEX media_attachments_remote_preview ON media_attachments (preview_key) WHERE remote_url <> '';

CREATE TABLE custom_emojis (
    id {id},
    shortcode TEXT NOT NULL,
    domain TEXT NOT NULL,
    file_key TEXT NOT NULL,
    static_key TEXT NOT NULL,
    remote_url TEXT NOT NULL,
    category TEXT NOT NULL,
    visible BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (shortcode, domain)
);
