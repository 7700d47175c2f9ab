// New posts into the homes.
//
// A page of the database holds the newest entries of one owner. So the fan-out takes all posts that
// wait, works out whose homes they go to in one read, and stores them in the order of owners: each
// page is written once for the whole batch, and not once a post. A batch that is cut off runs again
// from its beginning, and the entries that are there already stay as they are.

#include <algorithm>

#include "core/events.h"
#include "core/server.h"
#include "features/timelines/config.h"
#include "features/timelines/home_entries.h"
#include "features/timelines/jobs.h"

namespace skein::timelines {
namespace {

constexpr std::int64_t posts_a_batch_max = 1024;
constexpr std::int64_t entries_a_batch_max = 100'000;

/// What goes where.
struct Batch {
    std::vector<StatusId> posts;
    std::vector<AccountId> became_wide;
    std::vector<Entry> entries;  // In order of owners.
};

Result<Batch> plan(db::Tx& tx, std::int64_t fan_out_max) {
    Batch batch;
    TRY(auto const waiting, list_waiting_posts(tx, posts_a_batch_max));
    std::vector<StatusId> fanned;
    std::int64_t expected = 0;
    auto tagged = false;
    for (auto const& post : waiting) {
        if (!batch.posts.empty() && expected > entries_a_batch_max) break;
        batch.posts.push_back(post.status);
        auto wide = post.wide;
        if (!wide && post.followers > fan_out_max) {
            TRY(wide, has_more_readers(tx, post.author, fan_out_max));
            if (wide) batch.became_wide.push_back(post.author);
        }
        tagged = tagged || post.tag_followers > 0;
        expected += post.tag_followers;
        if (wide) continue;
        fanned.push_back(post.status);
        expected += std::min(post.followers, fan_out_max);
    }
    TRY(batch.entries, list_readers_of(tx, fanned));
    TRY(auto const own, list_homes_of_authors(tx, batch.posts));
    batch.entries.insert(batch.entries.end(), own.begin(), own.end());
    if (tagged) {
        TRY(auto const by_tag, list_tag_readers_of(tx, batch.posts));
        batch.entries.insert(batch.entries.end(), by_tag.begin(), by_tag.end());
    }
    std::ranges::sort(batch.entries);
    // Some follow both the author and a tag.
    auto const twice = std::ranges::unique(batch.entries);
    batch.entries.erase(twice.begin(), twice.end());
    return batch;
}

/// Tells whoever listens to these homes, once the entries are on disk.
void tell(db::Tx& tx, std::span<Entry const> entries) {
    auto& hub = tx.board().part<Hub>();
    if (hub.listeners() == 0) return;
    tx.after_commit([&hub, told = std::vector(entries.begin(), entries.end())] {
        for (auto const& entry : told) hub.tell({"home", entry.owner.value, entry.status.value});
    });
}

Result<void> close(db::Tx& tx, Batch const& batch) {
    for (auto const author : batch.became_wide) TRY_OK(make_wide(tx, author));
    TRY_OK(remove_waiting_posts(tx, batch.posts));
    std::unordered_map<StatusId, std::int64_t> readers;
    for (auto const& entry : batch.entries) ++readers[entry.status];
    for (auto const post : batch.posts)
        TRY_OK(publish(tx, social::TimelineGrew{post, readers[post]}));
    return {};
}

Result<void> store(Server& server, Batch const& batch) {
    auto rest = std::span<Entry const>(batch.entries);
    for (auto last = false; !last;) {
        auto const part = rest.first(std::min(rest.size(), rows_a_closure_max));
        rest = rest.subspan(part.size());
        last = rest.empty();
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                TRY_OK(insert_entries(tx, part));
                tell(tx, part);
                return last ? close(tx, batch) : Result<void>{};
            },
            db::Urgency::background));
    }
    return {};
}

}  // namespace

Result<void> fan_out_later(db::Tx& tx, social::StatusPublished const& event) {
    if (event.quiet) return {};
    TRY_OK(insert_own_entry_of(tx, event));
    TRY_OK(insert_waiting_post(tx, event));
    auto const gather_for = tx.board().part<Pace>().gather_for;
    JobOptions options{.unique_key = "all"};
    if (gather_for > Duration{}) {
        // One job for the posts of each stretch of time, when it is over; one after the other,
        // since each takes all that wait.
        auto const stretch = tx.now().time_since_epoch() / gather_for + 1;
        options.not_before = Time(stretch * gather_for);
        options.unique_key = std::to_string(stretch);
        options.order_key = FanOutStatus::name;
    }
    return enqueue(tx, FanOutStatus{}, options);
}

Result<void> fan_out(JobRun& run, FanOutStatus const&) {
    auto& server = run.server();
    auto const fan_out_max = server.settings<TimelinesConfig>().fan_out_max;
    for (;;) {
        TRY(auto const batch, server.db().read([&](db::Tx& tx) { return plan(tx, fan_out_max); }));
        if (batch.posts.empty()) return {};
        TRY_OK(store(server, batch));
    }
}

}  // namespace skein::timelines
