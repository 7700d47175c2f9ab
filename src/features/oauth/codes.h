// Authorisation codes: what a person's yes is worth until the app has fetched its token.
//
//     insert_code ──▶ open ── redeem ──▶ used ── redeem again ──▶ its token is revoked
//                       └── too old ──▶ dead
//
// Invariants: (1) a code gives at most one token; (2) only to the app, for the redirect address and
// to the holder of the verifier it was made for; (3) whoever shows a used code ends its token,
// since one of the two was a thief (RFC 6749, 4.1.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/auth.h"
#include "platform/db/tx.h"

namespace skein::oauth {

struct NewCode {
    AppId app;
    UserId user;
    std::string redirect_uri;
    Scopes scopes;
    std::string code_challenge;  ///< S256; "" without PKCE.
    Duration age_max{};
};
Result<void> insert_code(db::Tx& tx, std::string_view code, NewCode const& fresh);

/// What an app shows for a token.
struct Redemption {
    std::string_view code, redirect_uri, code_verifier;
    AppId app;
    std::string_view token;  ///< The secret it gets.
};
/// The scopes of the token, or nothing: the code is unknown, used, too old, or not for this.
Result<std::optional<Scopes>> redeem_code(db::Tx& tx, Redemption const& shown);

/// Is this a challenge that S256 can have made (RFC 7636, 4.2)?
bool is_challenge(std::string_view text);

}  // namespace skein::oauth
