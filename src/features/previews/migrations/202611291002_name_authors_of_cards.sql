-- Whom a page names as its author in the fediverse: the handle as the page says it ("user" of this
-- server, "user@host" of another), the host the page came from, the account once it is known, and
-- whether its owner lets pages of that host say so.
ALTER TABLE preview_cards ADD COLUMN author_url TEXT NOT NULL DEFAULT '';
ALTER TABLE preview_cards ADD COLUMN image_description TEXT NOT NULL DEFAULT '';
ALTER TABLE preview_cards ADD COLUMN width BIGINT NOT NULL DEFAULT 0;
ALTER TABLE preview_cards ADD COLUMN height BIGINT NOT NULL DEFAULT 0;
ALTER TABLE preview_cards ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE preview_cards ADD COLUMN page_host TEXT NOT NULL DEFAULT '';
ALTER TABLE preview_cards ADD COLUMN creator_id BIGINT;
ALTER TABLE preview_cards ADD COLUMN credited BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX preview_cards_by_creator ON preview_cards (creator_id, id) WHERE creator_id IS NOT NULL;

-- The posts with one link, in their order: its timeline.
DROP INDEX status_cards_by_card;
CREATE INDEX status_cards_by_card ON status_cards (card_id, status_id);
