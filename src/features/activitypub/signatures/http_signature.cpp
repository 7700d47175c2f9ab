#include "features/activitypub/signatures/http_signature.h"

#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "features/activitypub/signatures/cavage.h"
#include "features/activitypub/signatures/message_signatures.h"
#include "features/activitypub/signatures/signed_parts.h"

namespace skein::activitypub {
namespace {

using Algorithm = SignatureClaim::Algorithm;
using crypto::Scheme;

constexpr std::string_view authorization_scheme = "signature ";

bool is_verified(SignatureClaim const& claim, crypto::PublicKey const& key, Scheme scheme) {
    if (key.verify(scheme, claim.base, claim.signature)) return true;
    return !claim.base_without_query.empty() &&
           key.verify(scheme, claim.base_without_query, claim.signature);
}

bool is_verified_with_rsa(SignatureClaim const& claim, crypto::PublicKey const& key) {
    switch (claim.algorithm) {
        case Algorithm::by_key:
        case Algorithm::rsa_sha256: return is_verified(claim, key, Scheme::rsa_v1_5_sha256);
        // The name hides the digest: nearly everybody means SHA-256, GoToSocial tries both.
        case Algorithm::hs2019:
            return is_verified(claim, key, Scheme::rsa_v1_5_sha256) ||
                   is_verified(claim, key, Scheme::rsa_v1_5_sha512);
        case Algorithm::rsa_pss_sha512: return is_verified(claim, key, Scheme::rsa_pss_sha512);
        case Algorithm::ed25519: break;
    }
    return false;
}

bool is_verified_with_ed25519(SignatureClaim const& claim, crypto::PublicKey const& key) {
    switch (claim.algorithm) {
        case Algorithm::by_key:
        case Algorithm::hs2019:
        case Algorithm::ed25519: return is_verified(claim, key, Scheme::ed25519);
        case Algorithm::rsa_sha256:
        case Algorithm::rsa_pss_sha512: break;
    }
    return false;
}

bool is_too_large(http::Headers const& headers) {
    for (auto const* const name : {"signature", "signature-input", "authorization", "digest"})
        if (headers.get(name).size() > signature_field_bytes_max) return true;
    return false;
}

}  // namespace

std::unexpected<Error> bad_signature(std::string detail) {
    return fail(Errc::unauthenticated, "This request is not signed, or not in a way that is valid.",
                std::move(detail));
}

Result<SignatureClaim> read_signature(SignedMessage const& message,
                                      std::span<std::string const> own_authorities, Time now) {
    auto const& headers = message.headers;
    if (is_too_large(headers)) return bad_signature("too large");
    if (headers.find("signature-input"))
        return read_message_signature(message, own_authorities, now);
    auto const count = headers.count("signature");
    if (count > 1) return bad_signature("more than one Signature");
    if (count == 1) return read_cavage(message, headers.get("signature"), own_authorities, now);
    auto const authorization = headers.get("authorization");
    if (headers.count("authorization") == 1 &&
        ascii_lower(authorization.substr(0, authorization_scheme.size())) == authorization_scheme)
        return read_cavage(message, authorization.substr(authorization_scheme.size()),
                           own_authorities, now);
    return bad_signature("not signed");
}

bool verify_signature(SignatureClaim const& claim, crypto::PublicKey const& key) {
    return key.type() == crypto::KeyType::rsa ? is_verified_with_rsa(claim, key)
                                              : is_verified_with_ed25519(claim, key);
}

}  // namespace skein::activitypub
