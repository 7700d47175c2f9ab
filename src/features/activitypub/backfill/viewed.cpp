// What is looked at: whether it is time to ask its server again. Remembered in memory, so that a
// page that everybody opens costs a look at a map; losing it costs one job.

#include <mutex>
#include <unordered_map>

#include "base/log.h"
#include "core/rate_limits.h"
#include "core/server.h"
#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/upkeep.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t remembered_max = 20'000;
constexpr auto profile_pause = std::chrono::hours(24);
constexpr auto thread_pause = std::chrono::minutes(15);
/// Each may take a minute: whoever opens more than this would only lengthen their own queue.
RateLimit const threads_of_a_viewer{"activitypub.threads_viewed", 40, std::chrono::minutes(15)};

/// Thread-safe. A part of the board.
class Viewed {
  public:
    /// Is it time again? Then it counts as asked for now.
    bool claim(std::int64_t id, Time now, Duration pause) {
        std::lock_guard const lock(mutex_);
        auto const found = asked_at_.find(id);
        if (found != asked_at_.end() && now - found->second < pause) return false;
        if (asked_at_.size() >= remembered_max) asked_at_.clear();
        asked_at_[id] = now;
        return true;
    }
    /// It was not asked for after all.
    void forget(std::int64_t id) {
        std::lock_guard const lock(mutex_);
        asked_at_.erase(id);
    }

  private:
    std::mutex mutex_;
    std::unordered_map<std::int64_t, Time> asked_at_;
};

template <class Job>
void ask_for(Server& server, std::int64_t id, Duration pause, Job const& job) {
    if (!server.part<Viewed>().claim(id, server.clock().now(), pause)) return;
    auto const stored = server.db().write([&](db::Tx& tx) {
        return enqueue(tx, job, {.priority = Priority::person, .unique_key = std::to_string(id)});
    });
    if (!stored) log::failure(log::Level::warning, "activitypub.not_asked_for", stored.error());
}

/// The job and what tells of it, begun in one transaction unless somebody else was faster.
/// One person's posts are asked for one after the other, behind nobody else's.
Result<std::optional<social::AsyncRefresh>> begin_thread(Server& server, StatusId status,
                                                         AccountId viewer) {
    auto const subject = thread_subject(status);
    auto const id = social::new_refresh_id(server);
    return server.db().write([&](db::Tx& tx) -> Result<std::optional<social::AsyncRefresh>> {
        TRY(auto const running, social::find_running_refresh(tx, subject));
        if (running) return running;
        TRY_OK(enqueue(tx, FillThread{status},
                       {.unique_key = std::to_string(status.value),
                        .order_key = fmt::format("thread {}", viewer.value)}));
        return social::begin_refresh(tx, id, {.subject = subject, .counts = true});
    });
}

Result<std::optional<social::AsyncRefresh>> ask_for_thread(Server& server, StatusId status,
                                                           AccountId viewer) {
    std::optional<social::AsyncRefresh> running;
    std::optional<StatusFacts> facts;
    TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(running, social::find_running_refresh(tx, thread_subject(status)));
        TRY(facts, find_status_facts(tx, status));
        return {};
    }));
    if (running) return running;
    if (!facts || !may_fill_thread(server, *facts)) return std::nullopt;
    auto const now = server.clock().now();
    if (!server.part<Viewed>().claim(status.value, now, thread_pause)) return std::nullopt;
    if (!server.part<RateLimits>().check(threads_of_a_viewer, to_string(viewer), now).allowed) {
        server.part<Viewed>().forget(status.value);
        return std::nullopt;
    }
    return begin_thread(server, status, viewer);
}

}  // namespace

void profile_viewed(Server& server, AccountId account) {
    ask_for(server, account.value, profile_pause, FillProfile{account});
}

std::optional<social::AsyncRefresh> thread_viewed(Server& server, StatusId status,
                                                  AccountId viewer) {
    auto refresh = ask_for_thread(server, status, viewer);
    if (refresh) return *std::move(refresh);
    log::failure(log::Level::warning, "activitypub.not_asked_for", refresh.error());
    return std::nullopt;
}

void install_backfill(Server& server) {
    server.part<Viewed>();
    server.part<RateLimits>();
    server.job<FillProfile>(fill_profile, LaneName::fetch);
    server.job<FillThread>(fill_thread, LaneName::fetch);
    server.job<FetchStatus>(fetch_status, LaneName::fetch);
    install_upkeep(server);
}

}  // namespace skein::activitypub
