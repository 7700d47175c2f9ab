-- What people and other servers tell the moderators.

CREATE TABLE reports (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    target_id BIGINT NOT NULL REFERENCES accounts (id),
    category BIGINT NOT NULL,
    comment TEXT NOT NULL,
    forward BOOLEAN NOT NULL,
    forwarded BOOLEAN NOT NULL,
    resolved_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX reports_open ON reports (id) WHERE resolved_at IS NULL;
CREATE INDEX reports_by_target ON reports (target_id, id);

CREATE TABLE report_statuses (
    report_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    PRIMARY KEY (report_id, status_id)
) {clustered};

CREATE TABLE report_rules (
    report_id BIGINT NOT NULL,
    rule_id BIGINT NOT NULL,
    PRIMARY KEY (report_id, rule_id)
) {clustered};

-- What a notification is about when it is no post: a report, a severance.
ALTER TABLE notifications ADD COLUMN subject_id BIGINT;
