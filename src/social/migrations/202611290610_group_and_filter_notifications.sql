-- Notifications in groups, and those that wait for their receiver's consent.

-- A group is named by its first notification; 0 is one alone. `filtered` ones wait.
ALTER TABLE notifications ADD COLUMN group_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notifications ADD COLUMN filtered BOOLEAN NOT NULL DEFAULT FALSE;

-- Lists read the index alone.
DROP INDEX notifications_by_account;
CREATE INDEX notifications_by_account ON notifications
    (account_id, id, filtered, kind, from_account_id, status_id, created_at, group_id);
DROP INDEX notifications_by_cause;
CREATE INDEX notifications_by_cause ON notifications
    (from_account_id, account_id, kind, status_id, filtered);
CREATE INDEX notifications_by_group ON notifications (account_id, group_id, id, from_account_id)
    WHERE group_id > 0;
CREATE INDEX notifications_by_subject ON notifications (account_id, kind, status_id, group_id)
    WHERE group_id > 0;

-- What becomes of notifications by whom; no row is the policy of whoever chose none.
CREATE TABLE notification_policies (
    account_id {id},
    for_not_following BIGINT NOT NULL,
    for_not_followers BIGINT NOT NULL,
    for_new_accounts BIGINT NOT NULL,
    for_private_mentions BIGINT NOT NULL,
    for_limited_accounts BIGINT NOT NULL
);

-- Whose notifications come through whatever the policy says.
CREATE TABLE notification_permissions (
    account_id BIGINT NOT NULL,
    from_account_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, from_account_id)
) {clustered};
CREATE INDEX notification_permissions_by_cause ON notification_permissions (from_account_id);

-- Who has something waiting. What waits are the filtered notifications themselves. Once it is
-- decided, a job lets them in or removes them, and then this row.
CREATE TABLE notification_requests (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    from_account_id BIGINT NOT NULL REFERENCES accounts (id),
    last_status_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    decided_at BIGINT,
    accepted BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (account_id, from_account_id)
);
CREATE INDEX notification_requests_by_account ON notification_requests
    (account_id, id, from_account_id);
CREATE INDEX notification_requests_by_cause ON notification_requests (from_account_id);
CREATE INDEX notification_requests_decided ON notification_requests (account_id, id)
    WHERE decided_at IS NOT NULL;
