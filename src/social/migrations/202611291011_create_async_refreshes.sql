-- What is being asked for or worked out in the background, so that whoever looks may ask whether it
-- has ended. In the database because the job is: both outlive a restart, and any process answers.

CREATE TABLE async_refreshes (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    finished BOOLEAN NOT NULL,
    result_count BIGINT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX async_refreshes_by_subject ON async_refreshes (subject, finished);
CREATE INDEX async_refreshes_by_expiry ON async_refreshes (expires_at);
