// What people do with posts: favourites, votes, quotes.

#include "core/server.h"
#include "features/activitypub/delivery/reached.h"
#include "features/activitypub/delivery/recipients.h"
#include "features/activitypub/delivery/spread.h"
#include "features/activitypub/remote_actors.h"
#include "social/events.h"
#include "social/polls.h"
#include "social/quotes.h"

namespace skein::activitypub {
namespace {

/// Somebody here does something with a post of somebody elsewhere.
Result<bool> goes_out(db::Tx& tx, AccountId account, AccountId author) {
    TRY(auto const from_here, may_speak(tx, account));
    if (!from_here) return false;
    TRY(auto const stays_here, is_local(tx, author));
    return !stays_here;
}

/// A post of another server and its author; nothing when either is not here any more.
struct Foreign {
    std::string address;
    Actor author;
};
Result<std::optional<Foreign>> find_foreign(db::Tx& tx, StatusId id) {
    TRY(auto const status, social::find_status(tx, id));
    if (!status || !status->address) return std::nullopt;
    TRY(auto author, find_actor(tx, status->account_id));
    if (!author) return std::nullopt;
    return Foreign{*status->address, *std::move(author)};
}

Result<std::vector<Parcel>> compose_like(Desk const& desk, SpreadLike const& job) {
    TRY(auto const foreign, find_foreign(desk.tx, job.status));
    if (!foreign) return std::vector<Parcel>{};
    auto activity = like_activity(desk.server, job.account, job.status, foreign->address);
    if (!job.is_liked) activity = undo_activity(desk.server, job.account, activity);
    Parcel parcel;
    parcel.sender = job.account;
    parcel.activity = std::move(activity);
    parcel.inboxes = {foreign->author.inbox};
    parcel.subject = "like:" + to_string(job.account) + ":" + to_string(job.status);
    return std::vector{std::move(parcel)};
}

Result<std::vector<std::string>> list_chosen_titles(db::Tx& tx, SpreadVote const& job) {
    std::vector<std::string> titles;
    TRY(auto const poll, social::find_poll_of(tx, job.status));
    if (!poll) return titles;
    TRY(auto const choices, social::list_choices(tx, job.account, poll->id));
    for (auto const choice : choices)
        if (choice >= 0 && choice < std::ssize(poll->options))
            titles.push_back(poll->options[static_cast<std::size_t>(choice)].title);
    return titles;
}

Result<std::vector<Parcel>> compose_votes(Desk const& desk, SpreadVote const& job) {
    std::vector<Parcel> parcels;
    TRY(auto const foreign, find_foreign(desk.tx, job.status));
    if (!foreign) return parcels;
    TRY(auto titles, list_chosen_titles(desk.tx, job));
    auto const subject = "vote:" + to_string(job.account) + ":" + to_string(job.status);
    VotesIn const votes{job.status, foreign->address, foreign->author.address, std::move(titles)};
    for (auto& activity : vote_activities(desk.server, job.account, votes)) {
        auto& parcel = parcels.emplace_back();
        parcel.sender = job.account;
        parcel.activity = std::move(activity);
        parcel.inboxes = {foreign->author.inbox};
        parcel.subject = subject;
    }
    return parcels;
}

Result<std::vector<Parcel>> compose_quote_request(Desk const& desk, SpreadQuoteRequest const& job) {
    TRY(auto const foreign, find_foreign(desk.tx, job.quoted));
    if (!foreign) return std::vector<Parcel>{};
    Parcel parcel;
    parcel.sender = job.author;
    TRY(parcel.activity, quote_request_activity(desk, job.status, foreign->address));
    parcel.inboxes = {foreign->author.inbox};
    parcel.priority = Priority::person;
    parcel.subject = "quote:" + to_string(job.status);
    return std::vector{std::move(parcel)};
}

/// To all who may show the quote: its author, who has the post that quotes, who follows the quoted.
Result<std::vector<Parcel>> compose_quote_revoked(Desk const& desk, SpreadQuoteRevoked const& job) {
    Recipients who;
    who.accounts = {job.author};
    who.known_to = job.status;
    TRY(auto const quoted, social::find_status(desk.tx, job.quoted));
    if (quoted && social::counts_for_all(quoted->visibility)) who.followers_of = job.quoted_author;
    Parcel parcel;
    parcel.sender = job.quoted_author;
    parcel.activity = delete_stamp_activity(desk.server, job.quoted_author, job.status);
    TRY(parcel.inboxes, list_recipients(desk.tx, who));
    parcel.subject = "quote:" + to_string(job.status);
    return std::vector{std::move(parcel)};
}

Result<void> spread_like(JobRun& run, SpreadLike const& job) {
    return spread(run, job.account, [&](Desk const& desk) { return compose_like(desk, job); });
}
Result<void> spread_vote(JobRun& run, SpreadVote const& job) {
    return spread(run, job.account, [&](Desk const& desk) { return compose_votes(desk, job); });
}
Result<void> spread_quote_request(JobRun& run, SpreadQuoteRequest const& job) {
    return spread(run, job.author,
                  [&](Desk const& desk) { return compose_quote_request(desk, job); });
}
Result<void> spread_quote_revoked(JobRun& run, SpreadQuoteRevoked const& job) {
    return spread(run, job.quoted_author,
                  [&](Desk const& desk) { return compose_quote_revoked(desk, job); });
}

Result<void> spread_like_later(db::Tx& tx, SpreadLike const& job, AccountId author) {
    TRY(auto const outward, goes_out(tx, job.account, author));
    if (!outward) return {};
    auto const key =
        spread_order_key("like:" + to_string(job.account) + ":" + to_string(job.status));
    return enqueue(tx, job, {.order_key = key});
}
Result<void> hear_favourite(db::Tx& tx, social::FavouriteAdded const& event) {
    TRY(auto const from_here, is_local(tx, event.account));
    if (from_here) return spread_like_later(tx, {event.account, event.status, true}, event.author);
    // Its server hears when the post changes or ends.
    TRY(auto const of_here, is_local(tx, event.author));
    return of_here ? add_reached_by(tx, event.status, event.account) : Result<void>{};
}
Result<void> hear_no_favourite(db::Tx& tx, social::FavouriteRemoved const& event) {
    return spread_like_later(tx, {event.account, event.status, false}, event.author);
}

Result<void> hear_vote(db::Tx& tx, social::PollVoted const& event) {
    TRY(auto const outward, goes_out(tx, event.account, event.author));
    if (!outward) return {};
    return enqueue(tx, SpreadVote{event.account, event.status}, {.priority = Priority::person});
}

Result<void> hear_quote_request(db::Tx& tx, social::QuoteRequested const& event) {
    TRY(auto const outward, goes_out(tx, event.author, event.quoted_author));
    if (!outward) return {};
    return enqueue(tx, SpreadQuoteRequest{event.status, event.author, event.quoted},
                   {.priority = Priority::person,
                    .order_key = spread_order_key("quote:" + to_string(event.status))});
}

/// The post that quotes shows now that it may; unless it is being published with that, or is of
/// another server.
Result<void> tell_accepted(db::Tx& tx, social::QuoteDecided const& event) {
    TRY(auto const local, is_local(tx, event.author));
    if (!local) return {};
    TRY(auto const status, social::find_status(tx, event.status));
    if (!status || status->created_at == tx.now()) return {};
    return spread_update_later(tx, event.status, event.author, {});
}

/// Whose post shows one of this server hears when that changes or ends.
Result<void> note_quoter(db::Tx& tx, social::QuoteDecided const& event) {
    TRY(auto const of_here, is_local(tx, event.quoted_author));
    if (!of_here) return {};
    TRY(auto const by_here, is_local(tx, event.author));
    return by_here ? Result<void>{} : add_reached_by(tx, event.quoted, event.author);
}

Result<void> hear_quote_decision(db::Tx& tx, social::QuoteDecided const& event) {
    if (event.state == social::QuoteState::accepted) {
        TRY_OK(note_quoter(tx, event));
        return tell_accepted(tx, event);
    }
    if (event.state != social::QuoteState::revoked) return {};
    TRY(auto const local, is_local(tx, event.quoted_author));
    if (!local) return {};
    return enqueue(
        tx, SpreadQuoteRevoked{event.status, event.author, event.quoted, event.quoted_author},
        {.order_key = spread_order_key("quote:" + to_string(event.status))});
}

}  // namespace

void install_spread_marks(Server& server) {
    server.on<social::FavouriteAdded>(hear_favourite);
    server.on<social::FavouriteRemoved>(hear_no_favourite);
    server.on<social::PollVoted>(hear_vote);
    server.on<social::QuoteRequested>(hear_quote_request);
    server.on<social::QuoteDecided>(hear_quote_decision);
    server.job<SpreadLike>(spread_like);
    server.job<SpreadVote>(spread_vote);
    server.job<SpreadQuoteRequest>(spread_quote_request);
    server.job<SpreadQuoteRevoked>(spread_quote_revoked);
}

}  // namespace skein::activitypub
