// Posts: Create, Announce, Update, Delete, and what is pinned.

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/reached.h"
#include "features/activitypub/delivery/recipients.h"
#include "features/activitypub/delivery/spread.h"
#include "social/accounts.h"
#include "social/events.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

using social::Visibility;

constexpr std::size_t few_inboxes = 20;
/// Changes of the counts of a poll are told together.
constexpr auto counts_after = std::chrono::minutes(1);

std::string subject_of(StatusId status) { return "status:" + to_string(status); }

/// Who waits for it: one person for a letter, many for nothing in particular.
Priority priority_of(Visibility visibility, std::size_t inboxes) {
    if (visibility == Visibility::direct) return Priority::person;
    return inboxes <= few_inboxes ? Priority::normal : Priority::mass;
}

bool is_open(Visibility visibility) { return social::counts_for_all(visibility); }

/// A post of somebody here who may speak.
Result<std::optional<social::Status>> find_own(db::Tx& tx, StatusId id) {
    TRY(auto status, social::find_status(tx, id));
    if (!status || status->network != social::Network::local) return std::nullopt;
    TRY(auto const author, social::find_account(tx, status->account_id));
    if (!author || author->state == social::AccountState::suspended) return std::nullopt;
    return status;
}

Parcel parcel_about(social::Status const& status, std::string activity,
                    std::vector<std::string> inboxes) {
    auto const priority = priority_of(status.visibility, inboxes.size());
    return {.sender = status.account_id,
            .activity = std::move(activity),
            .inboxes = std::move(inboxes),
            .priority = priority,
            .subject = subject_of(status.id),
            .status = status.id,
            .to_followers = status.visibility == Visibility::private_};
}

Result<std::vector<Parcel>> compose_status(Desk const& desk, StatusId id) {
    TRY(auto const status, find_own(desk.tx, id));
    if (!status) return std::vector<Parcel>{};
    TRY(auto const who, recipients_of(desk.tx, *status));
    TRY(auto inboxes, list_recipients(desk.tx, who));
    if (inboxes.empty()) return std::vector<Parcel>{};
    TRY(auto activity,
        status->boost_of_id ? announce_activity(desk, id) : create_activity(desk, id));
    return std::vector{parcel_about(*status, std::move(activity), std::move(inboxes))};
}

Result<std::vector<Parcel>> compose_update(Desk const& desk, StatusId id) {
    TRY(auto const status, find_own(desk.tx, id));
    if (!status || status->boost_of_id) return std::vector<Parcel>{};
    TRY(auto who, recipients_of(desk.tx, *status));
    // What is not for everybody goes only to those it is for now.
    if (is_open(status->visibility)) who.known_to = who.touched = id;
    TRY(auto inboxes, list_recipients(desk.tx, who));
    if (inboxes.empty()) return std::vector<Parcel>{};
    TRY(auto activity, update_status_activity(desk, id));
    return std::vector{parcel_about(*status, std::move(activity), std::move(inboxes))};
}

/// The address of a post, wherever it is from; "" when it is not here any more.
Result<std::string> find_address(Desk const& desk, StatusId id) {
    TRY(auto const status, social::find_status(desk.tx, id));
    if (!status) return std::string();
    if (status->address) return *status->address;
    return status_address(desk.server, status->account_id, id);
}

Result<std::vector<Parcel>> compose_removal(Desk const& desk, SpreadRemoval const& job) {
    TRY(auto const reached, list_reached(desk.tx, job.status));
    // Nobody was told of it.
    if (reached.empty()) return std::vector<Parcel>{};
    TRY(auto const author, social::find_account(desk.tx, job.author));
    if (!author) return std::vector<Parcel>{};
    Recipients who;
    who.known_to = job.status;
    who.relays = job.visibility == Visibility::public_;
    if (job.visibility != Visibility::direct) who.followers_of = job.author;
    std::string activity;
    if (job.boost_of) {
        TRY(auto const original, find_address(desk, *job.boost_of));
        // Its own end says it all.
        if (original.empty()) return std::vector<Parcel>{};
        activity =
            undo_announce_activity(desk.server, job.author, job.status, job.visibility, original);
    } else {
        activity = delete_status_activity(desk.server, job.author, job.status, job.visibility);
    }
    TRY(auto inboxes, list_recipients(desk.tx, who));
    Parcel parcel;
    parcel.sender = job.author;
    parcel.activity = std::move(activity);
    parcel.inboxes = std::move(inboxes);
    parcel.priority = Priority::mass;
    parcel.subject = subject_of(job.status);
    parcel.status = job.status;
    return std::vector{std::move(parcel)};
}

Result<std::vector<Parcel>> compose_pin(Desk const& desk, SpreadPin const& job) {
    TRY(auto const status, find_own(desk.tx, job.status));
    if (!status || !is_open(status->visibility)) return std::vector<Parcel>{};
    Recipients who;
    who.followers_of = job.account;
    TRY(auto inboxes, list_recipients(desk.tx, who));
    Parcel parcel;
    parcel.sender = job.account;
    parcel.activity = pin_activity(desk.server, job.account, job.status, job.is_pinned);
    parcel.inboxes = std::move(inboxes);
    parcel.priority = Priority::mass;
    parcel.subject = "pin:" + to_string(job.status);
    return std::vector{std::move(parcel)};
}

Result<void> spread_status(JobRun& run, SpreadStatus const& job) {
    return spread(run, job.author,
                  [&](Desk const& desk) { return compose_status(desk, job.status); });
}
Result<void> spread_update(JobRun& run, SpreadUpdate const& job) {
    return spread(run, job.author,
                  [&](Desk const& desk) { return compose_update(desk, job.status); });
}
Result<void> spread_removal(JobRun& run, SpreadRemoval const& job) {
    return spread(
        run, job.author, [&](Desk const& desk) { return compose_removal(desk, job); },
        [&](db::Tx& tx) { return forget_reached(tx, job.status); });
}
Result<void> spread_pin(JobRun& run, SpreadPin const& job) {
    return spread(run, job.account, [&](Desk const& desk) { return compose_pin(desk, job); });
}

/// Somebody elsewhere answered or boosted a post of this server: they hear of its end.
Result<void> note_touch(db::Tx& tx, social::StatusPublished const& event) {
    if (event.network != social::Network::activitypub) return {};
    auto const note = [&](std::optional<StatusId> status,
                          std::optional<AccountId> author) -> Result<void> {
        if (!status || !author) return {};
        TRY(auto const local, is_local(tx, *author));
        return local ? add_reached_by(tx, *status, event.author) : Result<void>{};
    };
    TRY_OK(note(event.in_reply_to, event.in_reply_to_account));
    return note(event.boost_of, event.boosted_author);
}

Result<void> hear_published(db::Tx& tx, social::StatusPublished const& event) {
    if (event.network != social::Network::local) return note_touch(tx, event);
    if (event.quiet || event.visibility == Visibility::limited) return {};
    TRY(auto const worth_a_job, may_have_recipients(tx, event));
    if (!worth_a_job) return {};
    auto const priority =
        event.visibility == Visibility::direct ? Priority::person : Priority::normal;
    return enqueue(tx, SpreadStatus{event.status, event.author},
                   {.priority = priority, .order_key = spread_order_key(subject_of(event.status))});
}

Result<void> hear_edited(db::Tx& tx, social::StatusEdited const& event) {
    TRY(auto const local, is_local(tx, event.author));
    return local ? spread_update_later(tx, event.status, event.author, {}) : Result<void>{};
}

Result<void> hear_policy(db::Tx& tx, social::StatusPolicyChanged const& event) {
    TRY(auto const local, is_local(tx, event.author));
    return local ? spread_update_later(tx, event.status, event.author, {}) : Result<void>{};
}

Result<void> hear_voted(db::Tx& tx, social::PollVoted const& event) {
    TRY(auto const local, is_local(tx, event.author));
    if (!local) return {};
    TRY(auto const voted_here, is_local(tx, event.account));
    if (!voted_here) TRY_OK(add_reached_by(tx, event.status, event.account));
    return spread_update_later(tx, event.status, event.author, counts_after);
}

Result<void> hear_poll_ended(db::Tx& tx, social::PollEnded const& event) {
    TRY(auto const local, is_local(tx, event.author));
    return local ? spread_update_later(tx, event.status, event.author, {}) : Result<void>{};
}

Result<void> hear_removed(db::Tx& tx, social::StatusRemoved const& event) {
    if (event.network != social::Network::local) return {};
    TRY(auto const speaks, may_speak(tx, event.author));
    // The end of the account ends all that it wrote.
    if (!speaks) return forget_reached(tx, event.status);
    return enqueue(
        tx, SpreadRemoval{event.status, event.author, event.visibility, event.boost_of},
        {.priority = Priority::mass, .order_key = spread_order_key(subject_of(event.status))});
}

Result<void> spread_pin_later(db::Tx& tx, AccountId account, StatusId status, bool is_pinned) {
    TRY(auto const local, is_local(tx, account));
    if (!local) return {};
    auto const key = spread_order_key("pin:" + to_string(status));
    return enqueue(tx, SpreadPin{account, status, is_pinned}, {.order_key = key});
}
Result<void> hear_pinned(db::Tx& tx, social::StatusPinned const& event) {
    return spread_pin_later(tx, event.account, event.status, true);
}
Result<void> hear_unpinned(db::Tx& tx, social::StatusUnpinned const& event) {
    return spread_pin_later(tx, event.account, event.status, false);
}

}  // namespace

Result<void> spread_update_later(db::Tx& tx, StatusId status, AccountId author, Duration after) {
    // What is to wait a while must not hold up what comes after it.
    auto order_key = after == Duration{} ? spread_order_key(subject_of(status)) : std::string();
    return enqueue(tx, SpreadUpdate{status, author},
                   {.not_before = tx.now() + after,
                    .unique_key = to_string(status),
                    .order_key = std::move(order_key)});
}

void install_spread_statuses(Server& server) {
    server.on<social::StatusPublished>(hear_published);
    server.on<social::FollowAccepted>(remember_followed);
    server.on<social::StatusEdited>(hear_edited);
    server.on<social::StatusPolicyChanged>(hear_policy);
    server.on<social::StatusRemoved>(hear_removed);
    server.on<social::StatusPinned>(hear_pinned);
    server.on<social::StatusUnpinned>(hear_unpinned);
    server.on<social::PollVoted>(hear_voted);
    server.on<social::PollEnded>(hear_poll_ended);
    server.job<SpreadStatus>(spread_status);
    server.job<SpreadUpdate>(spread_update);
    server.job<SpreadRemoval>(spread_removal);
    server.job<SpreadPin>(spread_pin);
}

}  // namespace skein::activitypub
