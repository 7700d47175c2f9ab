// Relays: servers that pass on public posts to each other. Two kinds: one is known by its inbox, to
// which this server's actor sends a Follow of the public collection (Mastodon); the other by its
// actor, which is followed, follows back, and announces posts (LitePub). Both are chosen by an
// administrator, and count only once they have accepted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

enum class RelayForm : std::int64_t { inbox = 0, actor = 1 };
enum class RelayState : std::int64_t { asked = 0, accepted = 1, refused = 2 };

using RelayId = Id<struct RelayTag>;

/// A row of `activitypub_relays`.
struct Relay {
    RelayId id;
    std::string address;  ///< As the administrator gave it.
    RelayForm form{};
    std::string inbox;
    AccountId account_id;  ///< Of its actor; zero: not known yet.
    RelayState state{};
    Time created_at{};
    auto row() { return std::tie(id, address, form, inbox, account_id, state, created_at); }
};
inline constexpr std::int64_t relays_max = 50;

/// Is it the actor of a relay that an admin subscribed to, and that accepted?
Result<bool> is_subscribed_relay(db::Tx& tx, AccountId account);
Result<std::vector<Relay>> list_relays(db::Tx& tx);
/// Inboxes of those that have accepted.
Result<std::vector<std::string>> list_relay_inboxes(db::Tx& tx);

/// Subscribes: an address that ends with `/inbox` is an inbox, any other one an actor, which is
/// fetched. Waits for other servers. Errc::conflict when it is there, Errc::unprocessable for what
/// is no address, and beyond `relays_max`.
Result<Relay> add_relay(Server& server, std::string_view address);
/// Errc::not_found.
Result<void> remove_relay(Server& server, std::string_view address);

// For the inbox. Each says whether it was about a relay; then nothing else is to be done.

/// An Accept or Reject of a Follow with this id, by this actor.
Result<bool> hear_relay_answer(Server& server, db::Tx& tx, AccountId actor,
                               std::string_view follow_id, bool accepted);
/// A Follow of this server's actor: one by a relay that was subscribed to is accepted.
Result<bool> hear_relay_follow(Server& server, db::Tx& tx, AccountId actor,
                               std::string_view follow_id);

}  // namespace skein::activitypub
