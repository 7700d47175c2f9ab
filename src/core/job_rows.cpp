#include "core/job_rows.h"

#include "base/encoding.h"

namespace skein {
namespace {

#define JOB_COLUMNS                                                                         \
    "id, name, payload, run_at, priority, attempts, version, unique_key, order_key, host, " \
    "last_error, dead"

db::Sql const insert_job{
    "jobs.insert",
    "INSERT INTO jobs (id, name, payload, run_at, priority, unique_key, order_key, host) "
    "VALUES ($1, $2, $3, $4, $5, '', $6, $7)"};

/// The job that stands for a unique key now.
struct Standing {
    JobId id;
    std::int64_t version = 0;
    auto row() { return std::tie(id, version); }
};
db::Query<Standing> const insert_unique_job{
    "jobs.insert_unique",
    "INSERT INTO jobs (id, name, payload, run_at, priority, unique_key, order_key, host) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT (name, unique_key) WHERE unique_key <> '' AND NOT dead DO UPDATE SET "
    "version = jobs.version + 1, "
    "run_at = CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END, "
    "priority = CASE WHEN excluded.priority < jobs.priority THEN excluded.priority "
    "ELSE jobs.priority END "
    "RETURNING id, version"};

#define DUE_JOBS                                                                          \
    "FROM jobs WHERE NOT dead AND priority = $1 AND run_at <= $2 AND name IN {texts:$3} " \
    "AND (host = '' OR host NOT IN {texts:$4}) "                                          \
    "AND (order_key = '' OR NOT EXISTS (SELECT 1 FROM jobs older WHERE "                  \
    "older.order_key = jobs.order_key AND older.id < jobs.id AND older.order_key <> '' "  \
    "AND NOT older.dead)) "

db::Query<StoredJob> const list_due{
    "jobs.list_due", "SELECT " JOB_COLUMNS " " DUE_JOBS "ORDER BY run_at, id LIMIT $5"};
db::Query<StoredJob> const claim_due{
    "jobs.claim_due",
    "UPDATE jobs SET leased_until = $6, leased_by = $7 WHERE id IN (SELECT id " DUE_JOBS
    "AND leased_until <= $2 ORDER BY run_at, id LIMIT $5 {skip_locked}) RETURNING " JOB_COLUMNS};
db::Query<std::optional<Time>> const next_due{
    "jobs.next_due",
    "SELECT MIN(run_at) FROM jobs WHERE NOT dead AND priority = $1 AND run_at > $2"};
db::Sql const give_up_leases{
    "jobs.give_up_leases",
    "UPDATE jobs SET leased_until = 0 WHERE leased_by = $1 AND leased_until > 0"};
db::Sql const update_leases{"jobs.update_leases",
                            "UPDATE jobs SET leased_until = $2 WHERE id IN {list:$1}"};

db::Sql const remove_version{"jobs.remove_version",
                             "DELETE FROM jobs WHERE id = $1 AND version = $2"};
db::Sql const remove_many{"jobs.remove_many", "DELETE FROM jobs WHERE id IN {list:$1}"};
db::Sql const wait_again{"jobs.wait_again",
                         "UPDATE jobs SET attempts = 0, last_error = '', leased_until = 0, "
                         "run_at = CASE WHEN run_at < $2 THEN run_at ELSE $2 END WHERE id = $1"};
db::Sql const fail_for_now{"jobs.fail_for_now",
                           "UPDATE jobs SET attempts = attempts + 1, run_at = $2, last_error = $3, "
                           "leased_until = 0 WHERE id = $1"};
db::Sql const put_off{
    "jobs.put_off", "UPDATE jobs SET run_at = $2, last_error = $3, leased_until = 0 WHERE id = $1"};
db::Sql const fail_for_good{
    "jobs.fail_for_good",
    "UPDATE jobs SET attempts = attempts + 1, dead = TRUE, last_error = $3, "
    "leased_until = 0 WHERE id = $1 AND version = $2"};

db::Query<StoredJob> const find_job{"jobs.find", "SELECT " JOB_COLUMNS " FROM jobs WHERE id = $1"};
db::Query<StoredJob> const list_waiting{"jobs.list_waiting",
                                        "SELECT " JOB_COLUMNS
                                        " FROM jobs WHERE NOT dead AND ($1 = '' OR name = $1) "
                                        "ORDER BY id LIMIT $2"};
db::Query<StoredJob> const list_dead{
    "jobs.list_dead",
    "SELECT " JOB_COLUMNS " FROM jobs WHERE dead AND ($1 = '' OR name = $1) ORDER BY id LIMIT $2"};
db::Query<JobId> const find_waiting_twin{
    "jobs.find_waiting_twin",
    "SELECT id FROM jobs WHERE name = $1 AND unique_key = $2 AND unique_key <> '' AND NOT dead"};
db::Sql const revive{"jobs.revive",
                     "UPDATE jobs SET dead = FALSE, attempts = 0, run_at = $2 WHERE id = $1"};
db::Sql const remove_dead{"jobs.remove_dead", "DELETE FROM jobs WHERE id = $1 AND dead"};

db::Query<std::int64_t> const count_waiting{"jobs.count_waiting",
                                            "SELECT COUNT(*) FROM jobs WHERE NOT dead"};
db::Query<std::int64_t> const count_due{
    "jobs.count_due", "SELECT COUNT(*) FROM jobs WHERE NOT dead AND run_at <= $1"};
db::Query<std::int64_t> const count_dead{"jobs.count_dead", "SELECT COUNT(*) FROM jobs WHERE dead"};

constexpr std::size_t error_bytes_max = 500;

void wake_after_commit(db::Tx& tx, StoredJob job) {
    tx.after_commit([kinds = &tx.board().part<JobKinds>(), job = std::move(job)]() mutable {
        if (kinds->wake) kinds->wake(std::move(job));
    });
}

std::string stored_error(std::string_view error) {
    auto text = to_valid_utf8(error.substr(0, error_bytes_max));
    std::erase(text, '\0');
    return text;
}

}  // namespace

Result<JobId> enqueue_payload(db::Tx& tx, std::string_view name, std::string payload,
                              JobOptions const& options) {
    StoredJob job;
    job.id = tx.new_id<JobId>();
    job.name = name;
    job.payload = std::move(payload);
    job.run_at = std::max(options.not_before, tx.now());
    job.priority = options.priority;
    job.unique_key = options.unique_key;
    job.order_key = options.order_key;
    job.host = options.host;
    if (job.unique_key.empty()) {
        TRY_OK(tx.run(insert_job, job.id, job.name, job.payload, job.run_at, job.priority,
                      job.order_key, job.host));
    } else {
        TRY(auto const standing,
            tx.load(insert_unique_job, job.id, job.name, job.payload, job.run_at, job.priority,
                    job.unique_key, job.order_key, job.host));
        job.id = standing.id;
    }
    auto const id = job.id;
    wake_after_commit(tx, std::move(job));
    return id;
}

Result<std::vector<StoredJob>> list_due_jobs(db::Tx& tx, DueQuery const& query) {
    return tx.list(list_due, query.priority, query.now, query.names, query.full_hosts, query.limit);
}

Result<std::vector<StoredJob>> claim_due_jobs(db::Tx& tx, DueQuery const& query,
                                              Lease const& lease) {
    return tx.list(claim_due, query.priority, query.now, query.names, query.full_hosts, query.limit,
                   lease.until, lease.node);
}

Result<void> give_up_leases_of(db::Tx& tx, std::int64_t node) {
    TRY_OK(tx.run(give_up_leases, node));
    return {};
}

Result<std::optional<Time>> find_next_due(db::Tx& tx, Priority priority, Time now) {
    return tx.load(next_due, priority, now);
}

Result<void> move_leases(db::Tx& tx, std::span<std::int64_t const> ids, Time leased_until) {
    TRY_OK(tx.run(update_leases, ids, leased_until));
    return {};
}

Result<Removal> remove_done_job(db::Tx& tx, StoredJob const& job) {
    TRY(auto const removed, tx.run(remove_version, job.id, job.version));
    if (removed > 0) return Removal::gone;
    TRY(auto const waiting, tx.run(wait_again, job.id, tx.now()));
    if (waiting > 0) return Removal::waits_again;
    return fail(Errc::cancelled, "", "another process finished this job");
}

Result<void> remove_done_jobs(db::Tx& tx, std::span<std::int64_t const> ids) {
    TRY_OK(tx.run(remove_many, ids));
    return {};
}

Result<void> note_job_failure(db::Tx& tx, StoredJob const& job, std::optional<Time> again_at,
                              std::string_view error) {
    auto const text = stored_error(error);
    if (again_at) {
        TRY_OK(tx.run(fail_for_now, job.id, *again_at, text));
        return {};
    }
    TRY(auto const dead, tx.run(fail_for_good, job.id, job.version, text));
    if (dead == 0) TRY_OK(tx.run(wait_again, job.id, tx.now()));
    return {};
}

Result<void> postpone_job(db::Tx& tx, JobId id, Time again_at, std::string_view error) {
    TRY_OK(tx.run(put_off, id, again_at, stored_error(error)));
    return {};
}

Result<JobCounts> count_jobs(db::Tx& tx) {
    JobCounts counts;
    TRY(counts.waiting, tx.load(count_waiting));
    TRY(counts.due, tx.load(count_due, tx.now()));
    TRY(counts.dead, tx.load(count_dead));
    return counts;
}

Result<std::vector<StoredJob>> list_jobs(db::Tx& tx, bool dead, std::string_view name,
                                         std::int64_t limit) {
    return tx.list(dead ? list_dead : list_waiting, name, limit);
}

Result<void> retry_job(db::Tx& tx, JobId id) {
    TRY(auto const job, tx.find(find_job, id));
    if (!job) return fail(Errc::not_found, "There is no job " + to_string(id) + ".");
    TRY(auto const twin, tx.find(find_waiting_twin, job->name, job->unique_key));
    if (job->dead && twin) {
        // The key is waiting again already: that one does what this one would.
        TRY_OK(tx.run(remove_dead, id));
    } else {
        TRY_OK(tx.run(revive, id, tx.now()));
    }
    wake_after_commit(tx, {});
    return {};
}

Result<void> remove_dead_job(db::Tx& tx, JobId id) {
    TRY(auto const removed, tx.run(remove_dead, id));
    if (removed == 0) return fail(Errc::not_found, "There is no dead job " + to_string(id) + ".");
    return {};
}

}  // namespace skein
