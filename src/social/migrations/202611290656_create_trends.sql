-- What is talked about, worked out from time to time: tags, posts and linked pages, best first.

CREATE TABLE trends (
    kind BIGINT NOT NULL,
    place BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    language TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (kind, place)
) {clustered};

-- What those who run the server said of one of them.
CREATE TABLE trend_reviews (
    kind BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    allowed BOOLEAN NOT NULL,
    reviewed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
) {clustered};
