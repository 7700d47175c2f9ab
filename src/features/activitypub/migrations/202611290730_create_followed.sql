-- Accounts of this server that somebody elsewhere follows or has followed: a post of anybody else goes out only
-- where it names, answers, quotes or boosts somebody elsewhere, or to relays. Rows only come.
CREATE TABLE activitypub_followed (
    account_id {id}
);
INSERT INTO activitypub_followed (account_id)
SELECT DISTINCT f.target_id FROM follows f JOIN activitypub_actors a ON a.account_id = f.account_id;
