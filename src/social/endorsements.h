// Whom people recommend on their profiles, among those they follow. An endorsement ends with the
// follow.
#pragma once

#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/listed.h"

namespace skein {
class Server;
}

namespace skein::social {

inline constexpr std::int64_t endorsements_max = 200;

/// Does nothing when there is one already. Errc::unprocessable for somebody not followed, or beyond
/// `endorsements_max`.
Result<void> endorse(db::Tx& tx, AccountId account, AccountId target);
Result<void> unendorse(db::Tx& tx, AccountId account, AccountId target);
/// Those that `viewer` (zero: nobody) may be shown: not suspended, and no block between them.
Result<std::vector<Listed<AccountId>>> list_endorsed(db::Tx& tx, AccountId account,
                                                     AccountId viewer, Page const& page);
/// Those of these accounts whom the account recommends.
Result<std::vector<AccountId>> list_endorsed_among(db::Tx& tx, AccountId account,
                                                   std::span<AccountId const> among);

void install_endorsements(Server& server);

}  // namespace skein::social
