-- The few follows that want less than everything of somebody: who reads a home knows all others by
-- the index of (account_id, target_id) alone.
CREATE INDEX follows_narrowed ON follows (account_id, target_id)
    WHERE show_boosts = FALSE OR languages <> '';
