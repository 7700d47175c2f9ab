-- How many of the year's posts were for everybody: what the page of a report says, since whoever has
-- its address need not follow its owner.

ALTER TABLE annual_reports ADD COLUMN shared_statuses BIGINT NOT NULL DEFAULT 0;
