-- What the web app keeps with an account: one JSON object, which nothing here reads.
CREATE TABLE app_choices (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    choices TEXT NOT NULL
) {clustered};
