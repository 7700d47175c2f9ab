#include "features/notifications/notices.h"

#include "core/server.h"
#include "social/notification_policy.h"
#include "social/notification_subjects.h"
#include "social/notifications.h"
#include "social/reactions.h"
#include "social/standing.h"
#include "social/statuses.h"
#include "social/users.h"

namespace skein::notifications {
namespace {

using social::NotificationKind;

/// So many people are told in one transaction.
constexpr std::int64_t batch_max = 200;

// Local people who are named in a post.
db::Query<AccountId> const list_local_mentioned{
    "mentions.list_local",
    "SELECT m.account_id FROM mentions m JOIN homes h ON h.account_id = m.account_id "
    "WHERE m.status_id = $1 AND m.silent = FALSE ORDER BY m.account_id LIMIT $2"};
constexpr std::int64_t mentioned_max = 200;

db::Query<AccountId> const list_notified_followers{
    "follows.list_notified",
    "SELECT account_id FROM follows WHERE target_id = $1 AND notify AND account_id > $2 "
    "ORDER BY account_id LIMIT $3"};
db::Query<AccountId> const list_local_boosters{
    "statuses.list_local_boosters",
    "SELECT account_id FROM statuses WHERE boost_of_id = $1 AND network = 0 AND account_id > $2 "
    "ORDER BY account_id LIMIT $3"};

db::Query<StatusId> const find_favourite{
    "favourites.find_status",
    "SELECT status_id FROM favourites WHERE account_id = $1 AND status_id = $2"};

db::Query<AccountId> const list_moderators{
    "users.list_moderators",
    "SELECT u.account_id FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.role > 0 "
    "AND " SKEIN_MAY_ACT("u", "a") " ORDER BY u.id LIMIT $1"};
constexpr std::int64_t moderators_max = 100;

db::Query<AccountId> const list_local_voters{
    "poll_votes.list_local",
    "SELECT v.account_id FROM polls p JOIN poll_votes v ON v.poll_id = p.id "
    "JOIN homes h ON h.account_id = v.account_id WHERE p.status_id = $1 AND v.account_id > $2 "
    "ORDER BY v.account_id LIMIT $3"};

struct Quoter {
    StatusId status;
    AccountId account;
    auto row() { return std::tie(status, account); }
};
db::Query<Quoter> const list_local_quoters{
    "quotes.list_local",
    "SELECT q.status_id, q.account_id FROM quotes q JOIN homes h ON h.account_id = q.account_id "
    "WHERE q.quoted_id = $1 AND q.state = 1 AND q.status_id > $2 ORDER BY q.status_id LIMIT $3"};

std::int64_t place_of(AccountId account) { return account.value; }
std::int64_t place_of(Quoter const& quoter) { return quoter.status.value; }

Result<void> tell_mentioned(db::Tx& tx, StatusId status, AccountId author) {
    TRY(auto const mentioned, tx.list(list_local_mentioned, status, mentioned_max));
    for (auto const account : mentioned)
        TRY_OK(social::notify(tx, account, NotificationKind::mention, author, status));
    return {};
}

/// Followers who asked for it are told of posts, not of boosts, nor of answers to others.
bool is_news(social::StatusPublished const& event) {
    auto const for_followers = event.visibility == social::Visibility::public_ ||
                               event.visibility == social::Visibility::unlisted ||
                               event.visibility == social::Visibility::private_;
    auto const answers_others = event.in_reply_to && event.in_reply_to_account != event.author;
    return for_followers && !event.boost_of && !answers_others;
}

/// Runs `tell` for each row of the query, in batches that are transactions of their own. Running
/// twice is harmless: nobody is told twice of the same.
template <class Row, class Tell>
Result<void> tell_in_batches(Server& server, db::Query<Row> const& query, std::int64_t subject,
                             Tell const& tell) {
    std::int64_t after = 0;
    for (;;) {
        TRY(auto const batch, server.db().read([&](db::Tx& tx) {
            return tx.list(query, subject, after, batch_max);
        }));
        if (batch.empty()) return {};
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                for (auto const& row : batch) TRY_OK(tell(tx, row));
                return {};
            },
            db::Urgency::background));
        after = place_of(batch.back());
    }
}

/// Whoever is confirmed and let in, in whichever order.
Result<void> tell_of_sign_up(db::Tx& tx, UserId id) {
    TRY(auto const user, social::find_user(tx, id));
    if (!user || !user->confirmed_at || !user->approved_at) return {};
    TRY(auto const moderators, tx.list(list_moderators, moderators_max));
    for (auto const moderator : moderators)
        TRY_OK(social::notify(tx, moderator, NotificationKind::admin_sign_up, user->account_id,
                              std::nullopt));
    return {};
}

Result<std::optional<social::Status>> find_subject(Server& server, StatusId id) {
    return server.db().read([&](db::Tx& tx) { return social::find_status(tx, id); });
}

}  // namespace

Result<void> notify_followers(JobRun& run, NotifyFollowers const& job) {
    TRY(auto const status, find_subject(run.server(), job.status));
    if (!status) return {};
    return tell_in_batches(run.server(), list_notified_followers, status->account_id.value,
                           [&](db::Tx& tx, AccountId follower) {
                               return social::notify(tx, follower, NotificationKind::status,
                                                     status->account_id, status->id);
                           });
}

Result<void> notify_boosters(JobRun& run, NotifyBoosters const& job) {
    TRY(auto const status, find_subject(run.server(), job.status));
    if (!status) return {};
    // The newest edit is what people are told of, so an older notice makes room.
    return tell_in_batches(
        run.server(), list_local_boosters, job.status.value,
        [&](db::Tx& tx, AccountId booster) -> Result<void> {
            TRY_OK(social::remove_notifications(tx, booster, NotificationKind::update,
                                                status->account_id, status->id));
            return social::notify(tx, booster, NotificationKind::update, status->account_id,
                                  status->id);
        });
}

Result<void> notify_voters(JobRun& run, NotifyVoters const& job) {
    TRY(auto const status, find_subject(run.server(), job.status));
    if (!status) return {};
    return tell_in_batches(run.server(), list_local_voters, job.status.value,
                           [&](db::Tx& tx, AccountId voter) {
                               return social::notify(tx, voter, NotificationKind::poll,
                                                     status->account_id, status->id);
                           });
}

Result<void> notify_quoters(JobRun& run, NotifyQuoters const& job) {
    TRY(auto const status, find_subject(run.server(), job.status));
    if (!status) return {};
    return tell_in_batches(
        run.server(), list_local_quoters, job.status.value,
        [&](db::Tx& tx, Quoter const& quoter) -> Result<void> {
            TRY_OK(social::remove_notifications(tx, quoter.account, NotificationKind::quoted_update,
                                                status->account_id, quoter.status));
            return social::notify(tx, quoter.account, NotificationKind::quoted_update,
                                  status->account_id, quoter.status);
        });
}

Result<void> tell_of_status(db::Tx& tx, social::StatusPublished const& event) {
    if (event.quiet) return {};
    if (event.boost_of && event.boosted_author)
        return social::notify(tx, *event.boosted_author, NotificationKind::boost, event.author,
                              event.boost_of);
    TRY_OK(tell_mentioned(tx, event.status, event.author));
    if (!is_news(event)) return {};
    TRY(auto const anybody, tx.find(list_notified_followers, event.author, AccountId{}, 1));
    return anybody ? enqueue(tx, NotifyFollowers{event.status}) : ok();
}

Result<void> tell_of_edit(db::Tx& tx, social::StatusEdited const& event) {
    TRY_OK(tell_mentioned(tx, event.status, event.author));
    TRY(auto const anybody, tx.find(list_local_boosters, event.status, AccountId{}, 1));
    if (anybody) TRY_OK(enqueue(tx, NotifyBoosters{event.status}));
    TRY(auto const quoter, tx.find(list_local_quoters, event.status, StatusId{}, 1));
    return quoter ? enqueue(tx, NotifyQuoters{event.status}) : ok();
}

Result<void> tell_of_poll_end(db::Tx& tx, social::PollEnded const& event) {
    TRY_OK(social::notify(tx, event.author, NotificationKind::poll, event.author, event.status));
    return enqueue(tx, NotifyVoters{event.status});
}

Result<void> tell_of_quote(db::Tx& tx, social::QuoteDecided const& event) {
    if (event.state == social::QuoteState::accepted)
        return social::notify(tx, event.quoted_author, NotificationKind::quote, event.author,
                              event.status);
    return social::remove_notifications(tx, event.quoted_author, NotificationKind::quote,
                                        event.author, event.status);
}

Result<void> forget_boost(db::Tx& tx, social::StatusRemoved const& event) {
    if (!event.boost_of) return {};
    TRY(auto const original, social::find_status(tx, *event.boost_of));
    if (!original) return {};
    return social::remove_notifications(tx, original->account_id, NotificationKind::boost,
                                        event.author, original->id);
}

Result<void> tell_of_favourite(db::Tx& tx, social::FavouriteAdded const& event) {
    return social::notify(tx, event.author, NotificationKind::favourite, event.account,
                          event.status);
}

/// A favourite and reactions of one account are one notification.
Result<void> forget_favourite(db::Tx& tx, social::FavouriteRemoved const& event) {
    TRY(auto const others, social::list_reactions(tx, event.status, event.account));
    if (!others.empty()) return {};
    return social::remove_notifications(tx, event.author, NotificationKind::favourite,
                                        event.account, event.status);
}

Result<void> tell_of_reaction(db::Tx& tx, social::ReactionAdded const& event) {
    return social::notify(tx, event.author, NotificationKind::favourite, event.account,
                          event.status);
}

Result<void> forget_reaction(db::Tx& tx, social::ReactionRemoved const& event) {
    TRY(auto const others, social::list_reactions(tx, event.status, event.account));
    TRY(auto const favourite, tx.find(find_favourite, event.account, event.status));
    if (favourite || !others.empty()) return {};
    return social::remove_notifications(tx, event.author, NotificationKind::favourite,
                                        event.account, event.status);
}

Result<void> tell_of_confirmed(db::Tx& tx, social::UserConfirmed const& event) {
    return tell_of_sign_up(tx, event.user);
}

Result<void> tell_of_approved(db::Tx& tx, social::UserApproved const& event) {
    return tell_of_sign_up(tx, event.user);
}

Result<void> forbid_blocked(db::Tx& tx, social::AccountBlocked const& event) {
    return social::forbid_notifications(tx, event.account, event.target);
}

Result<void> forbid_muted(db::Tx& tx, social::AccountMuted const& event) {
    return social::forbid_notifications(tx, event.account, event.target);
}

Result<void> tell_of_report(db::Tx& tx, social::ReportFiled const& event) {
    TRY(auto const report, social::find_report(tx, event.report));
    if (!report) return {};
    TRY(auto const moderators, tx.list(list_moderators, moderators_max));
    for (auto const moderator : moderators)
        if (moderator != report->account_id)
            TRY_OK(social::notify_about(tx, moderator, NotificationKind::admin_report,
                                        report->account_id, report->id.value));
    return {};
}

Result<void> tell_of_follow(db::Tx& tx, social::FollowAccepted const& event) {
    // Who let somebody follow knows it; only the question disappears.
    if (event.requested)
        return social::remove_notifications(tx, event.target, NotificationKind::follow_request,
                                            event.account, std::nullopt);
    return social::notify(tx, event.target, NotificationKind::follow, event.account, std::nullopt);
}

Result<void> forget_follow(db::Tx& tx, social::FollowRemoved const& event) {
    return social::remove_notifications(tx, event.target, NotificationKind::follow, event.account,
                                        std::nullopt);
}

Result<void> tell_of_request(db::Tx& tx, social::FollowRequested const& event) {
    return social::notify(tx, event.target, NotificationKind::follow_request, event.account,
                          std::nullopt);
}

Result<void> forget_request(db::Tx& tx, social::FollowRequestRemoved const& event) {
    return social::remove_notifications(tx, event.target, NotificationKind::follow_request,
                                        event.account, std::nullopt);
}

}  // namespace skein::notifications
