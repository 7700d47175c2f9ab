// Filling one home: after a long absence, and with the posts of somebody newly followed.

#include <algorithm>

#include "core/server.h"
#include "features/timelines/home_entries.h"
#include "features/timelines/jobs.h"
#include "social/timelines.h"

namespace skein::timelines {
namespace {

constexpr std::int64_t merged_posts_max = 200;  // Of one account.

db::Query<AccountId> const list_followed_since{
    "follows.list_since",
    "SELECT target_id FROM follows WHERE account_id = $1 AND id >= $2 ORDER BY id"};

Result<void> store(Server& server, std::span<Entry const> entries) {
    while (!entries.empty()) {
        auto const part = entries.first(std::min(entries.size(), rows_a_closure_max));
        TRY_OK(server.db().write([&](db::Tx& tx) { return insert_entries(tx, part); },
                                 db::Urgency::background));
        entries = entries.subspan(part.size());
    }
    return {};
}

/// What a home lacks of some authors and tags it follows.
struct Missing {
    std::vector<social::StatusHead> heads;
    bool whole = true;  ///< There are no older ones.
};

Result<Missing> list_missing(db::Tx& tx, AccountId account, social::HomeSources sources) {
    TRY(auto const home, social::find_home(tx, account));
    if (!home || !home->filled) return Missing{};
    TRY(auto const reader, social::load_reader(tx, account, *home));
    std::erase_if(sources.authors, [&](AccountId author) {
        auto const* const followed = reader->follows(author);
        return !followed || followed->wide;
    });
    std::erase_if(sources.tags, [&](TagId tag) {
        auto const all = reader->followed_tags();
        auto const followed = std::ranges::find(all, tag, &social::FollowedTag::id);
        return followed == all.end() || followed->wide;
    });
    if (sources.empty()) return Missing{};
    Page page;
    page.floor_id = home->entries_from.value - 1;
    page.limit =
        std::min(merged_posts_max * (std::ssize(sources.authors) + std::ssize(sources.tags)),
                 social::home_entries_kept);
    TRY(auto heads, social::list_home_posts(tx, *reader, sources, page));
    auto const whole = std::ssize(heads) < page.limit;
    return Missing{std::move(heads), whole};
}

Result<void> merge(JobRun& run, AccountId account, Missing const& missing) {
    TRY_OK(store(run.server(), entries_of(account, missing.heads)));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        // Older ones of theirs have no entries: below the last, the query answers for everybody.
        if (missing.whole) return {};
        return raise_entries_from(tx, account, missing.heads.back().id());
    });
}

}  // namespace

Result<void> rebuild_home(JobRun& run, RebuildHome const& job) {
    auto& server = run.server();
    // First it takes new posts again, then the old ones are gathered: none falls between.
    TRY(auto const began, server.db().write(
                              [&](db::Tx& tx) -> Result<std::optional<Time>> {
                                  TRY(auto const begins, begin_rebuilding(tx, job.account));
                                  return begins ? std::optional(tx.now()) : std::nullopt;
                              },
                              db::Urgency::background));
    // Asked for once more while the first one was on its way.
    if (!began) return {};
    TRY(auto const heads,
        server.db().read([&](db::Tx& tx) -> Result<std::vector<social::StatusHead>> {
            TRY(auto const reader, social::load_reader(tx, job.account));
            social::HomeSources sources{.authors = {job.account}};
            for (auto const& followed : reader->followed())
                if (!followed.wide) sources.authors.push_back(followed.id);
            for (auto const& tag : reader->followed_tags())
                if (!tag.wide) sources.tags.push_back(tag.id);
            Page page;
            page.limit = social::home_entries_kept;
            return social::list_home_posts(tx, *reader, sources, page);
        }));
    TRY_OK(store(server, entries_of(job.account, heads)));
    auto const from = heads.empty() ? StatusId{first_id_at(*began)} : heads.back().id();
    return run.finish([&](db::Tx& tx) { return end_rebuilding(tx, job.account, from); });
}

Result<void> merge_follows(JobRun& run, MergeFollows const& job) {
    TRY(auto const missing, run.server().db().read([&](db::Tx& tx) -> Result<Missing> {
        TRY(auto authors, tx.list(list_followed_since, job.account, first_id_at(job.since)));
        return list_missing(tx, job.account, {.authors = std::move(authors)});
    }));
    return merge(run, job.account, missing);
}

Result<void> merge_followed(JobRun& run, MergeFollowed const& job) {
    TRY(auto const missing, run.server().db().read([&](db::Tx& tx) {
        return list_missing(tx, job.account, {.authors = {job.followed}});
    }));
    return merge(run, job.account, missing);
}

Result<void> merge_tag(JobRun& run, MergeTag const& job) {
    TRY(auto const missing, run.server().db().read([&](db::Tx& tx) {
        return list_missing(tx, job.account, {.tags = {job.tag}});
    }));
    return merge(run, job.account, missing);
}

}  // namespace skein::timelines
