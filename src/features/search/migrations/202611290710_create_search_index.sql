-- Posts by their words. Each row holds what index_words.h makes of one post; a row of `search_waiting`
-- says that its post is to be read (again).

-- sqlite:
CREATE VIRTUAL TABLE search_index USING fts5(words, tokenize = "ascii tokenchars '#@%'");
-- postgres:
CREATE TABLE search_index (rowid BIGINT NOT NULL PRIMARY KEY, words tsvector NOT NULL);
-- postgres:
CREATE INDEX search_index_by_word ON search_index USING gin (words);

CREATE TABLE search_waiting (
    status_id {id}
);

-- What the index knows of each author: whether everybody may find the public posts.
CREATE TABLE search_authors (
    account_id {id},
    indexable BOOLEAN NOT NULL
);

-- One row. `seen_at`: until when the index has heard of every change; `next_id`: posts below are not
-- read yet, zero when all are; `since`: what was edited later is read again.
CREATE TABLE search_progress (
    id {id},
    seen_at BIGINT NOT NULL,
    next_id BIGINT NOT NULL,
    since BIGINT NOT NULL
);
