-- An account's page is answered by the index alone, whatever of it the reader may see.
DROP INDEX statuses_by_account;
CREATE INDEX statuses_by_account ON statuses (account_id, id, visibility);
