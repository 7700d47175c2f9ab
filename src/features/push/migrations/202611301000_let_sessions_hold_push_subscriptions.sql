-- A subscription belongs to an access token or, of the web app, to a session: their ids come from one source.
ALTER TABLE push_subscriptions RENAME COLUMN token_id TO holder_id;
