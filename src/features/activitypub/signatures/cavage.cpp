#include "features/activitypub/signatures/cavage.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/numbers.h"
#include "base/text.h"
#include "features/activitypub/signatures/signature_parameters.h"
#include "features/activitypub/signatures/signed_parts.h"

namespace skein::activitypub {
namespace {

using Algorithm = SignatureClaim::Algorithm;

constexpr std::size_t covered_max = 32;
constexpr std::string_view request_target = "(request-target)";
constexpr std::string_view created_line = "(created)";
constexpr std::string_view expires_line = "(expires)";

std::optional<Algorithm> parse_algorithm(SignatureParameters const& parameters) {
    auto const name = parameters.find("algorithm");
    if (!name) return Algorithm::by_key;
    if (*name == "rsa-sha256") return Algorithm::rsa_sha256;
    if (*name == "hs2019") return Algorithm::hs2019;
    return std::nullopt;
}

/// The names in `headers`, in lower case; nothing when one comes twice or there are too many.
std::optional<std::vector<std::string>> split_covered(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        auto const end = std::min(list.find(' '), list.size());
        auto name = ascii_lower(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (name.empty() || names.size() == covered_max) return std::nullopt;
        if (std::ranges::find(names, name) != names.end()) return std::nullopt;
        names.push_back(std::move(name));
    }
    return names;
}

bool covers(std::vector<std::string> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// The lines that were signed; "" when one of them cannot be written.
std::string signed_lines(SignedMessage const& message, std::vector<std::string> const& names,
                         SignatureParameters const& parameters, std::string_view target) {
    std::string out;
    out.reserve(256 + target.size());
    auto const* separator = "";
    for (auto const& name : names) {
        ((out += std::exchange(separator, "\n")) += name) += ": ";
        if (name == request_target) {
            ((out += ascii_lower(http::to_string(message.method))) += ' ') += target;
        } else if (name == created_line || name == expires_line) {
            auto const value = parameters.find(std::string_view(name).substr(1, name.size() - 2));
            if (!value) return {};
            out += *value;
        } else if (!append_field(out, message.headers, name)) {
            return {};
        }
    }
    return out;
}

std::optional<Time> parse_seconds(std::string_view text) {
    auto const seconds = parse_number<std::int64_t>(text);
    return seconds ? from_seconds(*seconds) : std::nullopt;
}

Result<void> check_times(SignedMessage const& message, std::vector<std::string> const& names,
                         SignatureParameters const& parameters, Time now) {
    auto const created = covers(names, created_line), expires = covers(names, expires_line);
    if (!created && !covers(names, "date")) return bad_signature("no time is covered");
    if ((created || expires) && parameters.get("algorithm") != "hs2019")
        return bad_signature("(created) or (expires) without hs2019");
    std::optional<Time> until;
    if (expires && !(until = parse_seconds(parameters.get("expires"))))
        return bad_signature("expires is no time");
    if (created) {
        auto const at = parse_seconds(parameters.get("created"));
        if (!at) return bad_signature("created is no time");
        TRY_OK(check_window(*at, until, now));
    }
    if (covers(names, "date")) {
        auto const at = parse_http_date(trim(message.headers.get("date")));
        if (!at) return bad_signature("Date is no time");
        TRY_OK(check_window(*at, until, now));
    }
    return {};
}

Result<void> check_cover(SignedMessage const& message, std::vector<std::string> const& names) {
    if (!covers(names, request_target)) return bad_signature("the target is not covered");
    if (!covers(names, "host")) return bad_signature("Host is not covered");
    if (covers(names, "digest")) return check_digest(message);
    if (has_body(message.method)) return bad_signature("Digest is not covered");
    return {};
}

}  // namespace

Result<SignatureClaim> read_cavage(SignedMessage const& message, std::string_view value,
                                   std::span<std::string const> own_authorities, Time now) {
    auto const parameters = parse_signature_parameters(value);
    if (!parameters) return bad_signature("Signature cannot be read");
    auto const algorithm = parse_algorithm(*parameters);
    if (!algorithm) return bad_signature("an algorithm that is not taken here");
    auto const names = split_covered(parameters->get("headers"));
    if (!names) return bad_signature("headers cannot be read");
    auto signature = from_base64(parameters->get("signature"));
    if (!signature || signature->empty()) return bad_signature("no signature in Signature");

    TRY_OK(check_key_id(parameters->get("keyId"), own_authorities));
    TRY_OK(check_host(message, own_authorities));
    TRY_OK(check_times(message, *names, *parameters, now));
    TRY_OK(check_cover(message, *names));

    SignatureClaim claim;
    claim.key_id = parameters->get("keyId");
    claim.algorithm = *algorithm;
    claim.signature = *std::move(signature);
    claim.base = signed_lines(message, *names, *parameters, message.target);
    if (claim.base.empty()) return bad_signature("what is covered is not there");
    auto const path = path_of(message.target);
    if (message.method == http::Method::get && path.size() < message.target.size())
        claim.base_without_query = signed_lines(message, *names, *parameters, path);
    return claim;
}

void sign_cavage(http::Outgoing& request, std::string const& key_id,
                 crypto::PrivateKey const& key) {
    auto const message = outgoing_message(request);
    if (!message) return;
    auto const rsa = key.type() == crypto::KeyType::rsa;
    std::vector<std::string> names{std::string(request_target), "host", "date"};
    for (std::string_view const name : {"digest", "content-type", "accept"})
        if (request.headers.find(name)) names.emplace_back(name);
    auto const lines = signed_lines(*message, names, {}, message->target);
    expects(!lines.empty());
    auto const signature =
        key.sign(rsa ? crypto::Scheme::rsa_v1_5_sha256 : crypto::Scheme::ed25519, lines);
    request.headers.set(
        "Signature",
        fmt::format("keyId=\"{}\",algorithm=\"{}\",headers=\"{}\",signature=\"{}\"", key_id,
                    rsa ? "rsa-sha256" : "hs2019", fmt::join(names, " "), to_base64(signature)));
}

}  // namespace skein::activitypub
