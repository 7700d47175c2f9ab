-- Posts and what belongs to them.

-- What lists and views ask of every post stands before its texts, so that it is read without them.
CREATE TABLE statuses (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    visibility BIGINT NOT NULL,
    version BIGINT NOT NULL,
    boost_of_id BIGINT,
    in_reply_to_id BIGINT,
    in_reply_to_account_id BIGINT,
    conversation_id BIGINT NOT NULL,
    network BIGINT NOT NULL,
    has_media BOOLEAN NOT NULL,
    sensitive BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    app_id BIGINT,
    marks BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT,
    address TEXT,
    url TEXT,
    spoiler_text TEXT NOT NULL,
    text TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (network, address)
);
CREATE INDEX statuses_by_account ON statuses (account_id, id);
CREATE INDEX statuses_by_parent ON statuses (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX statuses_by_boost ON statuses (boost_of_id, account_id)
    WHERE boost_of_id IS NOT NULL;
CREATE INDEX statuses_boosted_by ON statuses (account_id, boost_of_id)
    WHERE boost_of_id IS NOT NULL;

-- The public timelines, clustered: one row per public original post.
CREATE TABLE public_entries (
    status_id {id},
    account_id BIGINT NOT NULL,
    is_local BOOLEAN NOT NULL,
    has_media BOOLEAN NOT NULL
);
CREATE INDEX public_entries_local ON public_entries (is_local, status_id);

CREATE TABLE status_stats (
    status_id {id},
    replies_count BIGINT NOT NULL,
    boosts_count BIGINT NOT NULL,
    favourites_count BIGINT NOT NULL
);

CREATE TABLE mentions (
    status_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    silent BOOLEAN NOT NULL,
    PRIMARY KEY (status_id, account_id)
) {clustered};
CREATE INDEX mentions_by_account ON mentions (account_id, status_id);

CREATE TABLE tags (
    id {id},
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE status_tags (
    tag_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    PRIMARY KEY (tag_id, status_id)
) {clustered};
CREATE INDEX status_tags_by_status ON status_tags (status_id, tag_id);

CREATE TABLE status_edits (
    id {id},
    status_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    content TEXT NOT NULL,
    spoiler_text TEXT NOT NULL,
    sensitive BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    media TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX status_edits_by_status ON status_edits (status_id, id);

CREATE TABLE idempotency_keys (
    account_id BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    status_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, idempotency_key)
) {clustered};
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE favourites (
    id {id},
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, status_id)
);
CREATE INDEX favourites_by_status ON favourites (status_id, id);

CREATE TABLE bookmarks (
    id {id},
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, status_id)
);
CREATE INDEX bookmarks_by_status ON bookmarks (status_id);

CREATE TABLE pins (
    id {id},
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
CREATE INDEX pins_by_account ON pins (account_id, id);

CREATE TABLE conversation_mutes (
    account_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, conversation_id)
) {clustered};
