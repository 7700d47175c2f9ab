// The account that a person named by its handle, here or on another server.
#pragma once

#include <optional>
#include <string_view>

#include "core/endpoint.h"
#include "social/accounts.h"

namespace skein::moving {

/// Asks its server when it is another one: lane `fetch` only. Nothing when there is no such
/// account, or it is suspended.
Result<std::optional<social::Account>> find_named(Call& call, std::string_view handle);

/// The address by which an account is named as an alias.
std::string alias_address(Server const& server, social::Account const& account);
/// `@name@example.org`.
std::string full_handle(Server const& server, social::Account const& account);

}  // namespace skein::moving
