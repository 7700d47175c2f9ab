// The account a command names.
#pragma once

#include <string>

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/accounts.h"
#include "social/users.h"

namespace skein::admin {

/// `name`, or `name@domain`. Errc::not_found, in words for a person.
Result<social::Account> load_named(db::Tx& tx, std::string const& name);
/// The user behind a local one. Errc::not_found as above, also where there is none.
Result<social::User> load_user_named(db::Tx& tx, std::string const& name);

}  // namespace skein::admin
