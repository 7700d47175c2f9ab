-- E-mail addresses given at sign-up and not yet proven: found by the same keyed digest, claimed by nobody.

CREATE TABLE pending_addresses (
    user_id {id} REFERENCES users (id),
    email_index BYTEA NOT NULL
);
CREATE INDEX pending_addresses_by_email ON pending_addresses (email_index);
