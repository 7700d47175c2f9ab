-- The public timelines show no answers to others, as every client expects of them.
DELETE FROM public_entries WHERE status_id IN (
    SELECT s.id FROM statuses s
    WHERE s.in_reply_to_id IS NOT NULL AND s.in_reply_to_account_id <> s.account_id);
