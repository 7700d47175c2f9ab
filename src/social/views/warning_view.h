// AccountWarning.
#pragma once

#include "social/account_warnings.h"
#include "social/views/account_view.h"

namespace skein::social {

/// `accounts` holds who is warned.
void write_warning(AccountWarning const& warning, AccountPieces const& accounts, json::Writer& out);

}  // namespace skein::social
