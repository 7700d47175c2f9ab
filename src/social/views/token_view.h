// The answer that carries a fresh access token (RFC 6749 section 5.1).
#pragma once

#include <string_view>

#include "core/auth.h"
#include "core/endpoint.h"

namespace skein::social {

/// 200 with the Token entity, for nobody's cache.
Reply token_reply(Call const& call, std::string_view token, Scopes const& scopes);

}  // namespace skein::social
