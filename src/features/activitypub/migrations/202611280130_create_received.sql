-- Activities of others that stand for something, so that they can be undone by their id.
CREATE TABLE activitypub_activities (
    actor_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    deed BIGINT NOT NULL,
    object_id BIGINT NOT NULL,
    detail TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (actor_id, address)
) {clustered};
CREATE INDEX activitypub_activities_by_object ON activitypub_activities (object_id, deed, actor_id);

-- What came in during the last days: equal bytes by the same actor count once.
CREATE TABLE activitypub_seen (
    digest BYTEA NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
) {clustered};
CREATE INDEX activitypub_seen_by_age ON activitypub_seen (seen_at);
