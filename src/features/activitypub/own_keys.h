// Making the keys of new accounts before anybody asks for them; who asks for them is in keys.h.
#pragma once

#include <tuple>

#include "core/jobs.h"
#include "social/events.h"

namespace skein::activitypub {

/// Makes the keys of the newest local accounts that have none yet: a few, because each takes a
/// seventh of a second; of many made at once (an import) the others wait until they are needed.
struct MakeOwnKeys {
    static constexpr std::string_view name = "activitypub.make_own_keys";
    auto row() { return std::tuple<>(); }
};
Result<void> make_own_keys_later(db::Tx& tx, social::AccountCreated const& event);
Result<void> make_own_keys(JobRun& run, MakeOwnKeys const& job);

/// Before the server starts.
void install_own_keys(Server& server);

}  // namespace skein::activitypub
