#include "features/oauth/client.h"

#include "base/encoding.h"
#include "base/json.h"
#include "platform/crypto/digest.h"

namespace skein::oauth {
namespace {

constexpr std::string_view basic = "basic ";

std::optional<ClientProof> basic_proof(std::string_view header) {
    if (header.size() <= basic.size()) return std::nullopt;
    for (std::size_t i = 0; i < basic.size(); ++i)
        if ((header[i] | 0x20) != basic[i]) return std::nullopt;
    auto const decoded = from_base64(header.substr(basic.size()));
    if (!decoded) return std::nullopt;
    auto const colon = decoded->find(':');
    if (colon == std::string::npos) return std::nullopt;
    // Both parts are form-encoded before they are joined.
    auto const id = percent_decode(decoded->substr(0, colon), true);
    auto const secret = percent_decode(decoded->substr(colon + 1), true);
    if (!id || !secret || !is_valid_utf8(*id)) return std::nullopt;
    return ClientProof{*id, *secret};
}

}  // namespace

ClientProof read_proof(http::Request const& request, std::string const& body_id,
                       std::string const& body_secret) {
    if (auto proof = basic_proof(request.headers.get("Authorization"))) return *std::move(proof);
    return {body_id, body_secret};
}

Result<std::optional<social::App>> find_proven_app(db::Tx& tx, ClientProof const& proof) {
    TRY(auto app, social::find_app_by_client_id(tx, proof.id));
    if (app && !crypto::constant_time_equal(social::hash_secret(proof.secret).data,
                                            app->client_secret_hash.data))
        app.reset();
    return app;
}

Reply oauth_error(int status, std::string_view code, std::string_view description) {
    json::Writer body;
    body.object([&] {
        body.field("error", code);
        body.field("error_description", description);
    });
    auto reply = http::json_response(status, body.take());
    if (status == 401)
        reply.headers.set("WWW-Authenticate",
                          fmt::format("Bearer realm=\"Skein\", error=\"{}\"", code));
    return reply;
}

Reply invalid_client() {
    return oauth_error(401, "invalid_client",
                       "Client authentication failed due to unknown client, no client "
                       "authentication included, or unsupported authentication method.");
}

}  // namespace skein::oauth
