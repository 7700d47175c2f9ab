-- What the protocol knows of other servers' accounts beyond the domain.

CREATE TABLE activitypub_actors (
    account_id {id},
    address TEXT NOT NULL UNIQUE,
    inbox TEXT NOT NULL,
    shared_inbox TEXT NOT NULL,
    outbox TEXT NOT NULL,
    followers TEXT NOT NULL,
    following TEXT NOT NULL,
    featured TEXT NOT NULL,
    featured_tags TEXT NOT NULL,
    also_known_as TEXT NOT NULL,
    host TEXT NOT NULL,
    suspended BOOLEAN NOT NULL,
    fetched_at BIGINT NOT NULL
);
CREATE INDEX activitypub_actors_by_host ON activitypub_actors (host);
