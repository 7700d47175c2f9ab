// Our own activities, as others name them in their answers: by an address we made, or by what they
// were about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "core/server.h"
#include "platform/db/tx.h"

namespace skein::activitypub {

struct OwnDeed {
    AccountId actor;
    std::string deed;  ///< `follows`, `quote_requests`…
    std::int64_t about = 0;
};

/// What an address of deed_address names; nothing for every other address.
Result<std::optional<OwnDeed>> read_own_deed(Server& server, db::Tx& tx, std::string_view address);

}  // namespace skein::activitypub
