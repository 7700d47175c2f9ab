// The rows of the directory: which accounts want to be found, and when they were last active.
#pragma once

#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein {
class Server;
}

namespace skein::discovery {

/// Whether a row of `accounts` may be recommended to anybody: wants it, is in, is in good standing,
/// and is still where it was.
#define SKEIN_RECOMMENDABLE(account)                                          \
    "(" account ".discoverable = TRUE AND " account ".state = 0 AND " account \
    ".moved_to_id IS "                                                        \
    "NULL AND " account ".memorial = FALSE AND " SKEIN_ADMITTED(account) ")"

struct DirectoryPage {
    bool newest = false, local = false;
    std::int64_t limit = 40, offset = 0;
};
/// Without those whom the viewer (zero: nobody) blocks, mutes or is blocked by.
Result<std::vector<AccountId>> list_directory_page(db::Tx& tx, AccountId viewer,
                                                   DirectoryPage const& page);

Result<void> note_activity(db::Tx& tx, social::StatusPublished const& event);
Result<void> note_account(db::Tx& tx, social::AccountUpdated const& event);
/// Puts in who is missing, and takes out who no longer wants to be there; a schedule.
Result<void> refresh_directory(Server& server);

}  // namespace skein::discovery
