// The sending half of http_signature.h.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "features/activitypub/signatures/cavage.h"
#include "features/activitypub/signatures/http_signature.h"
#include "features/activitypub/signatures/message_signatures.h"
#include "features/activitypub/signatures/signed_parts.h"

namespace skein::activitypub {
namespace {

using structured::InnerList;
using structured::Item;
using structured::Parameters;

constexpr std::size_t challenge_text_bytes_max = 512;
constexpr std::size_t challenge_components_max = 16;
constexpr auto challenge_life = std::chrono::minutes(5);
constexpr std::string_view own_label = "sig1";

/// Fields of ours that others may want covered.
constexpr std::array<std::string_view, 5> known_fields{"accept", "content-digest", "content-type",
                                                       "date", "host"};

std::string_view algorithm_of(crypto::PrivateKey const& key) {
    return key.type() == crypto::KeyType::rsa ? "rsa-v1_5-sha256" : "ed25519";
}

std::int64_t seconds(Time at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

/// Sets what both forms cover; false when there is no address to sign for.
bool prepare(http::Outgoing& request, SignatureForm form, Time now) {
    auto& headers = request.headers;
    for (auto const* const name : {"Signature", "Signature-Input", "Digest", "Content-Digest"})
        headers.remove(name);
    auto const message = outgoing_message(request);
    if (!message) return false;
    headers.set("Host", message->authority);
    headers.set("Date", to_http_date(now));
    if (!has_body(request.method)) return true;
    if (form == SignatureForm::cavage) headers.set("Digest", digest_of(request.body));
    else headers.set("Content-Digest", content_digest_of(request.body));
    return true;
}

InnerList minimum(http::Outgoing const& request) {
    InnerList covered;
    covered.items.push_back({"@method", {}});
    covered.items.push_back({"@target-uri", {}});
    if (has_body(request.method)) covered.items.push_back({"content-digest", {}});
    return covered;
}

void add(Parameters& parameters, std::string_view name, std::string_view text) {
    parameters.push_back({std::string(name), std::string(text)});
}

bool is_covered(InnerList const& covered, std::string const& name) {
    return std::ranges::any_of(
        covered.items, [&](Item const& item) { return item.value == structured::Bare(name); });
}

bool is_known(std::string_view name) {
    if (name == "@query-param") return false;  // Nobody can know which ours are.
    return is_derived_component(name) ||
           std::ranges::find(known_fields, name) != known_fields.end();
}

/// A parameter that is a flag, or a text to be said again; false for anything else.
bool take(Parameters const& parameters, std::string_view name, std::optional<std::string>& to) {
    auto const* const value = structured::find(parameters, name);
    if (!value) return true;
    if (auto const* const flag = std::get_if<bool>(value)) return *flag;
    auto const* const text = std::get_if<std::string>(value);
    if (!text || text->size() > challenge_text_bytes_max) return false;
    to = *text;
    return true;
}

bool is_flag(Parameters const& parameters, std::string_view name) {
    auto const* const value = structured::find_as<bool>(parameters, name);
    return value && *value;
}

std::optional<SignatureChallenge> read_challenge(structured::Member const& member) {
    auto const* const list = std::get_if<InnerList>(&member.value);
    if (!list || list->items.size() > challenge_components_max) return std::nullopt;
    SignatureChallenge challenge;
    challenge.label = member.name;
    for (auto const& item : list->items) {
        auto const* const name = std::get_if<std::string>(&item.value);
        if (!name || !item.parameters.empty() || !is_known(*name)) return std::nullopt;
        challenge.components.push_back(*name);
    }
    auto const& parameters = list->parameters;
    if (!take(parameters, "alg", challenge.algorithm) ||
        !take(parameters, "keyid", challenge.key_id) ||
        !take(parameters, "nonce", challenge.nonce) || !take(parameters, "tag", challenge.tag))
        return std::nullopt;
    challenge.expires = is_flag(parameters, "expires");
    return challenge;
}

}  // namespace

void sign_request(http::Outgoing& request, SignatureForm form, std::string const& key_id,
                  crypto::PrivateKey const& key, Time now) {
    if (!prepare(request, form, now)) return;
    if (form == SignatureForm::cavage) return sign_cavage(request, key_id, key);
    auto covered = minimum(request);
    covered.parameters.push_back({"created", seconds(now)});
    add(covered.parameters, "keyid", key_id);
    add(covered.parameters, "alg", algorithm_of(key));
    sign_message(request, std::string(own_label), covered, key);
}

std::string_view accept_signature_challenge(http::Method method) {
    if (has_body(method))
        return "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created;keyid;"
               "alg=\"rsa-v1_5-sha256\"";
    return "sig1=(\"@method\" \"@target-uri\");created;keyid;alg=\"rsa-v1_5-sha256\"";
}

std::optional<SignatureChallenge> read_accept_signature(http::Headers const& headers) {
    std::string value;
    if (!append_field(value, headers, "accept-signature")) return std::nullopt;
    auto const members = structured::parse_dictionary(value);
    if (!members) return std::nullopt;
    for (auto const& member : *members)
        if (auto challenge = read_challenge(member)) return challenge;
    return std::nullopt;
}

bool sign_request(http::Outgoing& request, SignatureChallenge const& challenge,
                  std::string const& key_id, crypto::PrivateKey const& key, Time now) {
    if (challenge.key_id && *challenge.key_id != key_id) return false;
    if (challenge.algorithm && *challenge.algorithm != algorithm_of(key)) return false;
    if (!prepare(request, SignatureForm::rfc9421, now)) return false;
    auto covered = minimum(request);
    for (auto const& name : challenge.components) {
        if (is_covered(covered, name)) continue;
        if (is_derived_component(name) || request.headers.find(name))
            covered.items.push_back({name, {}});
    }
    auto& parameters = covered.parameters;
    parameters.push_back({"created", seconds(now)});
    if (challenge.expires) parameters.push_back({"expires", seconds(now + challenge_life)});
    add(parameters, "keyid", key_id);
    add(parameters, "alg", algorithm_of(key));
    if (challenge.nonce) add(parameters, "nonce", *challenge.nonce);
    if (challenge.tag) add(parameters, "tag", *challenge.tag);
    sign_message(request, challenge.label, covered, key);
    return true;
}

}  // namespace skein::activitypub
