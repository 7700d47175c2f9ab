-- What the moderators told somebody about their account, and what they did with it.
CREATE TABLE account_warnings (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    action BIGINT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX account_warnings_by_account ON account_warnings (account_id, id);

CREATE TABLE account_warning_statuses (
    warning_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    PRIMARY KEY (warning_id, status_id)
) {clustered};
