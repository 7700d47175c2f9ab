// RFC 9421, HTTP Message Signatures. For http_signature.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "features/activitypub/signatures/http_signature.h"
#include "features/activitypub/signatures/structured_fields.h"

namespace skein::activitypub {

Result<SignatureClaim> read_message_signature(SignedMessage const& message,
                                              std::span<std::string const> own_authorities,
                                              Time now);

/// What is signed (RFC 9421 section 2.5). Errc::unauthenticated for a component that is not there,
/// is not known, or comes twice.
Result<std::string> signature_base(SignedMessage const& message,
                                   structured::InnerList const& covered);

/// May a signature cover this part of a request that is derived, not a field?
bool is_derived_component(std::string_view name);

/// Date, Host and Content-Digest are set already.
void sign_message(http::Outgoing& request, std::string const& label,
                  structured::InnerList const& covered, crypto::PrivateKey const& key);

}  // namespace skein::activitypub
