-- What a person wants to be told by mail (bits of kinds.h); who has no row wants what is usual.
-- `digest_at` is when a digest was last promised, 0 for never.
CREATE TABLE mail_notice_wishes (
    user_id {id},
    kinds BIGINT NOT NULL,
    always BOOLEAN NOT NULL,
    digest_at BIGINT NOT NULL
);
