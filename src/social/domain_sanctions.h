// What a policy about a domain makes of the accounts that are known from there: their state, the
// relationships with people here, what they wrote. All in jobs, which look at the policies as they
// are when they run: running one twice, or after the policy was taken back, does no harm.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Has every known account of the domain and below it get the state that the policies say.
Result<void> apply_policy_later(db::Tx& tx, std::string const& domain);

void install_sanctions(Server& server);

}  // namespace skein::social
