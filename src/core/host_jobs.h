// The waiting jobs of one host as a whole: for a feature that knows that a host is away, or back.
// What is put off stays in the table and costs no memory. Batches; callers repeat until one is not
// full. A job that this process has taken in already runs all the same: `prepare` answers `Later`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/jobs.h"
#include "platform/db/tx.h"

namespace skein {

/// Which jobs, to when, and how many at most.
struct HostMove {
    Time edge{};
    Time to{};
    std::int64_t limit = 0;
};
/// Jobs due before the edge are put off, which `to` is not before. Answers how many.
Result<std::int64_t> put_off_host_jobs(db::Tx& tx, std::string_view host, HostMove const& move);
/// Jobs due after the edge are called, earliest first, to a moment not after it.
Result<std::int64_t> call_host_jobs(db::Tx& tx, std::string_view host, HostMove const& move);
/// The oldest job is due at `at`: to see whether the host is back. False when none waits.
Result<bool> call_oldest_host_job(db::Tx& tx, std::string_view host, Time at);

/// By id, after this one.
Result<std::vector<StoredJob>> list_host_jobs(db::Tx& tx, std::string_view host, JobId after,
                                              std::int64_t limit);
/// Waiting jobs that are void now. One that runs is not kept from ending.
Result<void> remove_waiting_jobs(db::Tx& tx, std::span<std::int64_t const> ids);
/// What waits under these order keys, `limit` at most, oldest first.
Result<std::vector<StoredJob>> list_ordered_jobs(db::Tx& tx,
                                                 std::vector<std::string> const& order_keys,
                                                 std::int64_t limit);
/// All that wait under this order key and were enqueued before there was this id.
Result<std::int64_t> remove_ordered_jobs(db::Tx& tx, std::string_view order_key,
                                         std::int64_t before);

struct HostQueue {
    std::string host;
    std::int64_t waiting = 0;
    Time next_at{};  ///< When the first of them is due.
    auto row() { return std::tie(host, waiting, next_at); }
};
/// The hosts with the most waiting jobs.
Result<std::vector<HostQueue>> list_host_queues(db::Tx& tx, std::int64_t limit);
Result<HostQueue> find_host_queue(db::Tx& tx, std::string_view host);

}  // namespace skein
