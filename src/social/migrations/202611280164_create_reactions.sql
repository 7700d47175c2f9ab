-- Emoji reactions. `domain` is the custom emoji's, or empty.
CREATE TABLE reactions (
    id {id},
    status_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    emoji TEXT NOT NULL,
    domain TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (status_id, account_id, emoji, domain)
);
CREATE INDEX reactions_by_account ON reactions (account_id, id);
