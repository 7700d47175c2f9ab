// Taking out of the homes what reading skips already, what is too much, and what nobody reads.

#include "core/server.h"
#include "features/timelines/config.h"
#include "features/timelines/home_entries.h"
#include "features/timelines/jobs.h"
#include "social/relations.h"

namespace skein::timelines {
namespace {

constexpr std::int64_t homes_a_step = 100;

/// Removes entries below an id in steps the writer can bear.
Result<void> clear_below(Server& server, AccountId owner, StatusId below) {
    for (;;) {
        TRY(auto const removed,
            server.db().write([&](db::Tx& tx) { return remove_entries_below(tx, owner, below); },
                              db::Urgency::background));
        if (removed < static_cast<std::int64_t>(rows_a_closure_max)) return {};
    }
}

}  // namespace

Result<void> sweep_author(JobRun& run, SweepAuthor const& job) {
    for (;;) {
        TRY(auto const removed, run.server().db().write(
                                    [&](db::Tx& tx) -> Result<std::int64_t> {
                                        // Who has come back in the meantime stays.
                                        TRY(auto const follows,
                                            social::is_following(tx, job.account, job.author));
                                        if (follows) return 0;
                                        return remove_entries_by(tx, job.account, job.author);
                                    },
                                    db::Urgency::background));
        if (removed < static_cast<std::int64_t>(rows_a_closure_max)) return {};
    }
}

Result<void> sweep_tag(JobRun& run, SweepTag const& job) {
    for (;;) {
        TRY(auto const removed,
            run.server().db().write(
                [&](db::Tx& tx) { return remove_entries_with(tx, job.account, job.tag); },
                db::Urgency::background));
        if (removed < static_cast<std::int64_t>(rows_a_closure_max)) return {};
    }
}

Result<void> sweep_status(JobRun& run, SweepStatus const& job) {
    auto& db = run.server().db();
    AccountId after;
    for (;;) {
        TRY(auto owners, db.read([&](db::Tx& tx) {
            return social::list_local_followers(tx, job.author, after, rows_a_closure_max);
        }));
        auto const last = owners.size() < rows_a_closure_max;
        if (!last) after = owners.back();
        if (last) owners.push_back(job.author);
        TRY_OK(db.write([&](db::Tx& tx) { return remove_entries_in(tx, job.status, owners); },
                        db::Urgency::background));
        if (last) return {};
    }
}

Result<void> trim_homes(Server& server) {
    AccountId after;
    for (;;) {
        TRY(auto const homes,
            server.db().read([&](db::Tx& tx) { return list_fullness(tx, after, homes_a_step); }));
        for (auto const& home : homes) {
            after = home.owner;
            if (!home.surplus) continue;
            StatusId const from{home.surplus->value + 1};
            TRY_OK(server.db().write(
                [&](db::Tx& tx) { return raise_entries_from(tx, home.owner, from); },
                db::Urgency::background));
            TRY_OK(clear_below(server, home.owner, from));
        }
        if (std::ssize(homes) < homes_a_step) return {};
    }
}

Result<void> retire_homes(Server& server) {
    auto const before = server.clock().now() - server.settings<TimelinesConfig>().idle_after;
    for (;;) {
        TRY(auto const homes, server.db().read([&](db::Tx& tx) {
            return list_idle_homes(tx, before, homes_a_step);
        }));
        for (auto const owner : homes) {
            TRY_OK(server.db().write([&](db::Tx& tx) { return retire_home(tx, owner); },
                                     db::Urgency::background));
            TRY_OK(clear_below(server, owner, StatusId{INT64_MAX}));
        }
        if (std::ssize(homes) < homes_a_step) return {};
    }
}

}  // namespace skein::timelines
