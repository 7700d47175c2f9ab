#include "features/activitypub/signatures/proofs.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/url.h"
#include "features/activitypub/signatures/jcs.h"
#include "features/activitypub/signatures/multikey.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

constexpr std::string_view type = "DataIntegrityProof";
constexpr std::string_view cryptosuite = "eddsa-jcs-2022";
constexpr std::string_view purpose = "assertionMethod";
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t proofs_max = 8;
constexpr auto clock_skew = std::chrono::hours(1);

std::unexpected<Error> no_proof(std::string detail) {
    return fail(Errc::unauthenticated, "This document carries no valid proof.", std::move(detail));
}

/// One value, or those of a list.
std::vector<json::Value> listed(json::Value value) {
    if (value.is_array()) return value.elements();
    return {value};
}

/// The one actor a property names; "" when it is not one.
std::string_view actor_in(json::Value value) {
    auto const values = listed(value);
    if (values.size() != 1) return {};
    return values.front().is_object() ? values.front().get_text("id")
                                      : values.front().text().value_or("");
}

std::string_view owner_of(json::Value document) {
    if (auto const actor = document.find("actor")) return actor_in(*actor);
    auto const author = document.find("attributedTo");
    return author ? actor_in(*author) : std::string_view{};
}

Result<void> check_method(std::string_view method, std::string_view owner) {
    auto const key = Url::parse(method), actor = Url::parse(owner);
    if (!key || !actor || !key->same_origin(*actor))
        return no_proof("the key is of another origin than its owner: " + std::string(method));
    return {};
}

Result<void> check_times(json::Value proof, Time now) {
    if (auto const created = proof.find("created")) {
        auto const at = parse_rfc3339(created->text().value_or(""));
        if (!at || *at > now + clock_skew) return no_proof("created is no time, or in the future");
    }
    if (auto const expires = proof.find("expires")) {
        auto const at = parse_rfc3339(expires->text().value_or(""));
        if (!at || *at < now) return no_proof("expires is no time, or in the past");
    }
    return {};
}

/// The proof's own context, where it has one, is where the document's begins.
Result<void> check_context(json::Value proof, json::Value document) {
    auto const own = proof.find("@context");
    if (!own) return {};
    auto const whole = document.find("@context");
    if (!whole) return no_proof("a context that the document does not have");
    auto const front = listed(*own), all = listed(*whole);
    auto const same = [](json::Value a, json::Value b) {
        return canonical_json(a) == canonical_json(b);
    };
    if (front.size() > all.size() || !std::equal(front.begin(), front.end(), all.begin(), same))
        return no_proof("another context than the document's");
    return {};
}

Result<std::string> read_signature_value(json::Value proof) {
    auto const value = proof.get_text("proofValue");
    if (!value.starts_with('z')) return no_proof("proofValue is not base58btc");
    auto signature = from_base58(value.substr(1), signature_bytes);
    if (!signature || signature->size() != signature_bytes)
        return no_proof("proofValue is no signature");
    return *std::move(signature);
}

/// A proof that its owner could have made; the hash is still to be done.
Result<ProofClaim> read_one(json::Value proof, json::Value document, Time now) {
    if (proof.get_text("type") != type || proof.get_text("cryptosuite") != cryptosuite)
        return no_proof("another kind of proof");
    if (proof.get_text("proofPurpose") != purpose) return no_proof("for another purpose");
    ProofClaim claim;
    claim.verification_method = proof.get_text("verificationMethod");
    claim.owner = owner_of(document);
    TRY_OK(check_method(claim.verification_method, claim.owner));
    TRY_OK(check_times(proof, now));
    TRY_OK(check_context(proof, document));
    TRY(claim.signature, read_signature_value(proof));
    return claim;
}

std::string hash_of(std::string const& configuration, std::string const& document) {
    return crypto::sha256(configuration) + crypto::sha256(document);
}

}  // namespace

Result<ProofClaim> read_proof(json::Value document, Time now) {
    auto const proof = document.find("proof");
    if (!proof) return no_proof("none");
    auto const proofs = listed(*proof);
    if (proofs.size() > proofs_max) return no_proof("too many");
    Result<ProofClaim> claim = no_proof("none");
    for (auto const& one : proofs) {
        claim = read_one(one, document, now);
        if (!claim) continue;
        claim->hash = hash_of(canonical_json_without(one, "proofValue"),
                              canonical_json_without(document, "proof"));
        break;
    }
    return claim;
}

bool verify_proof(ProofClaim const& claim, crypto::PublicKey const& key,
                  std::string_view key_owner) {
    return key_owner == claim.owner &&
           key.verify(crypto::Scheme::ed25519, claim.hash, claim.signature);
}

std::string add_proof(std::string const& document_json, std::string_view verification_method,
                      crypto::PrivateKey const& key, Time now) {
    auto const document = json::Document::parse(document_json);
    expects(document && document->root().is_object() && !document->root().find("proof"));
    auto const root = document->root();
    json::Writer proof;
    auto const write = [&](std::string_view value) {
        proof.object([&] {
            if (auto const context = root.find("@context"))
                proof.raw_field("@context", context->dump());
            proof.field("type", type);
            proof.field("cryptosuite", cryptosuite);
            proof.field("created", to_rfc3339(now).substr(0, 19) + "Z");
            proof.field("verificationMethod", verification_method);
            proof.field("proofPurpose", purpose);
            if (!value.empty()) proof.field("proofValue", value);
        });
        return proof.take();
    };
    auto const configuration = json::Document::parse(write(""));
    expects(configuration.has_value());
    auto const hash = hash_of(canonical_json(configuration->root()), canonical_json(root));
    proof = {};
    auto const whole = write("z" + to_base58(key.sign(crypto::Scheme::ed25519, hash)));
    auto const end = document_json.rfind('}');
    auto const* const comma = root.members().empty() ? "" : ",";
    return fmt::format("{}{}\"proof\":{}{}", document_json.substr(0, end), comma, whole,
                       document_json.substr(end));
}

}  // namespace skein::activitypub
