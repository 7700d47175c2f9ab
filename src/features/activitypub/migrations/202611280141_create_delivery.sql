-- Telling other servers: who can be told, what is on its way, and what became of it.

-- Inboxes under small numbers, so that sets of them are short.
CREATE TABLE activitypub_inboxes (
    id {id},
    address TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    gone_at BIGINT NOT NULL               -- when its server said it is no more; 0: not that we know
);

-- One activity and those it is for, stored once however many that are.
CREATE TABLE activitypub_parcels (
    id {id},
    sender_id BIGINT NOT NULL,            -- whose key signs; 0: the instance actor
    status_id BIGINT NOT NULL,            -- the post it is about; 0: none
    kind TEXT NOT NULL,                   -- the activity's type
    subject TEXT NOT NULL,
    priority BIGINT NOT NULL,
    to_followers BOOLEAN NOT NULL,
    is_dispatched BOOLEAN NOT NULL,       -- every inbox has its job
    dispatched BIGINT NOT NULL,           -- so many of them have
    expires_at BIGINT NOT NULL,           -- not worth telling later
    inboxes BYTEA NOT NULL,               -- a set of numbers
    activity TEXT NOT NULL
);
CREATE INDEX activitypub_parcels_by_status ON activitypub_parcels (status_id, id)
    WHERE status_id <> 0;
CREATE INDEX activitypub_parcels_by_expiry ON activitypub_parcels (expires_at);
CREATE INDEX activitypub_parcels_waiting ON activitypub_parcels (subject)
    WHERE NOT is_dispatched;

-- What became of one activity at one inbox; there is a row once it was tried.
CREATE TABLE activitypub_deliveries (
    parcel_id BIGINT NOT NULL,
    inbox_id BIGINT NOT NULL,
    state BIGINT NOT NULL,                -- 0 goes on, 1 arrived, 2 given up
    attempts BIGINT NOT NULL,
    knocks BIGINT NOT NULL,               -- forms of a signature that were refused, as bits
    wanted TEXT NOT NULL,                 -- an Accept-Signature that is being tried
    location TEXT NOT NULL,               -- where the server sent us with it
    history TEXT NOT NULL,                -- a line for each attempt
    PRIMARY KEY (parcel_id, inbox_id)
) {clustered};

-- To which inboxes a post here went: they hear of its end.
CREATE TABLE activitypub_reached (
    status_id {id},
    inboxes BYTEA NOT NULL                -- a set of numbers
);

-- Hosts that do not answer. One that answers has no row.
CREATE TABLE activitypub_hosts (
    host TEXT NOT NULL PRIMARY KEY,
    state BIGINT NOT NULL,                -- 0 well so far, 1 rests, 2 dead
    days BIGINT NOT NULL,                 -- on so many different days nothing got through
    failed_at BIGINT NOT NULL,
    probe_at BIGINT NOT NULL,
    last_error TEXT NOT NULL
) {clustered};

-- Relays: servers that pass public posts on.
CREATE TABLE activitypub_relays (
    id {id},
    address TEXT NOT NULL UNIQUE,         -- as the administrator gave it
    form BIGINT NOT NULL,                 -- 0 an inbox (Mastodon), 1 an actor (LitePub)
    inbox TEXT NOT NULL,
    account_id BIGINT NOT NULL,           -- its actor; 0: not known yet
    state BIGINT NOT NULL,                -- 0 asked, 1 accepted, 2 refused
    created_at BIGINT NOT NULL
);
CREATE INDEX activitypub_relays_by_account ON activitypub_relays (account_id);

-- When followers were compared with another server's list last (FEP-8fcf).
CREATE TABLE activitypub_comparisons (
    account_id {id},
    compared_at BIGINT NOT NULL
);
CREATE INDEX activitypub_comparisons_by_time ON activitypub_comparisons (compared_at);
