#include "features/activitypub/delivery/host_upkeep.h"

#include <algorithm>

#include "core/host_jobs.h"
#include "core/server.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/delivery/parcels.h"

namespace skein::activitypub {
namespace {

constexpr std::int64_t jobs_a_write = 200;
constexpr int writes_a_run_max = 1000;
constexpr std::int64_t hosts_a_page = 500;
/// What waited for a host comes back so slowly that others are not held up.
constexpr auto called_batch_every = std::chrono::seconds(5);
constexpr auto called_again_after = std::chrono::minutes(2);
/// What is due later than any schedule says was put off because its host is away.
constexpr auto held_edge = std::chrono::days(2);

using Round = std::function<Result<std::int64_t>(db::Tx&)>;

/// Until a round finds less than it could take.
Result<void> in_rounds(Server& server, std::int64_t full, Round const& round) {
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const rows, server.db().write(round, db::Urgency::background));
        if (rows < full) break;
    }
    return {};
}

Result<void> put_off(Server& server, std::string const& host, Time edge, Time to) {
    return in_rounds(server, jobs_a_write, [&](db::Tx& tx) {
        return put_off_host_jobs(tx, host, {edge, to, jobs_a_write});
    });
}

Result<void> call_back(Server& server, std::string const& host, Time first) {
    for (int i = 0; i < writes_a_run_max; ++i) {
        auto const at = first + i * Duration(called_batch_every);
        TRY(auto const called,
            server.db().write(
                [&](db::Tx& tx) { return call_host_jobs(tx, host, {at, at, jobs_a_write}); },
                db::Urgency::background));
        if (called < jobs_a_write) break;
    }
    return {};
}

/// A stretch of the jobs of a dead host; those about news are dropped. Answers where it ended.
struct Stretch {
    std::int64_t seen = 0;
    JobId last;
};
Result<Stretch> drop_some(db::Tx& tx, std::string const& host, JobId after) {
    TRY(auto const jobs, list_host_jobs(tx, host, after, jobs_a_write));
    std::vector<std::int64_t> parcels;
    std::vector<std::pair<std::int64_t, ParcelId>> pairs;
    for (auto const& stored : jobs) {
        if (stored.name != DeliverActivity::name) continue;
        TRY(auto const job, read_job<DeliverActivity>(stored));
        pairs.emplace_back(stored.id.value, job.parcel);
        parcels.push_back(job.parcel.value);
    }
    TRY(auto const heads, list_parcels(tx, parcels));
    std::vector<std::int64_t> dropped;
    for (auto const& [id, parcel] : pairs) {
        auto const head = std::ranges::find(heads, parcel, &ParcelHead::id);
        if (head == heads.end() || !is_end(head->kind)) dropped.push_back(id);
    }
    TRY_OK(remove_waiting_jobs(tx, dropped));
    return Stretch{static_cast<std::int64_t>(jobs.size()), jobs.empty() ? after : jobs.back().id};
}

Result<void> drop_news(Server& server, std::string const& host) {
    JobId after;
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const stretch,
            server.db().write([&](db::Tx& tx) { return drop_some(tx, host, after); },
                              db::Urgency::background));
        after = stretch.last;
        if (stretch.seen < jobs_a_write) break;
    }
    return {};
}

/// The host answers. Only where it did not before, its jobs are called.
Result<void> welcome(Server& server, std::string const& host, HostHealth const& health) {
    auto const now = server.clock().now();
    auto const paused_until = server.part<Hosts>().held_until(host, now);
    TRY(auto const before,
        server.db().read([&](db::Tx& tx) { return find_host_health(tx, host); }));
    auto const was_away = before && before->state != HostState::well;
    if (was_away) TRY_OK(call_back(server, host, paused_until.value_or(now)));
    if (paused_until) TRY_OK(put_off(server, host, *paused_until, *paused_until));
    if (!before && health.days == 0) return {};
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        if (was_away)
            TRY_OK(enqueue(tx, CallLateJobs{host},
                           {.not_before = now + Duration(called_again_after),
                            .priority = Priority::upkeep,
                            .unique_key = host}));
        return health.days > 0 ? put_host_health(tx, health) : remove_host_health(tx, host);
    });
}

Result<void> bring_in_line(Server& server, std::string const& host) {
    auto health = server.part<Hosts>().find(host);
    auto const now = server.clock().now();
    if (!health) health.emplace().host = host;
    if (health->state == HostState::well) return welcome(server, host, *health);
    // The row first: whoever finds jobs put off finds out why.
    TRY_OK(server.db().write([&](db::Tx& tx) { return put_host_health(tx, *health); }));
    if (health->state == HostState::dead) TRY_OK(drop_news(server, host));
    if (now >= health->probe_at) return {};
    return put_off(server, host, now + held_edge, now + held_for);
}

}  // namespace

Result<void> keep_host_later(db::Tx& tx, std::string_view host) {
    return enqueue(tx, KeepHost{std::string(host)}, {.unique_key = std::string(host)});
}

Result<void> keep_host(JobRun& run, KeepHost const& job) {
    return bring_in_line(run.server(), job.host);
}

Result<void> call_late_jobs(JobRun& run, CallLateJobs const& job) {
    auto& server = run.server();
    if (!server.part<Hosts>().is_well(job.host)) return {};
    auto const now = server.clock().now();
    return in_rounds(server, jobs_a_write, [&](db::Tx& tx) {
        return call_host_jobs(tx, job.host, {now + held_edge, now, jobs_a_write});
    });
}

Result<void> try_host_now(Server& server, std::string const& host) {
    server.part<Hosts>().forget(host);
    TRY_OK(bring_in_line(server, host));
    return call_back(server, host, server.clock().now());
}

Result<void> keep_hosts(Server& server) {
    auto const now = server.clock().now();
    auto const revived = server.part<Hosts>().take_revived();
    if (!revived.empty())
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                for (auto const& host : revived) TRY_OK(keep_host_later(tx, host));
                return {};
            },
            db::Urgency::background));
    for (auto const& host : server.part<Hosts>().list_to_probe(now))
        TRY_OK(server.db().write([&](db::Tx& tx) { return call_oldest_host_job(tx, host, now); },
                                 db::Urgency::background));
    return {};
}

Result<void> load_hosts(Server& server) {
    auto& hosts = server.part<Hosts>();
    std::string after;
    for (std::size_t known = 0; known < unwell_hosts_max;) {
        TRY(auto rows, server.db().read(
                           [&](db::Tx& tx) { return list_host_health(tx, after, hosts_a_page); }));
        if (rows.empty()) break;
        known += rows.size();
        after = rows.back().host;
        for (auto& row : rows) hosts.remember(std::move(row));
    }
    return {};
}

}  // namespace skein::activitypub
