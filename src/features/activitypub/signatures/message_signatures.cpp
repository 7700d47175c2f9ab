#include "features/activitypub/signatures/message_signatures.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/encoding.h"
#include "features/activitypub/signatures/signed_parts.h"

namespace skein::activitypub {
namespace {

using Algorithm = SignatureClaim::Algorithm;
using structured::Bare;
using structured::InnerList;
using structured::Item;
using structured::Parameters;

constexpr std::size_t query_parameters_max = 64;
constexpr std::array<std::string_view, 8> derived{"@method", "@target-uri",     "@authority",
                                                  "@scheme", "@request-target", "@path",
                                                  "@query",  "@query-param"};

std::string_view name_of(Item const& component) {
    auto const* const name = std::get_if<std::string>(&component.value);
    return name ? std::string_view(*name) : std::string_view{};
}

bool covers(InnerList const& covered, std::string_view name) {
    return std::ranges::any_of(covered.items,
                               [&](auto const& item) { return name_of(item) == name; });
}

/// As RFC 9421 section 2.2.8 encodes again what was decoded.
std::string encode_query_text(std::string_view text) {
    std::string out;
    for (auto const c : text) {
        if (is_alphanumeric(c) || c == '*' || c == '-' || c == '.' || c == '_') out += c;
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

/// The one value of this name in the query; false when there is none, or more than one.
bool append_query_parameter(std::string& out, std::string_view query, std::string_view name) {
    bool found = false;
    if (query.starts_with('?')) query.remove_prefix(1);
    for (std::size_t count = 0; !query.empty(); ++count) {
        if (count == query_parameters_max) return false;
        auto const end = std::min(query.find('&'), query.size());
        auto const one = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        auto const equals = std::min(one.find('='), one.size());
        auto const key = percent_decode(one.substr(0, equals), true);
        if (!key || encode_query_text(*key) != name) continue;
        auto const value = percent_decode(one.substr(std::min(equals + 1, one.size())), true);
        if (found || !value) return false;
        out += encode_query_text(*value);
        found = true;
    }
    return found;
}

/// Only this one is told by a parameter which; what else parameters could ask for is not done here.
bool has_fitting_parameters(Item const& component) {
    if (name_of(component) != "@query-param") return component.parameters.empty();
    return component.parameters.size() == 1 &&
           structured::find_as<std::string>(component.parameters, "name") != nullptr;
}

bool append_derived(std::string& out, SignedMessage const& message, Item const& component) {
    auto const name = name_of(component);
    std::string_view const target = message.target;
    if (name == "@method") out += http::to_string(message.method);
    else if (name == "@scheme") out += message.scheme;
    else if (name == "@authority") out += normal_authority(message.scheme, message.authority);
    else if (name == "@request-target") out += target;
    else if (name == "@path") out += path_of(target);
    else if (name == "@query") out += query_of(target).empty() ? "?" : query_of(target);
    else if (name == "@target-uri")
        ((out += message.scheme) += "://") +=
            normal_authority(message.scheme, message.authority) + message.target;
    else if (name == "@query-param")
        return append_query_parameter(
            out, query_of(target), *structured::find_as<std::string>(component.parameters, "name"));
    else return false;
    return true;
}

bool append_component(std::string& out, SignedMessage const& message, Item const& component) {
    auto const name = name_of(component);
    if (name.empty() || !has_fitting_parameters(component)) return false;
    structured::append(out, component);
    out += ": ";
    if (name.front() == '@') {
        if (!append_derived(out, message, component)) return false;
    } else if (name != ascii_lower(name) || !append_field(out, message.headers, name)) {
        return false;
    }
    out += '\n';
    return true;
}

bool is_twice(InnerList const& covered, std::size_t at) {
    auto const& items = covered.items;
    return std::any_of(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(at),
                       [&](auto const& earlier) {
                           if (earlier.value != items[at].value) return false;
                           std::string left, right;
                           structured::append(left, earlier.parameters);
                           structured::append(right, items[at].parameters);
                           return left == right;
                       });
}

Result<void> check_cover(SignedMessage const& message, InnerList const& covered) {
    if (!covers(covered, "@method")) return bad_signature("the method is not covered");
    auto const path = covers(covered, "@request-target") ||
                      (covers(covered, "@path") &&
                       (query_of(message.target).empty() || covers(covered, "@query")));
    if (!covers(covered, "@target-uri") && !(covers(covered, "@authority") && path))
        return bad_signature("the target is not covered");
    if (has_body(message.method) && !covers(covered, "content-digest"))
        return bad_signature("Content-Digest is not covered");
    return {};
}

std::optional<Algorithm> parse_algorithm(Parameters const& parameters) {
    auto const* const given = structured::find(parameters, "alg");
    if (!given) return Algorithm::by_key;
    auto const* const name = std::get_if<std::string>(given);
    if (!name) return std::nullopt;
    if (*name == "rsa-v1_5-sha256") return Algorithm::rsa_sha256;
    if (*name == "rsa-pss-sha512") return Algorithm::rsa_pss_sha512;
    if (*name == "ed25519") return Algorithm::ed25519;
    return std::nullopt;
}

Result<void> check_times(Parameters const& parameters, Time now) {
    auto const* const created = structured::find_as<std::int64_t>(parameters, "created");
    auto const created_at = created ? from_seconds(*created) : std::nullopt;
    if (!created_at) return bad_signature("no time when it was created");
    std::optional<Time> expires_at;
    if (auto const* const given = structured::find(parameters, "expires")) {
        auto const* const expires = std::get_if<std::int64_t>(given);
        expires_at = expires ? from_seconds(*expires) : std::nullopt;
        if (!expires_at) return bad_signature("expires is no time");
    }
    return check_window(*created_at, expires_at, now);
}

/// What one label claims.
Result<SignatureClaim> read_label(SignedMessage const& message, structured::Member const& input,
                                  structured::Dictionary const& signatures,
                                  std::span<std::string const> own_authorities, Time now) {
    auto const* const covered = std::get_if<InnerList>(&input.value);
    auto const* const member = structured::find(signatures, input.name);
    auto const* const item = member ? std::get_if<Item>(&member->value) : nullptr;
    auto const* const signature = item ? std::get_if<structured::Bytes>(&item->value) : nullptr;
    if (!covered || !signature || signature->data.empty())
        return bad_signature("no signature for a label");
    auto const algorithm = parse_algorithm(covered->parameters);
    if (!algorithm) return bad_signature("an algorithm that is not taken here");
    auto const* const key_id = structured::find_as<std::string>(covered->parameters, "keyid");
    if (!key_id) return bad_signature("no keyid");
    TRY_OK(check_key_id(*key_id, own_authorities));
    TRY_OK(check_times(covered->parameters, now));
    TRY_OK(check_cover(message, *covered));
    TRY(auto base, signature_base(message, *covered));
    SignatureClaim claim;
    claim.form = SignatureForm::rfc9421;
    claim.key_id = *key_id;
    claim.algorithm = *algorithm;
    claim.base = std::move(base);
    claim.signature = signature->data;
    return claim;
}

}  // namespace

bool is_derived_component(std::string_view name) {
    return std::ranges::find(derived, name) != derived.end();
}

Result<std::string> signature_base(SignedMessage const& message, InnerList const& covered) {
    std::string out;
    out.reserve(512);
    for (std::size_t i = 0; i < covered.items.size(); ++i) {
        if (is_twice(covered, i)) return bad_signature("a component is covered twice");
        if (!append_component(out, message, covered.items[i]))
            return bad_signature("what is covered is not there or not known: " +
                                 std::string(name_of(covered.items[i])));
    }
    out += "\"@signature-params\": ";
    structured::append(out, covered);
    return out;
}

Result<SignatureClaim> read_message_signature(SignedMessage const& message,
                                              std::span<std::string const> own_authorities,
                                              Time now) {
    auto const& headers = message.headers;
    if (headers.count("signature-input") != 1 || headers.count("signature") != 1)
        return bad_signature("not one Signature-Input and one Signature");
    auto const inputs = structured::parse_dictionary(headers.get("signature-input"));
    auto const signatures = structured::parse_dictionary(headers.get("signature"));
    if (!inputs || !signatures) return bad_signature("Signature-Input or Signature cannot be read");
    TRY_OK(check_host(message, own_authorities));
    // Once for all labels.
    if (has_body(message.method) || headers.find("content-digest"))
        TRY_OK(check_content_digest(message));
    Result<SignatureClaim> claim = bad_signature("Signature-Input is empty");
    for (auto const& input : *inputs) {
        claim = read_label(message, input, *signatures, own_authorities, now);
        if (claim) break;
    }
    return claim;
}

void sign_message(http::Outgoing& request, std::string const& label, InnerList const& covered,
                  crypto::PrivateKey const& key) {
    auto const message = outgoing_message(request);
    if (!message) return;
    auto const base = signature_base(*message, covered);
    expects(base.has_value());
    auto const rsa = key.type() == crypto::KeyType::rsa;
    auto signature =
        key.sign(rsa ? crypto::Scheme::rsa_v1_5_sha256 : crypto::Scheme::ed25519, *base);
    request.headers.set("Signature-Input", structured::to_string({{label, covered}}));
    Item item{structured::Bytes{std::move(signature)}, {}};
    request.headers.set("Signature", structured::to_string({{label, std::move(item)}}));
}

}  // namespace skein::activitypub
