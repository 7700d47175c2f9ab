-- Who used which tag in public posts, day by day (days since 1970). Days that are over are summed
-- up in `tag_days`; a day stands in either table.

CREATE TABLE tag_uses (
    tag_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    PRIMARY KEY (tag_id, day, account_id)
) {clustered};
CREATE INDEX tag_uses_by_day ON tag_uses (day);

CREATE TABLE tag_days (
    tag_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    PRIMARY KEY (tag_id, day)
) {clustered};
CREATE INDEX tag_days_by_day ON tag_days (day);
