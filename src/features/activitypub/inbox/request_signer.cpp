#include "features/activitypub/inbox/request_signer.h"

#include "base/log.h"
#include "core/rate_limits.h"
#include "core/server.h"
#include "features/activitypub/remote_actors.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

/// The document of a key, of its owner, and what proves the owner's handle.
constexpr int requests_max = 6;
constexpr auto wait_max = std::chrono::seconds(5);

/// Whoever signs with names of actors that another host never had, makes this server ask there.
RateLimit const signers_of_a_host{"activitypub.signers", 300, std::chrono::minutes(1)};

using Key = std::shared_ptr<RemoteKey const>;

/// `example.org`, with the port unless it is the scheme's own.
std::string own_authority(Server const& server) {
    auto const& url = server.public_url();
    auto const start = url.find("://");
    return start == std::string::npos ? url : url.substr(start + 3);
}

bool is_signed(http::Request const& request) {
    return request.headers.find("Signature") || request.headers.find("Signature-Input");
}

/// Fetches who claims to have signed, and with them the keys they list. What goes wrong shows when
/// the key is looked for.
void ask_owner(Server& server, Iri const& key_id, Iri const& owner, FetchBudget& budget) {
    if (!key_id.same_origin(owner) || load_remote_key(server, key_id, nullptr)) return;
    auto const now = server.clock().now();
    if (!server.part<RateLimits>().check(signers_of_a_host, owner.host(), now).allowed) return;
    (void)refresh_actor(server, owner, budget);
}

/// The claim of a signed GET whose domain may speak to us.
struct GetClaim {
    SignatureClaim claim;
    Iri key_id;
};
Result<std::optional<GetClaim>> read_get(Call& call) {
    if (!is_signed(call.request())) return std::nullopt;
    auto& server = call.server();
    TRY(auto claim, read_request_signature(server, call.request()));
    auto id = Iri::parse(claim.key_id);
    if (!id) return bad_signature("no key id: " + claim.key_id);
    if (server.part<social::DomainBook>().verdict(id->host()).refused())
        return fail(Errc::forbidden, "This server does not talk to that one.");
    return GetClaim{std::move(claim), *std::move(id)};
}

}  // namespace

Result<SignatureClaim> read_request_signature(Server& server, http::Request const& request) {
    auto const authority = own_authority(server);
    SignedMessage const message{.method = request.method,
                                .scheme = server.secure() ? "https" : "http",
                                .authority = std::string(request.headers.get("Host")),
                                .target = request.target,
                                .headers = request.headers,
                                .body = request.body};
    return read_signature(message, std::span(&authority, 1), server.clock().now());
}

FetchBudget signer_budget(Server& server) {
    return {.requests = requests_max, .until = server.clock().now() + wait_max};
}

Result<std::optional<Key>> find_signing_key(Server& server, SignatureClaim const& claim,
                                            Iri const& key_id, FetchBudget* budget,
                                            Iri const* owner) {
    if (budget && owner) ask_owner(server, key_id, *owner, *budget);
    auto known = load_remote_key(server, key_id, budget);
    if (!known && !budget && known.error().code == Errc::not_found) return std::nullopt;
    if (!known) return fail(known.error());
    if (verify_signature(claim, (*known)->key)) return *std::move(known);
    if (!budget) return std::nullopt;
    // Keys are replaced without a word: the owner's document says which one holds now.
    TRY(auto fresh, reload_remote_key(server, key_id, *budget));
    if (verify_signature(claim, fresh->key)) return fresh;
    return bad_signature("not made by " + key_id.str());
}

Result<std::optional<AccountId>> signer_of_get(Call& call) {
    TRY(auto const get, read_get(call));
    if (!get) return std::nullopt;
    auto const key = find_signing_key(call.server(), get->claim, get->key_id, nullptr);
    if (!key || !*key) return std::nullopt;
    return (**key)->account;
}

Result<Reply> answer_signer(Call& call, SignedAnswer const& answer) {
    auto get = read_get(call);
    if (!get && get.error().code == Errc::unauthenticated)
        return signature_refused(call.request().method);
    if (!get) return fail(get.error());
    if (!*get) return answer(call, std::nullopt);
    auto const known = find_signing_key(call.server(), (*get)->claim, (*get)->key_id, nullptr);
    if (known && *known) return answer(call, (**known)->account);
    if (!known) return signature_refused(call.request().method);
    return call.go_on_in(
        LaneName::fetch,
        [claim = std::make_shared<GetClaim const>(**std::move(get)), answer](Call& later) {
            auto budget = signer_budget(later.server());
            auto const key = find_signing_key(later.server(), claim->claim, claim->key_id, &budget);
            if (key && *key) return answer(later, (**key)->account);
            return Result<Reply>(signature_refused(later.request().method));
        });
}

Reply signature_refused(http::Method method) {
    auto reply = http::json_response(
        401, R"({"error":"This request must be signed by its actor, with a key we can find."})");
    reply.headers.set("Accept-Signature", accept_signature_challenge(method));
    return reply;
}

}  // namespace skein::activitypub
