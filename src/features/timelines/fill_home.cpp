// Filling one home: after a long absence, and with the posts of somebody newly followed.

#include "core/server.h"
#include "features/timelines/home_entries.h"
#include "features/timelines/jobs.h"
#include "social/timelines.h"

namespace skein::timelines {
namespace {

constexpr std::int64_t merged_posts_max = 200;

Result<void> store(Server& server, std::span<Entry const> entries) {
    while (!entries.empty()) {
        auto const part = entries.first(std::min(entries.size(), rows_a_closure_max));
        TRY_OK(server.db().write([&](db::Tx& tx) { return insert_entries(tx, part); },
                                 db::Urgency::background));
        entries = entries.subspan(part.size());
    }
    return {};
}

}  // namespace

Result<void> rebuild_home(JobRun& run, RebuildHome const& job) {
    auto& server = run.server();
    // First it takes new posts again, then the old ones are gathered: none falls between.
    TRY(auto const began, server.db().write(
                              [&](db::Tx& tx) -> Result<Time> {
                                  TRY_OK(begin_rebuilding(tx, job.account));
                                  return tx.now();
                              },
                              db::Urgency::background));
    TRY(auto const heads,
        server.db().read([&](db::Tx& tx) -> Result<std::vector<social::StatusHead>> {
            TRY(auto const reader, social::load_reader(tx, job.account));
            std::vector<AccountId> authors{job.account};
            for (auto const& followed : reader->followed())
                if (!followed.wide) authors.push_back(followed.id);
            Page page;
            page.limit = social::home_entries_kept;
            return social::list_home_posts(tx, *reader, authors, page);
        }));
    TRY_OK(store(server, entries_of(job.account, heads)));
    auto const from = heads.empty() ? StatusId{first_id_at(began)} : heads.back().id();
    return run.finish([&](db::Tx& tx) { return end_rebuilding(tx, job.account, from); });
}

Result<void> merge_followed(JobRun& run, MergeFollowed const& job) {
    TRY(auto const heads,
        run.server().db().read([&](db::Tx& tx) -> Result<std::vector<social::StatusHead>> {
            TRY(auto const home, social::find_home(tx, job.account));
            if (!home || !home->filled) return std::vector<social::StatusHead>{};
            TRY(auto const reader, social::load_reader(tx, job.account, *home));
            auto const* const followed = reader->follows(job.followed);
            if (!followed || followed->wide) return std::vector<social::StatusHead>{};
            Page page;
            page.floor_id = home->entries_from.value - 1;
            page.limit = merged_posts_max;
            return social::list_home_posts(tx, *reader, std::span(&job.followed, 1), page);
        }));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(insert_entries(tx, entries_of(job.account, heads)));
        // Older ones of theirs have no entries: below the last, the query answers for everybody.
        if (std::ssize(heads) < merged_posts_max) return {};
        return raise_entries_from(tx, job.account, heads.back().id());
    });
}

}  // namespace skein::timelines
