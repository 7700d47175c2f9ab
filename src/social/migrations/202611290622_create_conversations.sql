-- Direct posts as conversations, one row for each account here that takes part: the posts of one
-- thread between the same people.
CREATE TABLE conversations (
    id {id},
    account_id BIGINT NOT NULL,
    thread_id BIGINT NOT NULL,
    participants_key TEXT NOT NULL,
    participants TEXT NOT NULL,
    last_status_id BIGINT NOT NULL,
    unread BOOLEAN NOT NULL,
    UNIQUE (account_id, thread_id, participants_key)
);
CREATE INDEX conversations_by_last ON conversations (account_id, last_status_id);

CREATE TABLE conversation_statuses (
    account_id BIGINT NOT NULL,
    status_id BIGINT NOT NULL,
    conversation_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, status_id)
) {clustered};
CREATE INDEX conversation_statuses_by_conversation
    ON conversation_statuses (conversation_id, status_id);
CREATE INDEX conversation_statuses_by_status ON conversation_statuses (status_id);
