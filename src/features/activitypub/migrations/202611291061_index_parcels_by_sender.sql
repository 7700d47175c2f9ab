-- Whether an account that is gone still has something to say: asked before its keys go.
CREATE INDEX activitypub_parcels_by_sender ON activitypub_parcels (sender_id, expires_at);
