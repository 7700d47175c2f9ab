-- What this server decided about other domains, and what each account blocks for itself.

CREATE TABLE domain_policies (
    id {id},
    domain TEXT NOT NULL UNIQUE,
    severity BIGINT NOT NULL,
    reject_media BOOLEAN NOT NULL,
    reject_reports BOOLEAN NOT NULL,
    public_comment TEXT NOT NULL,
    private_comment TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE allowed_domains (
    domain TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
) {clustered};

-- One row, whose number grows with every change of the two tables above: what is kept of them in
-- memory says which number it is of.
CREATE TABLE domain_book (
    id {id},
    version BIGINT NOT NULL
);

-- Accounts whose state comes from a policy, which is taken back with it.
CREATE TABLE domain_sanctions (
    account_id {id},
    state BIGINT NOT NULL
);

-- `pattern` is what LIKE finds the names below the domain with.
CREATE TABLE account_domain_blocks (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    domain TEXT NOT NULL,
    pattern TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, domain)
);
