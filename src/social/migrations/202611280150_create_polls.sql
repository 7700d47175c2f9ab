-- Polls. Titles and votes are JSON arrays of the same length; a ballot is one number, a bit for
-- each choice.
CREATE TABLE polls (
    id {id},
    status_id BIGINT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL,
    multiple BOOLEAN NOT NULL,
    hide_totals BOOLEAN NOT NULL,
    end_told BOOLEAN NOT NULL,
    expires_at BIGINT,
    fetched_at BIGINT,
    voters_count BIGINT,
    votes TEXT NOT NULL,
    titles TEXT NOT NULL
);

CREATE TABLE poll_votes (
    poll_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    choices BIGINT NOT NULL,
    PRIMARY KEY (poll_id, account_id)
) {clustered};
CREATE INDEX poll_votes_by_account ON poll_votes (account_id, poll_id);

ALTER TABLE status_edits ADD COLUMN poll TEXT NOT NULL DEFAULT '';
