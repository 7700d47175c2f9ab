-- Accounts that want to be found, with the hour in which they last posted. Rows are kept by
-- schedules and events; what has changed meanwhile is judged again at read.

CREATE TABLE directory (
    account_id {id},
    is_local BOOLEAN NOT NULL,
    active_at BIGINT NOT NULL
);
CREATE INDEX directory_by_activity ON directory (active_at, account_id);
CREATE INDEX directory_local_by_activity ON directory (active_at, account_id) WHERE is_local;
CREATE INDEX directory_local ON directory (account_id) WHERE is_local;

-- Accounts that many follow or deal with here, worked out from time to time; `source` as in
-- suggestions.h, best first.
CREATE TABLE suggested_accounts (
    source BIGINT NOT NULL,
    place BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    PRIMARY KEY (source, place)
) {clustered};

-- Whom people do not want to have suggested again.
CREATE TABLE suggestion_dismissals (
    account_id BIGINT NOT NULL,
    target_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, target_id)
) {clustered};
