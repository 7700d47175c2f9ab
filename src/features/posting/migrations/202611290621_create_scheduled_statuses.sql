-- Posts that are yet to come. What they will be made of is kept as the API shows it.
CREATE TABLE scheduled_statuses (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    scheduled_at BIGINT NOT NULL,
    visibility BIGINT NOT NULL,
    app_id BIGINT,
    params TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX scheduled_statuses_by_account ON scheduled_statuses (account_id, id);
CREATE INDEX scheduled_statuses_by_day ON scheduled_statuses (account_id, scheduled_at);
