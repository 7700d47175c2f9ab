-- Lists of people whose posts one reads apart, and who is on them.

CREATE TABLE lists (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    title TEXT NOT NULL,
    replies_policy BIGINT NOT NULL,
    exclusive BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX lists_by_account ON lists (account_id, id);

-- `owner_id` is the account the list belongs to: the fan-out of a post asks with it.
CREATE TABLE list_members (
    id {id},
    list_id BIGINT NOT NULL REFERENCES lists (id),
    owner_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    UNIQUE (list_id, account_id)
);
CREATE INDEX list_members_by_list ON list_members (list_id, id);
CREATE INDEX list_members_by_account ON list_members (account_id, owner_id, list_id);
