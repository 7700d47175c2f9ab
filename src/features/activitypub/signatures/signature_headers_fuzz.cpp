#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "features/activitypub/signatures/http_signature.h"

using namespace skein;
using namespace skein::activitypub;

/// The text is a list of header fields, as they come: `name: value` in each line.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    http::Headers headers;
    headers.add("Host", "skein.example");
    headers.add("Date", "Wed, 04 Mar 2026 10:20:30 GMT");
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const colon = line.find(": ");
        if (colon != std::string_view::npos)
            headers.add(line.substr(0, colon), line.substr(colon + 2));
    }
    static std::vector<std::string> const own{"skein.example"};
    static auto const key = crypto::PrivateKey::from_ed25519(std::string(32, 'k')).value();
    Time const now(std::chrono::seconds(1'772'619'630));
    for (auto const method : {http::Method::get, http::Method::post}) {
        SignedMessage const message{method, "https", "skein.example", "/inbox?a=b&c", headers, ""};
        auto const claim = read_signature(message, own, now);
        if (!claim && claim.error().code != Errc::unauthenticated) __builtin_trap();
        // Nobody signed this with that key.
        if (claim && (claim->key_id.empty() || verify_signature(*claim, key.public_key())))
            __builtin_trap();
    }
    auto const challenge = read_accept_signature(headers);
    if (!challenge) return 0;
    http::Outgoing request;
    request.method = http::Method::post;
    request.url = "https://skein.example/inbox?a=b&c";
    if (!sign_request(request, *challenge, "https://a.example/k", key, now)) return 0;
    // Whatever was asked for, what comes out is what this server itself takes.
    SignedMessage const message{request.method, "https",         "skein.example",
                                "/inbox?a=b&c", request.headers, request.body};
    auto const claim = read_signature(message, own, now);
    if (!claim || !verify_signature(*claim, key.public_key())) __builtin_trap();
    return 0;
}
