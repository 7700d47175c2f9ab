// draft-cavage-http-signatures-12. For http_signature.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "features/activitypub/signatures/http_signature.h"

namespace skein::activitypub {

/// `value` is the field's, without the scheme's name of `Authorization`.
Result<SignatureClaim> read_cavage(SignedMessage const& message, std::string_view value,
                                   std::span<std::string const> own_authorities, Time now);

/// Date, Host and Digest are set already.
void sign_cavage(http::Outgoing& request, std::string const& key_id, crypto::PrivateKey const& key);

}  // namespace skein::activitypub
