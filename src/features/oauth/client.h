// Which app is asking at the token endpoints, proven by its secret: in the body or by HTTP Basic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/endpoint.h"
#include "social/access.h"

namespace skein::oauth {

struct ClientProof {
    std::string id, secret;
};

/// Of a request: HTTP Basic (RFC 6749, 2.3.1) wins over the body.
ClientProof read_proof(http::Request const& request, std::string const& body_id,
                       std::string const& body_secret);

/// The app, or nothing when it is unknown or the secret is wrong.
Result<std::optional<social::App>> find_proven_app(db::Tx& tx, ClientProof const& proof);

/// An error of the token endpoints in the words of the standard, with Mastodon's description.
Reply oauth_error(int status, std::string_view code, std::string_view description);
Reply invalid_client();

}  // namespace skein::oauth
