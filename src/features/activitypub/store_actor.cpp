// From an actor document to an account: its handle proved first, then one transaction.

#include <algorithm>

#include "core/server.h"
#include "features/activitypub/actor_handle.h"
#include "features/activitypub/actor_jobs.h"
#include "features/activitypub/actor_profile.h"
#include "features/activitypub/actor_rows.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/new_actors.h"
#include "features/activitypub/peers.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_emojis.h"
#include "social/attributions.h"
#include "social/domains.h"
#include "social/media.h"
#include "social/moves.h"

namespace skein::activitypub {
namespace {

using social::Account;
using social::AccountState;

constexpr auto network = social::Network::activitypub;

/// One document on its way into the database.
struct Arrival {
    Server& server;
    ActorDocument const& document;
    Handle handle;                  ///< Proved; empty where the account is known.
    std::optional<AccountId> gone;  ///< Who had the handle, and is no more.
    bool rejects_media = false;
};

Actor row_of(ActorDocument const& document, AccountId account, Time now) {
    json::Writer aliases;
    aliases.array([&] {
        for (auto const& alias : document.also_known_as) aliases.value(alias.str());
    });
    Actor row;
    row.account_id = account;
    row.address = document.id.str();
    row.inbox = document.inbox;
    row.shared_inbox = document.shared_inbox;
    row.outbox = document.outbox;
    row.followers = document.followers;
    row.following = document.following;
    row.featured = document.featured;
    row.featured_tags = document.featured_tags;
    row.also_known_as = aliases.take();
    row.host = document.id.host();
    row.fetched_at = now;
    return row;
}

/// The older one keeps a handle that two actors claim, unless its own server says that it is gone.
Result<std::optional<AccountId>> make_room(Server& server, Handle const& handle,
                                           FetchBudget& budget) {
    TRY(auto const holder, server.db().read([&](db::Tx& tx) {
        return social::find_account_by_name(tx, handle.user, handle.host);
    }));
    if (!holder) return std::nullopt;
    auto const address = Iri::parse(holder->address);
    if (address) {
        auto const fetched = fetch_document(server, *address, budget);
        if (!fetched && fetched.error().code == Errc::gone) return holder->id;
    }
    return fail(Errc::unprocessable, "Another account has this name.",
                handle.str() + " is " + holder->address);
}

/// What the policies about the handle's domain and about the actor's own host say, the stricter.
AccountState state_by_policy(db::Tx& tx, Account const& account, ActorDocument const& document) {
    return std::max(social::state_in_domain(tx, account.domain),
                    social::state_in_domain(tx, document.id.host()));
}

/// The state a document gives: what its own server says is kept apart from what this one decided.
AccountState state_of(db::Tx& tx, Account const& account, ActorDocument const& document,
                      bool was_suspended) {
    if (document.suspended) return AccountState::suspended;
    if (was_suspended) return state_by_policy(tx, account, document);
    return account.state;
}

/// Where the account has moved to, as far as both sides say so; what is not known yet is found out
/// in a job.
Result<std::optional<AccountId>> move_of(Arrival const& arrival, db::Tx& tx, AccountId account) {
    auto const& target = arrival.document.moved_to;
    if (!target) return std::nullopt;
    TRY(auto const mutual,
        find_mutual(arrival.server, tx, arrival.document.id.str(), target->str()));
    if (mutual && *mutual != account) return mutual;
    TRY_OK(link_move_later(tx, account, target->str()));
    return std::nullopt;
}

/// What goes with the account, new or not. `suspended_there`: its own server's word, and nobody's
/// here, is what suspends it.
Result<void> store_rest(Arrival const& arrival, db::Tx& tx, Account const& account,
                        bool suspended_there) {
    auto const& document = arrival.document;
    TRY_OK(put_actor(tx, row_of(document, account.id, tx.now()), suspended_there));
    TRY_OK(store_remote_keys(tx, account.id, document.keys));
    return store_emojis(tx, account.domain, document.emojis);
}

Result<Account> insert(Arrival const& arrival, db::Tx& tx) {
    auto const& document = arrival.document;
    if (arrival.gone) TRY_OK(social::remove_account(tx, *arrival.gone));
    Account account;
    account.network = network;
    account.address = document.id.str();
    account.username = arrival.handle.user;
    account.domain = arrival.handle.host;
    account.created_at = document.published.value_or(tx.now());
    // A policy about the handle's domain is insert_account's affair; one about the actor's own host
    // holds as well.
    auto const of_host = social::state_in_domain(tx, document.id.host());
    account.state = document.suspended ? AccountState::suspended : of_host;
    std::vector<std::string> dropped;
    apply_profile(account, document, arrival.rejects_media, dropped);
    TRY(account, social::insert_account(tx, std::move(account)));
    if (!document.suspended && of_host != AccountState::active && account.state == of_host)
        TRY_OK(social::note_sanction(tx, account.id, of_host));
    TRY_OK(store_rest(arrival, tx, account, document.suspended));
    TRY_OK(social::put_attribution_domains(tx, account.id, document.attribution_domains));
    TRY(auto const moved_to, move_of(arrival, tx, account.id));
    if (moved_to) {
        account.moved_to_id = moved_to;
        TRY_OK(social::update_account(tx, account));
    }
    TRY_OK(count_later(tx, account.id));
    TRY_OK(ask_peer_later(tx, document.id.host()));
    return account;
}

Result<Account> update(Arrival const& arrival, db::Tx& tx, Account account) {
    auto const& document = arrival.document;
    TRY(auto const was_suspended, was_suspended_there(tx, account.id));
    // Whom this server suspended must not come back by saying it of itself and taking it back.
    auto const suspended_here = account.state == AccountState::suspended && !was_suspended;
    TRY_OK(store_rest(arrival, tx, account, document.suspended && !suspended_here));
    std::vector<std::string> dropped;
    auto changed = apply_profile(account, document, arrival.rejects_media, dropped);
    auto const state = state_of(tx, account, document, was_suspended);
    TRY(auto const moved_to, move_of(arrival, tx, account.id));
    TRY(auto const attributed,
        social::put_attribution_domains(tx, account.id, document.attribution_domains));
    changed |= attributed || state != account.state || moved_to != account.moved_to_id;
    account.state = state;
    account.moved_to_id = moved_to;
    for (auto const& file : dropped) TRY_OK(social::remove_file(tx, file));
    if (changed) TRY_OK(social::update_account(tx, account));
    return account;
}

}  // namespace

Result<Account> store_actor(Server& server, ActorDocument const& document, FetchBudget& budget) {
    if (is_ours(server, document.id.str()))
        return fail(Errc::forbidden, "", "an actor that claims to be ours");
    TRY_OK(check_host(server, document.id.host()));
    auto const& book = server.part<social::DomainBook>();
    Arrival arrival{server, document, {}, {}, book.verdict(document.id.host()).reject_media};
    auto const find_stored = [&](db::Tx& tx) {
        return social::find_account_by_address(tx, network, document.id.str());
    };
    TRY(auto const known, server.db().read(find_stored));
    if (!known) {
        TRY_OK(admit_new_actor(server, document.id.host()));
        TRY(arrival.handle, verify_handle(server, document, budget));
        TRY(arrival.gone, make_room(server, arrival.handle, budget));
    }
    auto const store = [&](db::Tx& tx) -> Result<Account> {
        TRY(auto stored, find_stored(tx));
        if (stored) return update(arrival, tx, *std::move(stored));
        if (arrival.handle.user.empty())
            return fail(Errc::conflict, "", "the account was removed meanwhile");
        return insert(arrival, tx);
    };
    return server.db().write(store, db::Urgency::background);
}

}  // namespace skein::activitypub
