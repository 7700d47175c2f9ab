-- People: accounts of every network, the users behind the local ones, and how they get in.

CREATE TABLE accounts (
    id {id},
    network BIGINT NOT NULL,
    address TEXT NOT NULL,
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    domain TEXT NOT NULL,
    url TEXT NOT NULL,
    display_name TEXT NOT NULL,
    note TEXT NOT NULL,
    note_html TEXT NOT NULL,
    fields TEXT NOT NULL,
    avatar TEXT NOT NULL,
    header TEXT NOT NULL,
    kind BIGINT NOT NULL,
    locked BOOLEAN NOT NULL,
    discoverable BOOLEAN,
    indexable BOOLEAN NOT NULL,
    hide_collections BOOLEAN NOT NULL,
    memorial BOOLEAN NOT NULL,
    state BIGINT NOT NULL,
    moved_to_id BIGINT REFERENCES accounts (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (network, address),
    UNIQUE (username_folded, domain)
);
CREATE INDEX accounts_by_domain ON accounts (domain);

-- What lists ask of every author, in narrow rows: counters, which are updated last, and copies of
-- the three facts of the profile that views depend on.
CREATE TABLE account_stats (
    account_id {id},
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    moved_to_id BIGINT,
    statuses_count BIGINT NOT NULL,
    followers_count BIGINT NOT NULL,
    following_count BIGINT NOT NULL,
    last_status_at BIGINT NOT NULL
);

CREATE TABLE users (
    id {id},
    account_id BIGINT NOT NULL UNIQUE REFERENCES accounts (id),
    email BYTEA NOT NULL,
    email_index BYTEA NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role BIGINT NOT NULL,
    locale TEXT NOT NULL,
    reason TEXT NOT NULL,
    confirmed_at BIGINT,
    approved_at BIGINT,
    disabled_at BIGINT,
    posting_visibility BIGINT NOT NULL,
    posting_sensitive BOOLEAN NOT NULL,
    posting_language TEXT NOT NULL,
    posting_quote_policy BIGINT NOT NULL,
    attribution_domains TEXT NOT NULL,
    last_active_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE apps (
    id {id},
    client_id TEXT NOT NULL UNIQUE,
    client_secret_hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    website TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE access_tokens (
    id {id},
    token_hash BYTEA NOT NULL UNIQUE,
    app_id BIGINT NOT NULL REFERENCES apps (id),
    user_id BIGINT REFERENCES users (id),
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE INDEX access_tokens_by_user ON access_tokens (user_id);
CREATE INDEX access_tokens_by_app ON access_tokens (app_id);

CREATE TABLE authorization_codes (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    app_id BIGINT NOT NULL REFERENCES apps (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_token_id BIGINT
) {clustered};
CREATE INDEX authorization_codes_by_user ON authorization_codes (user_id);

CREATE TABLE sessions (
    id {id},
    token_hash BYTEA NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id),
    user_agent TEXT NOT NULL,
    address_prefix TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    fresh_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Links sent by mail: confirmation, reset, change of address; and the owner's one-time link.
CREATE TABLE one_time_tokens (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    purpose BIGINT NOT NULL,
    user_id BIGINT REFERENCES users (id),
    bound_to TEXT NOT NULL,
    payload BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
) {clustered};
CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id);
