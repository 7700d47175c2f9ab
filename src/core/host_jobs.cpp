#include "core/host_jobs.h"

namespace skein {
namespace {

#define JOB_COLUMNS                                                                         \
    "id, name, payload, run_at, priority, attempts, version, unique_key, order_key, host, " \
    "last_error, dead"
// `host <> ''` is what lets SQLite take the partial index.
#define OF_HOST "FROM jobs WHERE host = $1 AND host <> '' AND NOT dead "

db::Sql const put_off{"jobs.put_off_host",
                      "UPDATE jobs SET run_at = $3 WHERE id IN (SELECT id " OF_HOST
                      "AND run_at < $2 ORDER BY run_at LIMIT $4)"};
db::Sql const call{"jobs.call_host", "UPDATE jobs SET run_at = $3 WHERE id IN (SELECT id " OF_HOST
                                     "AND run_at > $2 ORDER BY run_at LIMIT $4)"};
db::Sql const call_oldest{"jobs.call_oldest_of_host",
                          "UPDATE jobs SET run_at = $2 WHERE id IN (SELECT MIN(id) " OF_HOST ")"};
db::Query<StoredJob> const list_of_host{
    "jobs.list_of_host", "SELECT " JOB_COLUMNS " " OF_HOST "AND id > $2 ORDER BY id LIMIT $3"};
db::Sql const remove_waiting{"jobs.remove_waiting",
                             "DELETE FROM jobs WHERE id IN {list:$1} AND NOT dead"};
db::Query<StoredJob> const list_ordered{
    "jobs.list_ordered", "SELECT " JOB_COLUMNS
                         " FROM jobs WHERE order_key IN {texts:$1} AND order_key <> '' "
                         "AND NOT dead ORDER BY id LIMIT $2"};
db::Sql const remove_ordered{
    "jobs.remove_ordered",
    "DELETE FROM jobs WHERE order_key = $1 AND order_key <> '' AND id < $2 AND NOT dead"};
db::Query<HostQueue> const list_queues{
    "jobs.list_host_queues",
    "SELECT host, COUNT(*) AS waiting, MIN(run_at) AS next_at FROM jobs "
    "WHERE host <> '' AND NOT dead GROUP BY host ORDER BY waiting DESC, host LIMIT $1"};
db::Query<HostQueue> const find_queue{
    "jobs.find_host_queue",
    "SELECT host, COUNT(*) AS waiting, MIN(run_at) AS next_at " OF_HOST "GROUP BY host"};

void wake_queue(db::Tx& tx) {
    tx.after_commit([kinds = &tx.board().part<JobKinds>()] {
        if (kinds->wake) kinds->wake({});
    });
}

}  // namespace

Result<std::int64_t> put_off_host_jobs(db::Tx& tx, std::string_view host, HostMove const& move) {
    // Else what was moved would be found again.
    expects(move.to >= move.edge);
    return tx.run(put_off, host, move.edge, move.to, move.limit);
}

Result<std::int64_t> call_host_jobs(db::Tx& tx, std::string_view host, HostMove const& move) {
    expects(move.to <= move.edge);
    TRY(auto const called, tx.run(call, host, move.edge, move.to, move.limit));
    if (called > 0) wake_queue(tx);
    return called;
}

Result<bool> call_oldest_host_job(db::Tx& tx, std::string_view host, Time at) {
    TRY(auto const called, tx.run(call_oldest, host, at));
    wake_queue(tx);
    return called > 0;
}

Result<std::vector<StoredJob>> list_host_jobs(db::Tx& tx, std::string_view host, JobId after,
                                              std::int64_t limit) {
    return tx.list(list_of_host, host, after, limit);
}

Result<void> remove_waiting_jobs(db::Tx& tx, std::span<std::int64_t const> ids) {
    if (ids.empty()) return {};
    TRY_OK(tx.run(remove_waiting, ids));
    return {};
}

Result<std::vector<StoredJob>> list_ordered_jobs(db::Tx& tx,
                                                 std::vector<std::string> const& order_keys,
                                                 std::int64_t limit) {
    if (order_keys.empty()) return std::vector<StoredJob>{};
    return tx.list(list_ordered, order_keys, limit);
}

Result<std::int64_t> remove_ordered_jobs(db::Tx& tx, std::string_view order_key,
                                         std::int64_t before) {
    return tx.run(remove_ordered, order_key, before);
}

Result<std::vector<HostQueue>> list_host_queues(db::Tx& tx, std::int64_t limit) {
    return tx.list(list_queues, limit);
}

Result<HostQueue> find_host_queue(db::Tx& tx, std::string_view host) {
    TRY(auto found, tx.find(find_queue, host));
    return found ? *std::move(found) : HostQueue{std::string(host), 0, {}};
}

}  // namespace skein
