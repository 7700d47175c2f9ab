// What was here, was for everybody, and will not come back: other servers that ask again hear so.
// What not everybody could see leaves nothing behind; it must not betray that it was there.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

/// A row of `activitypub_tombstones`: of a post, or (`id` is `account_id`) of an account.
struct Tombstone {
    std::int64_t id = 0;
    AccountId account_id;
    auto row() { return std::tie(id, account_id); }
};
Result<std::optional<Tombstone>> find_tombstone(db::Tx& tx, std::int64_t id);
std::string tombstone_of(Server const& server, Tombstone const& tombstone);

Result<void> remember_status(db::Tx& tx, social::StatusRemoved const& event);
Result<void> remember_account(db::Tx& tx, social::AccountRemoved const& event);

/// Before the server starts.
void install_tombstones(Server& server);

}  // namespace skein::activitypub
