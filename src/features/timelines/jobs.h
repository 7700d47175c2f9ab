// The jobs that keep the homes.
#pragma once

#include <string_view>
#include <tuple>

#include "base/ids.h"
#include "core/jobs.h"
#include "social/events.h"

namespace skein::timelines {

/// How long posts are gathered before they are fanned out, and to how many readers. A part of the
/// board.
struct Pace {
    Duration gather_for{};
    std::int64_t fan_out_max = 0;
};

/// Takes every post that waits into the homes.
struct FanOutStatus {
    static constexpr std::string_view name = "timelines.fan_out";
    auto row() { return std::tuple<>(); }
};
Result<void> fan_out_later(db::Tx& tx, social::StatusPublished const& event);
Result<void> fan_out(JobRun& run, FanOutStatus const& job);

/// Fills a home that was emptied, for somebody who has returned.
struct RebuildHome {
    static constexpr std::string_view name = "timelines.rebuild_home";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> rebuild_home(JobRun& run, RebuildHome const& job);

/// Brings the recent posts of everybody followed since then into the follower's home: however many
/// these are, one job.
struct MergeFollows {
    static constexpr std::string_view name = "timelines.merge_follows";
    AccountId account;
    Time since{};
    auto row() { return std::tie(account, since); }
};
Result<void> merge_follows(JobRun& run, MergeFollows const& job);

/// Brings back what one followed account posted while it was muted.
struct MergeFollowed {
    static constexpr std::string_view name = "timelines.merge_followed";
    AccountId account, followed;
    auto row() { return std::tie(account, followed); }
};
Result<void> merge_followed(JobRun& run, MergeFollowed const& job);

/// Brings the recent posts with a tag into the home of somebody who follows it now.
struct MergeTag {
    static constexpr std::string_view name = "timelines.merge_tag";
    AccountId account;
    TagId tag;
    auto row() { return std::tie(account, tag); }
};
Result<void> merge_tag(JobRun& run, MergeTag const& job);

/// Takes what only a tag brought out of one home, where reading skips it already.
struct SweepTag {
    static constexpr std::string_view name = "timelines.sweep_tag";
    AccountId account;
    TagId tag;
    auto row() { return std::tie(account, tag); }
};
Result<void> sweep_tag(JobRun& run, SweepTag const& job);

/// Takes somebody's posts out of one home, where reading skips them already.
struct SweepAuthor {
    static constexpr std::string_view name = "timelines.sweep_author";
    AccountId account, author;
    auto row() { return std::tie(account, author); }
};
Result<void> sweep_author(JobRun& run, SweepAuthor const& job);

/// Takes a removed post out of the homes, where reading skips it already.
struct SweepStatus {
    static constexpr std::string_view name = "timelines.sweep_status";
    StatusId status;
    AccountId author;
    auto row() { return std::tie(status, author); }
};
Result<void> sweep_status(JobRun& run, SweepStatus const& job);

/// Keeps the newest entries of every home; schedules.
Result<void> trim_homes(Server& server);
/// Empties the homes nobody reads any more.
Result<void> retire_homes(Server& server);

}  // namespace skein::timelines
