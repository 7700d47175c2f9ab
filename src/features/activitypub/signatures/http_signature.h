// Signed requests, as the network writes them: draft-cavage-http-signatures-12 (the common tongue)
// and RFC 9421 (federation.md 2.1 and 2.2). Read, verified, made.
//
// Reading comes in two steps, so that nobody's key is looked for before everything else is right:
// `read_signature` checks all that needs no key, `verify_signature` the rest. What failed is told
// to the log only: to the sender all failures are one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/crypto/signing_keys.h"
#include "platform/http/client.h"
#include "platform/http/message.h"

namespace skein::activitypub {

enum class SignatureForm : std::uint8_t { cavage, rfc9421 };

/// A request as its sender meant it: with the scheme and the authority people see, whatever proxies
/// stand between.
struct SignedMessage {
    http::Method method = http::Method::get;
    std::string scheme;     ///< `https`.
    std::string authority;  ///< As in `Host`: with the port, unless that is the scheme's own.
    std::string target;     ///< Path and query, byte for byte as sent.
    http::Headers const& headers;
    std::string_view body;  ///< The raw bytes.
};

/// What a sender claims, complete: only the key is missing. Does not refer to the request any more.
struct SignatureClaim {
    /// What is allowed beside what the type of the key says.
    enum class Algorithm : std::uint8_t { by_key, rsa_sha256, hs2019, rsa_pss_sha512, ed25519 };

    SignatureForm form = SignatureForm::cavage;
    std::string key_id;  ///< An address of http(s), not of an IP, not ours.
    Algorithm algorithm = Algorithm::by_key;
    std::string base;  ///< What was signed.
    /// Some sign the path alone; "" where that is not to be tried.
    std::string base_without_query;
    std::string signature;
};

/// Everything but the key: which form, what it must cover, the digest of the body, whether the host
/// is one of ours, whether it is late. `own_authorities` as in `SignedMessage::authority`.
/// Errc::unauthenticated in every case, always with the same message.
///
/// A `Signature-Input` field makes it RFC 9421, and then nothing else is tried. Every method but
/// GET and HEAD must cover a digest. Among several labels the first that could do is read.
Result<SignatureClaim> read_signature(SignedMessage const& message,
                                      std::span<std::string const> own_authorities, Time now);

/// Did the holder of this key sign it? The algorithm follows from the key; what the sender says
/// about it must agree.
bool verify_signature(SignatureClaim const& claim, crypto::PublicKey const& key);

/// The failure that `read_signature` returns, for callers that find another reason.
std::unexpected<Error> bad_signature(std::string detail);

/// Adds `Date`, `Host`, the digest of a body, and the signature. What an earlier call added goes
/// first, so that a request can be signed again in the other form. An RSA signature costs 0.3 ms:
/// lane `cpu`.
///
/// The signature is good for this address alone: the client sends the same `Host`, and drops the
/// signature when it follows a redirect. Call it after all other fields are set.
void sign_request(http::Outgoing& request, SignatureForm form, std::string const& key_id,
                  crypto::PrivateKey const& key, Time now);

/// What another server's `Accept-Signature` asks for (RFC 9421 section 5), as far as it may ask us.
struct SignatureChallenge {
    std::string label;
    std::vector<std::string> components;  ///< Known ones only.
    std::optional<std::string> algorithm, key_id, nonce, tag;
    bool expires = false;
};

/// The value of `Accept-Signature` for a 401 of ours to a request of this method.
std::string_view accept_signature_challenge(http::Method method = http::Method::post);

/// The first acceptable member, or nothing: when there is none, or when it names what is not known.
std::optional<SignatureChallenge> read_accept_signature(http::Headers const& headers);

/// Signs as RFC 9421 with what the challenge asks for, and always with our own minimum besides.
/// False, and the request is as before, when it asks for another key or algorithm.
bool sign_request(http::Outgoing& request, SignatureChallenge const& challenge,
                  std::string const& key_id, crypto::PrivateKey const& key, Time now);

}  // namespace skein::activitypub
