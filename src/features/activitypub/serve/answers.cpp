#include "features/activitypub/serve/answers.h"

#include "base/encoding.h"
#include "core/server.h"
#include "features/activitypub/config.h"
#include "features/activitypub/inbox/request_signer.h"
#include "features/activitypub/keys.h"
#include "platform/crypto/digest.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t etag_bytes = 12;

bool is_signed(http::Request const& request) {
    return request.headers.find("Signature") || request.headers.find("Signature-Input");
}

/// Whoever says to be of a refused domain is refused, without a look at the signature.
Result<void> check_claimed_domain(Call& call) {
    if (!is_signed(call.request())) return {};
    auto& server = call.server();
    auto const claim = read_request_signature(server, call.request());
    auto const key = claim ? Iri::parse(claim->key_id) : std::nullopt;
    if (key && server.part<social::DomainBook>().verdict(key->host()).refused())
        return fail(Errc::forbidden, "This server does not talk to that one.");
    return {};
}

Reply reply_of(Shown const& shown, bool cacheable) {
    Reply reply;
    reply.status = shown.status;
    auto const& document = shown.document;
    reply.body = std::shared_ptr<std::string const>(document, &document->body);
    reply.headers.set("Content-Type", activity_type);
    reply.headers.set("Cache-Control",
                      cacheable && shown.for_all ? "public, max-age=180" : "private, no-store");
    if (shown.status == 200) reply.headers.set("ETag", document->etag);
    reply.headers.set("Vary", "Signature, Signature-Input");
    return reply;
}

bool wants_signatures(Server& server) { return server.settings<FederationConfig>().secure_fetch; }

/// What the signer may see; unsigned ones get what is for everybody, if that is shown unsigned.
Result<Reply> answer_by_signer(Call& call, Find const& find) {
    return answer_signer(call,
                         [find](Call& later, std::optional<AccountId> signer) -> Result<Reply> {
                             auto& server = later.server();
                             if (!signer && wants_signatures(server))
                                 return signature_refused(later.request().method);
                             TRY(auto const shown, find(server, signer.value_or(AccountId{})));
                             return reply_of(shown, false);
                         });
}

}  // namespace

std::shared_ptr<Rendered const> rendered(std::string body) {
    auto const digest = crypto::sha256(body).substr(0, etag_bytes);
    auto etag = "\"" + to_base64url(digest) + "\"";
    return std::make_shared<Rendered const>(Rendered{std::move(body), std::move(etag)});
}

Result<Reply> answer_document(Call& call, Find const& find) {
    auto& server = call.server();
    if (wants_signatures(server)) return answer_by_signer(call, find);
    auto const open = find(server, AccountId{});
    if (open) {
        TRY_OK(check_claimed_domain(call));
        return reply_of(*open, true);
    }
    // What is hidden and what is missing take the same way, so that nobody tells them apart.
    if (open.error().code == Errc::not_found && is_signed(call.request()))
        return answer_by_signer(call, find);
    return fail(open.error());
}

Result<Reply> answer_list(Call& call, Find const& find) {
    auto& server = call.server();
    if (wants_signatures(server) || !is_signed(call.request())) return answer_document(call, find);
    auto const signer = signer_of_get(call);
    if (!signer && signer.error().code != Errc::unauthenticated) return fail(signer.error());
    // Whose key is not known gets what everybody gets, and is asked only for what nobody else may
    // see.
    if (!signer || !*signer) return answer_document(call, find);
    TRY(auto const shown, find(server, **signer));
    return reply_of(shown, false);
}

Result<Reply> answer_with_keys(Call& call, AccountId account, Handler const& answer) {
    auto reply = answer(call);
    if (reply || reply.error().code != Errc::unavailable) return reply;
    return call.go_on_in(LaneName::cpu, [account, answer](Call& later) -> Result<Reply> {
        TRY_OK(load_own_keys(later.server(), account));
        return answer(later);
    });
}

Reply open_document(Shown const& shown) { return reply_of(shown, true); }

}  // namespace skein::activitypub
