-- What people do not want to read, or only on demand.

-- `contexts` is a bit for each place the filter is for.
CREATE TABLE filters (
    id {id},
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    title TEXT NOT NULL,
    contexts BIGINT NOT NULL,
    action BIGINT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX filters_by_account ON filters (account_id, id);

CREATE TABLE filter_keywords (
    id {id},
    filter_id BIGINT NOT NULL REFERENCES filters (id),
    account_id BIGINT NOT NULL,
    keyword TEXT NOT NULL,
    whole_word BOOLEAN NOT NULL
);
CREATE INDEX filter_keywords_by_account ON filter_keywords (account_id, filter_id, id);
CREATE INDEX filter_keywords_by_filter ON filter_keywords (filter_id);

CREATE TABLE filter_statuses (
    id {id},
    filter_id BIGINT NOT NULL REFERENCES filters (id),
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    UNIQUE (filter_id, status_id)
);
CREATE INDEX filter_statuses_by_account ON filter_statuses (account_id, filter_id, id);
CREATE INDEX filter_statuses_by_status ON filter_statuses (status_id, account_id);
