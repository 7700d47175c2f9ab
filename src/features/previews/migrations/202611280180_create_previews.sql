-- Linked pages, each once; a row without a title is a page that had nothing to show, or failed.
CREATE TABLE preview_cards (
    id {id},
    url_hash BYTEA NOT NULL UNIQUE,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT NOT NULL,
    provider_name TEXT NOT NULL,
    author_name TEXT NOT NULL,
    image_url TEXT NOT NULL,
    published_at BIGINT,
    fetched_at BIGINT NOT NULL
);
CREATE INDEX preview_cards_by_age ON preview_cards (fetched_at);

CREATE TABLE status_cards (
    status_id {id},
    card_id BIGINT NOT NULL
);
CREATE INDEX status_cards_by_card ON status_cards (card_id);
