-- What must happen after a change, promised in its transaction (core/jobs.h).
CREATE TABLE jobs (
    id {id},
    name TEXT NOT NULL,
    payload TEXT NOT NULL,                -- a JSON array
    run_at BIGINT NOT NULL,               -- not earlier
    priority BIGINT NOT NULL,             -- 0 a person waits … 30 upkeep
    attempts BIGINT NOT NULL DEFAULT 0,   -- failures so far
    version BIGINT NOT NULL DEFAULT 0,    -- grows when the unique key swallows another
    unique_key TEXT NOT NULL DEFAULT '',
    order_key TEXT NOT NULL DEFAULT '',
    host TEXT NOT NULL DEFAULT '',        -- the peer of a network job
    last_error TEXT NOT NULL DEFAULT '',
    dead BOOLEAN NOT NULL DEFAULT FALSE,
    -- Several processes only: claimed until then, by the process of this number.
    leased_until BIGINT NOT NULL DEFAULT 0,
    leased_by BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX jobs_due ON jobs (priority, run_at, id) WHERE NOT dead;
CREATE UNIQUE INDEX jobs_unique ON jobs (name, unique_key) WHERE unique_key <> '' AND NOT dead;
CREATE INDEX jobs_order ON jobs (order_key, id) WHERE order_key <> '' AND NOT dead;
CREATE INDEX jobs_dead ON jobs (id) WHERE dead;

-- Who does a regular thing, and when it was done last (core/jobs.h, Schedule).
CREATE TABLE schedules (
    name TEXT NOT NULL PRIMARY KEY,
    holder BIGINT NOT NULL,               -- a random number of the process that runs it now, or 0
    leased_until BIGINT NOT NULL,
    ran_at BIGINT NOT NULL                -- when its last run began; 0: never
) {clustered};
