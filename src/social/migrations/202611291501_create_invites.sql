-- Links with which people bring others in. `account_id`: who made it; NULL, those who run the server.
CREATE TABLE invites (
    id {id},
    account_id BIGINT REFERENCES accounts (id),
    code TEXT NOT NULL UNIQUE,
    comment TEXT NOT NULL,
    autofollow BOOLEAN NOT NULL,
    uses BIGINT NOT NULL,
    uses_max BIGINT,                      -- NULL: any number
    expires_at BIGINT,                    -- NULL: never
    revoked_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX invites_by_account ON invites (account_id, id);
CREATE INDEX invites_by_age ON invites (created_at);

-- Who came by one, and who brought them; kept when the invite itself is long gone.
CREATE TABLE invited_users (
    user_id {id} REFERENCES users (id),
    invite_id BIGINT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    autofollow BOOLEAN NOT NULL
);
CREATE INDEX invited_users_by_account ON invited_users (account_id);
