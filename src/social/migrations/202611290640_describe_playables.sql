-- Videos and sounds: what was sent, while it waits to be processed; what it takes on the disk; and what is said of it.
ALTER TABLE media_attachments ADD COLUMN upload_key TEXT NOT NULL DEFAULT '';
ALTER TABLE media_attachments ADD COLUMN size_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE media_attachments ADD COLUMN details TEXT NOT NULL DEFAULT '';
