// Accounts and what they are to each other: follows, answers, blocks, profiles, moves, ends,
// reports.

#include <algorithm>

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/delivery/parcels.h"
#include "features/activitypub/delivery/recipients.h"
#include "features/activitypub/delivery/relays.h"
#include "features/activitypub/delivery/spread.h"
#include "features/activitypub/received.h"
#include "features/activitypub/remote_actors.h"
#include "social/events.h"
#include "social/reports.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

/// Several changes of a profile are one.
constexpr auto profile_after = std::chrono::seconds(20);
constexpr std::int64_t inboxes_a_page = 2'000;
constexpr std::size_t everybody_max = 100'000;

/// One key for all that happens between two, in either direction.
std::string subject_of(SpreadBond const& job) {
    auto const incoming = job.bond == Bond::accept || job.bond == Bond::reject;
    auto const first = incoming ? job.other : job.account;
    auto const second = incoming ? job.account : job.other;
    auto const barrier = job.bond == Bond::block || job.bond == Bond::unblock;
    return (barrier ? "block:" : "follow:") + to_string(first) + ":" + to_string(second);
}

/// The id under which another server's actor asked to follow; "" when it is forgotten.
Result<std::string> find_follow_id(db::Tx& tx, AccountId follower, AccountId target) {
    TRY(auto const noted, find_activity(tx, follower, Deed::follow, target.value));
    return noted ? noted->address : std::string();
}

Result<std::string> activity_of(Desk const& desk, SpreadBond const& job, Actor const& other) {
    auto& server = desk.server;
    auto const follow = [&] {
        return follow_activity(server, job.account, job.other, other.address);
    };
    auto const block = [&] {
        return block_activity(server, job.account, job.other, other.address);
    };
    switch (job.bond) {
        case Bond::follow: return follow();
        case Bond::unfollow: return undo_activity(server, job.account, follow());
        case Bond::block: return block();
        case Bond::unblock: return undo_activity(server, job.account, block());
        case Bond::accept:
        case Bond::reject: break;
    }
    TRY(auto const id, find_follow_id(desk.tx, job.other, job.account));
    auto const type = job.bond == Bond::accept ? "Accept" : "Reject";
    return answer_follow_activity(server, type, job.account, id, other.address);
}

Result<std::vector<Parcel>> compose_bond(Desk const& desk, SpreadBond const& job) {
    TRY(auto const other, find_actor(desk.tx, job.other));
    if (!other) return std::vector<Parcel>{};
    Parcel parcel;
    parcel.sender = job.account;
    TRY(parcel.activity, activity_of(desk, job, *other));
    parcel.inboxes = {other->inbox};
    parcel.priority = Priority::person;
    parcel.subject = subject_of(job);
    return std::vector{std::move(parcel)};
}

/// For everybody who follows an account.
Result<std::vector<Parcel>> for_followers(Desk const& desk, AccountId account, std::string activity,
                                          std::string subject) {
    Parcel parcel;
    parcel.sender = account;
    parcel.activity = std::move(activity);
    TRY(parcel.inboxes, list_follower_inboxes(desk.tx, account));
    parcel.subject = std::move(subject);
    return std::vector{std::move(parcel)};
}

Result<std::vector<Parcel>> compose_profile(Desk const& desk, AccountId account) {
    TRY(auto const inboxes, list_follower_inboxes(desk.tx, account));
    if (inboxes.empty()) return std::vector<Parcel>{};
    TRY(auto activity, update_actor_activity(desk, account));
    return for_followers(desk, account, std::move(activity), actor_subject(account));
}

Result<std::vector<Parcel>> compose_move(Desk const& desk, SpreadMove const& job) {
    TRY(auto const target, social::find_account(desk.tx, job.target));
    if (!target) return std::vector<Parcel>{};
    auto activity = move_activity(desk.server, job.account, address_of(desk.server, *target));
    return for_followers(desk, job.account, std::move(activity), actor_subject(job.account));
}

/// Every server somebody of which is known may know the account.
Result<std::vector<std::string>> list_everybody(db::Tx& tx) {
    std::vector<std::string> all;
    while (all.size() < everybody_max) {
        TRY(auto page, list_known_inboxes(tx, all.empty() ? "" : all.back(), inboxes_a_page));
        auto const last = std::ssize(page) < inboxes_a_page;
        all.insert(all.end(), std::make_move_iterator(page.begin()),
                   std::make_move_iterator(page.end()));
        if (last) break;
    }
    return all;
}

Result<std::vector<Parcel>> compose_account_removal(Desk const& desk, AccountId account) {
    Parcel parcel;
    parcel.sender = account;
    parcel.activity = delete_actor_activity(desk.server, account);
    TRY(parcel.inboxes, list_everybody(desk.tx));
    // Relays pass it on to servers of which nobody is known here.
    TRY(auto const relays, list_relay_inboxes(desk.tx));
    parcel.inboxes.insert(parcel.inboxes.end(), relays.begin(), relays.end());
    std::ranges::sort(parcel.inboxes);
    parcel.inboxes.erase(std::ranges::unique(parcel.inboxes).begin(), parcel.inboxes.end());
    parcel.priority = Priority::mass;
    parcel.subject = actor_subject(account);
    return std::vector{std::move(parcel)};
}

Result<std::vector<Parcel>> compose_report(Desk const& desk, ReportId id) {
    TRY(auto const report, social::find_report(desk.tx, id));
    if (!report || !report->forward || report->forwarded) return std::vector<Parcel>{};
    TRY(auto const target, find_actor(desk.tx, report->target_id));
    if (!target) return std::vector<Parcel>{};
    std::vector<std::string> objects{target->address};
    TRY(auto const statuses, social::list_statuses(desk.tx, report->statuses));
    for (auto const& status : statuses)
        if (status.address) objects.push_back(*status.address);
    Parcel parcel;
    parcel.activity = flag_activity(desk.server, *report, objects);
    TRY(parcel.inboxes, list_inboxes_of(desk.tx, {report->target_id}, true));
    parcel.subject = "report:" + to_string(id);
    return std::vector{std::move(parcel)};
}

Result<void> spread_bond(JobRun& run, SpreadBond const& job) {
    return spread(run, job.account, [&](Desk const& desk) { return compose_bond(desk, job); });
}
Result<void> spread_profile(JobRun& run, SpreadProfile const& job) {
    return spread(run, job.account,
                  [&](Desk const& desk) { return compose_profile(desk, job.account); });
}
Result<void> spread_move(JobRun& run, SpreadMove const& job) {
    return spread(run, job.account, [&](Desk const& desk) { return compose_move(desk, job); });
}
Result<void> spread_account_removal(JobRun& run, SpreadAccountRemoval const& job) {
    return spread_end(run, job.account,
                      [&](Desk const& desk) { return compose_account_removal(desk, job.account); });
}
Result<void> spread_report(JobRun& run, SpreadReport const& job) {
    return spread(
        run, AccountId{}, [&](Desk const& desk) { return compose_report(desk, job.report); },
        [&](db::Tx& tx) { return social::note_forwarded(tx, job.report); });
}

/// Only what somebody here does to somebody elsewhere is told.
Result<void> spread_bond_later(db::Tx& tx, SpreadBond const& job) {
    TRY(auto const from_here, may_speak(tx, job.account));
    if (!from_here) return {};
    TRY(auto const stays_here, is_local(tx, job.other));
    if (stays_here) return {};
    return enqueue(tx, job,
                   {.priority = Priority::person, .order_key = spread_order_key(subject_of(job))});
}

Result<void> hear_request(db::Tx& tx, social::FollowRequested const& event) {
    return spread_bond_later(tx, {Bond::follow, event.account, event.target});
}
Result<void> hear_request_removed(db::Tx& tx, social::FollowRequestRemoved const& event) {
    if (event.by_target) return spread_bond_later(tx, {Bond::reject, event.target, event.account});
    return spread_bond_later(tx, {Bond::unfollow, event.account, event.target});
}
Result<void> hear_accepted(db::Tx& tx, social::FollowAccepted const& event) {
    return spread_bond_later(tx, {Bond::accept, event.target, event.account});
}
Result<void> hear_follow_removed(db::Tx& tx, social::FollowRemoved const& event) {
    if (event.by_target) return spread_bond_later(tx, {Bond::reject, event.target, event.account});
    return spread_bond_later(tx, {Bond::unfollow, event.account, event.target});
}
Result<void> hear_blocked(db::Tx& tx, social::AccountBlocked const& event) {
    return spread_bond_later(tx, {Bond::block, event.account, event.target});
}
Result<void> hear_unblocked(db::Tx& tx, social::AccountUnblocked const& event) {
    return spread_bond_later(tx, {Bond::unblock, event.account, event.target});
}

Result<void> hear_updated(db::Tx& tx, social::AccountUpdated const& event) {
    TRY(auto const local, may_speak(tx, event.account));
    if (!local) return {};
    return enqueue(
        tx, SpreadProfile{event.account},
        {.not_before = tx.now() + profile_after, .unique_key = to_string(event.account)});
}
Result<void> hear_moved(db::Tx& tx, social::AccountMoved const& event) {
    TRY(auto const local, is_local(tx, event.account));
    if (!local) return {};
    return enqueue(tx, SpreadMove{event.account, event.target});
}
Result<void> hear_account_removed(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    return enqueue(tx, SpreadAccountRemoval{event.account}, {.priority = Priority::mass});
}
Result<void> hear_report(db::Tx& tx, social::ReportFiled const& event) {
    TRY(auto const report, social::find_report(tx, event.report));
    if (!report || !report->forward || report->forwarded) return {};
    TRY(auto const from_here, is_local(tx, report->account_id));
    TRY(auto const about_here, is_local(tx, report->target_id));
    if (!from_here || about_here) return {};
    return enqueue(tx, SpreadReport{event.report}, {.unique_key = to_string(event.report)});
}

}  // namespace

void install_spread_accounts(Server& server) {
    server.on<social::FollowRequested>(hear_request);
    server.on<social::FollowRequestRemoved>(hear_request_removed);
    server.on<social::FollowAccepted>(hear_accepted);
    server.on<social::FollowRemoved>(hear_follow_removed);
    server.on<social::AccountBlocked>(hear_blocked);
    server.on<social::AccountUnblocked>(hear_unblocked);
    server.on<social::AccountUpdated>(hear_updated);
    server.on<social::AccountMoved>(hear_moved);
    server.on<social::AccountRemoved>(hear_account_removed);
    server.on<social::ReportFiled>(hear_report);
    server.job<SpreadBond>(spread_bond);
    server.job<SpreadProfile>(spread_profile);
    server.job<SpreadMove>(spread_move);
    server.job<SpreadAccountRemoval>(spread_account_removal);
    server.job<SpreadReport>(spread_report);
}

}  // namespace skein::activitypub
