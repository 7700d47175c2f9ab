// Accept and Reject: what somebody elsewhere says to a follow or a quote of ours. The Follow is
// found by its id, which may be all that is named (Mitra, Misskey), or by follower and followed;
// only the followed account may answer it.

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/activities/own_deeds.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/relays.h"
#include "features/activitypub/stamps.h"
#include "features/activitypub/vocab/properties.h"
#include "social/quotes.h"
#include "social/relations.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

/// What of ours an answer is about: one of both, or nothing.
struct Answered {
    AccountId follower;  ///< Here, of a follow of the answering actor.
    StatusId quoting;    ///< A post of ours that asks to quote one of theirs.
};

/// By the address of the request, which is made from what it is about.
Result<Answered> find_by_address(Received const& received, db::Tx& tx, std::string_view address) {
    TRY(auto const deed, read_own_deed(received.server, tx, address));
    if (!deed) return Answered{};
    if (deed->deed == "follows" && deed->about == received.actor.account().value)
        return Answered{deed->actor, {}};
    if (deed->deed == "quote_requests") return Answered{{}, StatusId{deed->about}};
    return Answered{};
}

/// By who follows whom. What names somebody else as followed is not for this actor to answer.
Result<Answered> find_follow(Received const& received, db::Tx& tx, json::Value object) {
    auto const follower = id_of(object, "actor");
    auto const followed = id_of(object, "object");
    if (!follower || followed != received.actor.id()) return Answered{};
    TRY(auto const account, find_own_account(received.server, tx, follower->str()));
    return Answered{account.value_or(AccountId{}), {}};
}

Result<Answered> find_quote_request(Received const& received, db::Tx& tx, json::Value object) {
    auto const quoting = id_of(object, "instrument");
    if (!quoting) return Answered{};
    TRY(auto const status, find_own_status(received.server, tx, quoting->str()));
    return Answered{{}, status.value_or(StatusId{})};
}

/// Nothing for what has another type: an answer to a reply or a like is none to a follow.
Result<Answered> find_answered(Received const& received, db::Tx& tx) {
    auto const object = first_of(received.activity, "object");
    if (!object) return Answered{};
    if (object->is_object()) {
        if (has_type(*object, "QuoteRequest")) return find_quote_request(received, tx, *object);
        if (has_type(*object, "Follow")) {
            TRY(auto const found, find_follow(received, tx, *object));
            if (found.follower || id_of(*object, "actor")) return found;
        } else if (!types_of(*object).empty()) {
            return Answered{};
        }
    }
    return find_by_address(received, tx, id_text(*object));
}

Result<bool> is_requested(db::Tx& tx, AccountId follower, AccountId followed) {
    TRY(auto const relations, social::list_relationships(tx, follower, std::span(&followed, 1)));
    return !relations.empty() && relations.front().requested;
}

Result<void> accept_follow(db::Tx& tx, Received const& received, AccountId follower) {
    auto const followed = received.actor.account();
    TRY(auto const requested, is_requested(tx, follower, followed));
    return requested ? social::accept_follow_request(tx, followed, follower) : Result<void>{};
}

/// Also of what was accepted before: then it removes the follower.
Result<void> reject_follow(db::Tx& tx, Received const& received, AccountId follower) {
    auto const followed = received.actor.account();
    TRY(auto const requested, is_requested(tx, follower, followed));
    if (requested) return social::reject_follow_request(tx, followed, follower);
    return social::remove_follower(tx, followed, follower);
}

/// A quote of ours whose quoted author answers.
struct AskedQuote {
    social::Quote quote;
    std::string quoting, quoted;  ///< Addresses.
};
Result<std::optional<AskedQuote>> find_asked(db::Tx& tx, Received const& received, StatusId id) {
    TRY(auto const quote, social::find_quote(tx, id));
    if (!quote || quote->quoted_account_id != received.actor.account()) return std::nullopt;
    TRY(auto const quoting, social::load_status(tx, id));
    TRY(auto const quoted, social::load_status(tx, quote->quoted_id));
    if (quoting.network != social::Network::local || !quoted.address) return std::nullopt;
    return AskedQuote{*quote, status_address(received.server, quoting.account_id, id),
                      *quoted.address};
}

Result<void> accept_quote(Received const& received, StatusId quoting_id) {
    auto& server = received.server;
    TRY(auto const asked,
        server.db().read([&](db::Tx& tx) { return find_asked(tx, received, quoting_id); }));
    auto const stamp = id_of(received.activity, "result");
    if (!asked || !stamp) return {};
    auto const quoting = Iri::parse(asked->quoting);
    auto const quoted = Iri::parse(asked->quoted);
    if (!quoting || !quoted) return {};
    TRY(auto const genuine,
        verify_stamp(server, {*stamp, *quoting, *quoted, received.actor.id()}, received.budget));
    if (!genuine) return fail(Errc::forbidden, "", "a stamp that says something else");
    return received.finish([&](db::Tx& tx) {
        return social::decide_quote(tx, asked->quote, social::QuoteState::accepted, stamp->str());
    });
}

/// Also of what was accepted before: then consent is taken back.
Result<void> reject_quote(db::Tx& tx, Received const& received, StatusId quoting) {
    TRY(auto const asked, find_asked(tx, received, quoting));
    if (!asked) return {};
    auto const was_accepted = asked->quote.state == social::QuoteState::accepted;
    return social::decide_quote(
        tx, asked->quote, was_accepted ? social::QuoteState::revoked : social::QuoteState::rejected,
        asked->quote.authorization);
}

/// A relay that an admin subscribed to.
Result<void> hear_relay(db::Tx& tx, Received const& received, bool accepted) {
    auto const object = received.object_id();
    if (!object) return {};
    TRY_OK(
        hear_relay_answer(received.server, tx, received.actor.account(), object->str(), accepted));
    return {};
}

}  // namespace

Result<void> receive_accept(Received const& received) {
    TRY(auto const answered,
        received.server.db().read([&](db::Tx& tx) { return find_answered(received, tx); }));
    if (answered.quoting) return accept_quote(received, answered.quoting);
    return received.finish([&](db::Tx& tx) -> Result<void> {
        if (answered.follower) return accept_follow(tx, received, answered.follower);
        return hear_relay(tx, received, true);
    });
}

Result<void> receive_reject(Received const& received) {
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const answered, find_answered(received, tx));
        if (answered.quoting) return reject_quote(tx, received, answered.quoting);
        if (answered.follower) return reject_follow(tx, received, answered.follower);
        return hear_relay(tx, received, false);
    });
}

}  // namespace skein::activitypub
