-- The terms of service, by the day (YYYY-MM-DD) each version takes effect.
CREATE TABLE terms_of_service (
    effective_on TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
) {clustered};
CREATE TABLE rule_translations (
    rule_id BIGINT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (rule_id, language)
) {clustered};
