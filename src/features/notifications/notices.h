// Who is told of what: the event handlers and the jobs that write notifications.
//
// A handler tells the few people an event names (the author, those mentioned) at once; whoever may
// be many (followers who asked to be told of every post, people who boosted an edited one) is told
// by a job, in batches.
#pragma once

#include "core/jobs.h"
#include "social/events.h"

namespace skein::notifications {

/// Tells the followers who asked to be told of every post of this author.
struct NotifyFollowers {
    static constexpr std::string_view name = "notifications.notify_followers";
    StatusId status;
    auto row() { return std::tie(status); }
};
Result<void> notify_followers(JobRun& run, NotifyFollowers const& job);

/// Tells the local people who boosted this post that it was edited.
struct NotifyBoosters {
    static constexpr std::string_view name = "notifications.notify_boosters";
    StatusId status;
    auto row() { return std::tie(status); }
};
Result<void> notify_boosters(JobRun& run, NotifyBoosters const& job);

/// Tells the local people who voted in the poll of this post that it has ended.
struct NotifyVoters {
    static constexpr std::string_view name = "notifications.notify_voters";
    StatusId status;
    auto row() { return std::tie(status); }
};
Result<void> notify_voters(JobRun& run, NotifyVoters const& job);

/// Tells the local people who quote this post that it was edited.
struct NotifyQuoters {
    static constexpr std::string_view name = "notifications.notify_quoters";
    StatusId status;
    auto row() { return std::tie(status); }
};
Result<void> notify_quoters(JobRun& run, NotifyQuoters const& job);

Result<void> tell_of_status(db::Tx& tx, social::StatusPublished const& event);
Result<void> tell_of_edit(db::Tx& tx, social::StatusEdited const& event);
Result<void> tell_of_poll_end(db::Tx& tx, social::PollEnded const& event);
/// Of a quote with consent, until the consent is taken back.
Result<void> tell_of_quote(db::Tx& tx, social::QuoteDecided const& event);
Result<void> forget_boost(db::Tx& tx, social::StatusRemoved const& event);
Result<void> tell_of_favourite(db::Tx& tx, social::FavouriteAdded const& event);
/// Apps know no reactions: they are told as favourites are.
Result<void> tell_of_reaction(db::Tx& tx, social::ReactionAdded const& event);
Result<void> forget_reaction(db::Tx& tx, social::ReactionRemoved const& event);
/// Those who run the server, of somebody who is in now.
Result<void> tell_of_confirmed(db::Tx& tx, social::UserConfirmed const& event);
Result<void> tell_of_approved(db::Tx& tx, social::UserApproved const& event);
/// Whom one accepted once and shuts out now is a stranger again.
Result<void> forbid_blocked(db::Tx& tx, social::AccountBlocked const& event);
Result<void> forbid_muted(db::Tx& tx, social::AccountMuted const& event);
/// Those who may work on reports.
Result<void> tell_of_report(db::Tx& tx, social::ReportFiled const& event);
Result<void> forget_favourite(db::Tx& tx, social::FavouriteRemoved const& event);
Result<void> tell_of_follow(db::Tx& tx, social::FollowAccepted const& event);
Result<void> forget_follow(db::Tx& tx, social::FollowRemoved const& event);
Result<void> tell_of_request(db::Tx& tx, social::FollowRequested const& event);
Result<void> forget_request(db::Tx& tx, social::FollowRequestRemoved const& event);

}  // namespace skein::notifications
