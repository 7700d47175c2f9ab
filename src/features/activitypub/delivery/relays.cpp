#include "features/activitypub/delivery/relays.h"

#include <algorithm>

#include "base/url.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

#define RELAY_COLUMNS "id, address, form, inbox, account_id, state, created_at"

db::Query<Relay> const list_all{"activitypub_relays.list",
                                "SELECT " RELAY_COLUMNS " FROM activitypub_relays ORDER BY id"};
db::Query<Relay> const find_by_address{"activitypub_relays.find",
                                       "SELECT " RELAY_COLUMNS
                                       " FROM activitypub_relays WHERE address = $1"};
db::Query<RelayId> const find_accepted{
    "activitypub_relays.find_accepted",
    "SELECT id FROM activitypub_relays WHERE account_id = $1 AND account_id <> 0 AND state = 1"};
db::Query<Relay> const find_by_account{
    "activitypub_relays.find_by_account",
    "SELECT " RELAY_COLUMNS " FROM activitypub_relays WHERE account_id = $1 AND account_id <> 0"};
db::Query<std::string> const list_accepted_inboxes{
    "activitypub_relays.list_inboxes",
    "SELECT inbox FROM activitypub_relays WHERE state = 1 ORDER BY id"};
db::Sql const insert_relay{"activitypub_relays.insert",
                           "INSERT INTO activitypub_relays (" RELAY_COLUMNS
                           ") VALUES ($1, $2, $3, $4, $5, $6, $7)"};
db::Sql const note_answer{
    "activitypub_relays.note_answer",
    "UPDATE activitypub_relays SET state = $2, account_id = $3 WHERE id = $1"};
db::Sql const remove_row{"activitypub_relays.remove",
                         "DELETE FROM activitypub_relays WHERE id = $1"};

constexpr AccountId instance_actor{};
constexpr int requests_max = 10;

/// The Follow stands for the relay by its number.
AccountId target_of(Relay const& relay) { return AccountId{relay.id.value}; }

std::string follow_address(Server const& server, Relay const& relay) {
    return deed_address(server, instance_actor, "follows", relay.id.value);
}

std::string follow_of(Server const& server, Relay const& relay) {
    auto const object =
        relay.form == RelayForm::inbox ? std::string(public_collection) : relay.address;
    return follow_activity(server, instance_actor, target_of(relay), object);
}

Result<void> tell(db::Tx& tx, Relay const& relay, std::string activity) {
    return send_parcel(tx, {.sender = instance_actor,
                            .activity = std::move(activity),
                            .inboxes = {relay.inbox},
                            .priority = Priority::person,
                            .subject = "relay:" + to_string(relay.id)});
}

/// Where it is, and who it is as far as that is known yet.
Result<Relay> describe(Server& server, Url const& url) {
    Relay relay;
    relay.address = url.str();
    if (url.path().ends_with("/inbox")) {
        relay.inbox = relay.address;
        return relay;
    }
    relay.form = RelayForm::actor;
    auto const id = Iri::parse(relay.address);
    if (!id) return fail(Errc::unprocessable, "This is no address of a relay: " + relay.address);
    FetchBudget budget{.requests = requests_max};
    TRY(auto const account, ensure_actor(server, *id, budget));
    TRY(auto const actor, server.db().read([&](db::Tx& tx) { return find_actor(tx, account.id); }));
    if (!actor) return fail(Errc::unprocessable, "There is no relay at " + relay.address);
    relay.address = actor->address;
    relay.inbox = actor->inbox;
    relay.account_id = account.id;
    return relay;
}

}  // namespace

Result<bool> is_subscribed_relay(db::Tx& tx, AccountId account) {
    TRY(auto const found, tx.find(find_accepted, account));
    return found.has_value();
}

Result<std::vector<Relay>> list_relays(db::Tx& tx) { return tx.list(list_all); }

Result<std::vector<std::string>> list_relay_inboxes(db::Tx& tx) {
    return tx.list(list_accepted_inboxes);
}

Result<Relay> add_relay(Server& server, std::string_view address) {
    auto const url = Url::parse(address);
    if (!url || (server.secure() && !url->secure()))
        return fail(Errc::unprocessable,
                    "This is no address of a relay: " + std::string(address) +
                        ". Give the https address of its inbox or of its actor.");
    if (is_ours(server, url->str()))
        return fail(Errc::unprocessable, "This server cannot be its own relay.");
    TRY_OK(check_host(server, url->host().str()));
    TRY(auto relay, describe(server, *url));
    return server.db().write([&](db::Tx& tx) -> Result<Relay> {
        TRY(auto const all, list_relays(tx));
        if (std::ranges::find(all, relay.address, &Relay::address) != all.end())
            return fail(Errc::conflict, "This relay is there already: " + relay.address);
        if (std::ssize(all) >= relays_max)
            return fail(Errc::unprocessable,
                        fmt::format("There are {} relays already; remove one first.", relays_max));
        auto stored = relay;
        stored.id = tx.new_id<RelayId>();
        stored.created_at = tx.now();
        TRY_OK(tx.run(insert_relay, stored.id, stored.address, stored.form, stored.inbox,
                      stored.account_id, stored.state, stored.created_at));
        TRY_OK(tell(tx, stored, follow_of(server, stored)));
        return stored;
    });
}

Result<void> remove_relay(Server& server, std::string_view address) {
    auto const url = Url::parse(address);
    auto const wanted = url ? url->str() : std::string(address);
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const relay, tx.find(find_by_address, wanted));
        if (!relay) return fail(Errc::not_found, "There is no such relay: " + wanted);
        TRY_OK(tell(tx, *relay, undo_activity(server, instance_actor, follow_of(server, *relay))));
        TRY_OK(tx.run(remove_row, relay->id));
        return {};
    });
}

Result<bool> hear_relay_answer(Server& server, db::Tx& tx, AccountId actor,
                               std::string_view follow_id, bool accepted) {
    if (!follow_id.starts_with(instance_actor_address(server))) return false;
    TRY(auto const relays, list_relays(tx));
    auto const relay = std::ranges::find_if(
        relays, [&](Relay const& one) { return follow_address(server, one) == follow_id; });
    TRY(auto const answerer, find_actor(tx, actor));
    if (relay == relays.end() || !answerer) return false;
    // Of a relay that is known by its inbox, only its own host may speak.
    auto const inbox = Url::parse(relay->inbox);
    auto const is_it = relay->account_id ? relay->account_id == actor
                                         : inbox && inbox->host().str() == answerer->host;
    if (!is_it) return true;
    TRY_OK(tx.run(note_answer, relay->id, accepted ? RelayState::accepted : RelayState::refused,
                  actor));
    return true;
}

Result<bool> hear_relay_follow(Server& server, db::Tx& tx, AccountId actor,
                               std::string_view follow_id) {
    TRY(auto const relay, tx.find(find_by_account, actor));
    TRY(auto const follower, find_actor(tx, actor));
    if (!relay || !follower) return false;
    TRY_OK(tell(
        tx, *relay,
        answer_follow_activity(server, "Accept", instance_actor, follow_id, follower->address)));
    return true;
}

}  // namespace skein::activitypub
