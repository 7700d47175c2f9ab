-- How many files of an account wait for a post is asked at every upload.
CREATE INDEX media_attachments_unattached ON media_attachments (account_id) WHERE status_id IS NULL;
