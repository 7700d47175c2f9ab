-- Other addresses of local accounts, and accounts that moved away.

CREATE TABLE account_aliases (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, address)
);

-- A row stays when a redirect is taken back: nobody moves again at once.
CREATE TABLE account_moves (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    target_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX account_moves_by_account ON account_moves (account_id, id);
