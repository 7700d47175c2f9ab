-- Files that something other than a post waits with, such as a post that is yet to come: no post
-- takes them, and the sweep of files without a post passes them over.
CREATE TABLE kept_media (
    media_id {id},
    keeper_id BIGINT NOT NULL
);
CREATE INDEX kept_media_by_keeper ON kept_media (keeper_id, media_id);
