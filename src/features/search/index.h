// The index of posts, and how it keeps up.
//
// Publishing a post or editing it writes one narrow row and a job; removing it takes it out of the
// index at once. The job reads waiting posts in batches, so that nobody who posts waits for it.
// Everything else is decided when somebody asks, from the tables themselves: who may see a post,
// and whether its author lets strangers find it. So the index may lag, and never shows too much.
//
// Posts that the index has not heard of (older than it, or made while the feature was off) are read
// by a second job, newest first; it notes how far it is, and goes on from there.
#pragma once

#include <span>
#include <string_view>
#include <tuple>

#include "core/events.h"
#include "core/jobs.h"
#include "social/events.h"

namespace skein::search {

struct IndexPosts {
    static constexpr std::string_view name = "search.index_posts";
    auto row() { return std::tuple<>(); }
};
struct FillIndex {
    static constexpr std::string_view name = "search.fill_index";
    auto row() { return std::tuple<>(); }
};
/// Everything by one author, whose consent changed.
struct IndexAuthor {
    static constexpr std::string_view name = "search.index_author";
    AccountId account;
    StatusId after;
    auto row() { return std::tie(account, after); }
};

Result<void> note_published(db::Tx& tx, social::StatusPublished const& event);
Result<void> note_edited(db::Tx& tx, social::StatusEdited const& event);
Result<void> note_removed(db::Tx& tx, social::StatusRemoved const& event);
Result<void> note_account(db::Tx& tx, social::AccountUpdated const& event);

Result<void> index_posts(JobRun& run, IndexPosts const& job);
Result<void> fill_index(JobRun& run, FillIndex const& job);
Result<void> index_author(JobRun& run, IndexAuthor const& job);

/// At start: begins to fill the index where it has missed something.
Result<void> catch_up(Server& server);
/// Regularly: the index has heard of everything until now.
Result<void> note_seen(Server& server);

}  // namespace skein::search
