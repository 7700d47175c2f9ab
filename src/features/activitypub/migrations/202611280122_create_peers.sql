-- What other servers say they run: statistics, and nothing is ever decided by it.

CREATE TABLE activitypub_peers (
    host TEXT NOT NULL PRIMARY KEY,
    software TEXT NOT NULL,
    version TEXT NOT NULL,
    users BIGINT,
    asked_at BIGINT NOT NULL
) {clustered};
