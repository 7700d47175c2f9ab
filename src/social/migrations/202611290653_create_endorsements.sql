-- Whom people recommend on their profiles, among those they follow.

CREATE TABLE endorsements (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    target_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, target_id)
);
CREATE INDEX endorsements_by_target ON endorsements (target_id);
