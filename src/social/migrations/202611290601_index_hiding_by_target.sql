-- One post before many readers: who mutes its author, and who blocks the author's domain.
CREATE INDEX mutes_by_target ON mutes (target_id, account_id, expires_at);
CREATE INDEX account_domain_blocks_by_domain ON account_domain_blocks (domain, account_id);
