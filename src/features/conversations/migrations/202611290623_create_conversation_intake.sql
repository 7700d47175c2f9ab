-- Whether posts that are older than conversations have been, or are being, taken into them.
CREATE TABLE conversation_intake (
    id {id},
    begun_at BIGINT NOT NULL
);
