// Proofs inside documents: FEP-8b32 with the cryptosuite eddsa-jcs-2022. A proof says who made a
// document, whoever delivered it (federation.md 2.4). It does not replace the HTTP signature.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "platform/crypto/signing_keys.h"

namespace skein::activitypub {

/// A proof that could be good: only the key is missing. Does not refer to the document any more.
struct ProofClaim {
    std::string verification_method;  ///< The id of the key, of the origin of `owner`.
    std::string owner;                ///< `actor` of an activity, else `attributedTo`, as written.
    std::string hash;                 ///< What was signed.
    std::string signature;
};

/// The document's own proof, not that of an object inside it. In a set the first that its owner
/// could have made is read, the others are ignored. Errc::unauthenticated: there is none, or it is
/// of another kind, for another purpose, too late, or by a key of another origin.
Result<ProofClaim> read_proof(json::Value document, Time now);

/// Did `key_owner`, the actor that lists this key, make the document? Only its owner may: another
/// actor of the same host does not do.
bool verify_proof(ProofClaim const& claim, crypto::PublicKey const& key,
                  std::string_view key_owner);

/// The document with a proof. It is an object, has no proof yet, and its `@context` should name
/// `https://w3id.org/security/data-integrity/v1`. `key` is Ed25519.
std::string add_proof(std::string const& document_json, std::string_view verification_method,
                      crypto::PrivateKey const& key, Time now);

}  // namespace skein::activitypub
