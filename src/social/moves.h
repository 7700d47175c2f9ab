// Moving: an account says that its owner is now another one, which must name it as an alias.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/jobs.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein {
class Server;
}

namespace skein::social {

inline constexpr std::size_t aliases_max = 20;
inline constexpr auto move_pause = std::chrono::days(30);
inline constexpr auto remote_move_pause = std::chrono::days(7);

/// Addresses (as Account::address, or the id we give a local account) that a local account says are
/// its own as well.
Result<std::vector<std::string>> list_aliases(db::Tx& tx, AccountId account);
/// Errc::unprocessable beyond `aliases_max`. Publishes AccountUpdated.
Result<void> add_alias(db::Tx& tx, AccountId account, std::string_view address);
Result<void> remove_alias(db::Tx& tx, AccountId account, std::string_view address);

/// A local account moves away: its profile leads to `target`, it posts no more, its followers
/// follow it. The caller has seen that `target` names it as an alias (fetched anew when remote).
/// Errc::unprocessable within `move_pause` of the last move. Publishes AccountMoved.
Result<void> move_account(db::Tx& tx, AccountId account, AccountId target);
/// Takes a local account's redirect back.
Result<void> end_move(db::Tx& tx, AccountId account);

/// Another server's account has moved, which the caller has proved: notes it, and lets each local
/// follower follow `target` and then no longer `account`, in jobs. Errc::conflict when it moved
/// less than seven days ago.
Result<void> follow_move(db::Tx& tx, AccountId account, AccountId target);

/// When it moved last, whether or not the redirect still stands.
Result<std::optional<Time>> find_last_move(db::Tx& tx, AccountId account);

/// Takes an account of another server away with everything it made, in jobs; at once it is shown to
/// nobody, and its address is free. Publishes AccountRemoved.
Result<void> remove_account(db::Tx& tx, AccountId account);

void install_moves(Server& server);

}  // namespace skein::social
