-- The keys that actors of other servers list, by their ids, as DER.

CREATE TABLE activitypub_keys (
    address TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    owner TEXT NOT NULL,
    public_key BYTEA NOT NULL
) {clustered};
CREATE INDEX activitypub_keys_by_account ON activitypub_keys (account_id);

-- This server's own, sealed; account 0 is the instance actor.
CREATE TABLE activitypub_own_keys (
    account_id {id},
    rsa BYTEA NOT NULL,
    ed25519 BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
