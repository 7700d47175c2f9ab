-- All that waits for one peer, when it is found to be away or back (core/host_jobs.h).
CREATE INDEX jobs_by_host ON jobs (host, run_at) WHERE host <> '' AND NOT dead;
