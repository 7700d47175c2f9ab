-- Announcements of those who run the server, who has read them, and reactions. Lists of ids are
-- JSON arrays.
CREATE TABLE announcements (
    id {id},
    shown BOOLEAN NOT NULL,
    all_day BOOLEAN NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    over_at BIGINT,
    scheduled_at BIGINT,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    mentioned TEXT NOT NULL,
    statuses TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL
);
CREATE TABLE announcement_dismissals (
    account_id BIGINT NOT NULL,
    announcement_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, announcement_id)
) {clustered};
CREATE INDEX announcement_dismissals_of ON announcement_dismissals (announcement_id);
CREATE TABLE announcement_reactions (
    account_id BIGINT NOT NULL,
    announcement_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (account_id, announcement_id, name)
) {clustered};
CREATE INDEX announcement_reactions_of ON announcement_reactions (announcement_id);
-- One narrow row for each different reaction, updated last.
CREATE TABLE announcement_reaction_counts (
    announcement_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    custom BOOLEAN NOT NULL,
    count BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    PRIMARY KEY (announcement_id, name)
) {clustered};
