// The life of this server's own keys: made with an account, before anybody asks for them, and gone
// once nothing that they sign can be on its way any more. Who asks for them is in keys.h.
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

/// Removes the keys of an account that is gone for good. Its last word is signed with them for as
/// long as that is worth telling, so the job comes back while anything of the account is left to
/// send.
struct RetireOwnKeys {
    static constexpr std::string_view name = "activitypub.retire_own_keys";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> retire_own_keys_later(db::Tx& tx, social::AccountRemoved const& event);
Result<void> retire_own_keys(JobRun& run, RetireOwnKeys const& job);

/// Before the server starts.
void install_own_keys(Server& server);

}  // namespace skein::activitypub
