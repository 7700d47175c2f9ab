#include "features/activitypub/inbox/arrival.h"

#include <array>

#include "base/ascii.h"
#include "base/log.h"
#include "core/server.h"
#include "features/activitypub/inbox/waiting.h"
#include "features/activitypub/vocab/properties.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

constexpr std::array<std::string_view, 3> media_types{"application/activity+json",
                                                      "application/ld+json", "application/json"};
constexpr std::array<std::string_view, 5> ending_types{"Delete", "Undo", "Block", "Reject", "Flag"};
constexpr std::string_view retry_after_seconds = "30";

Reply refusal(int status, std::string_view why) {
    json::Writer body;
    body.object([&] { body.field("error", why); });
    return http::json_response(status, body.take());
}

bool is_readable_type(std::string_view content_type) {
    auto type = ascii_lower(content_type.substr(0, content_type.find(';')));
    type.erase(type.find_last_not_of(' ') + 1);
    return std::ranges::find(media_types, type) != media_types.end();
}

std::optional<Reply> refuse_form(http::Request const& request) {
    if (request.file || request.body.size() > inbox_body_bytes_max)
        return refusal(413, "An activity has at most 1 MiB.");
    auto const encoding = request.headers.get("Content-Encoding");
    if (!is_readable_type(request.headers.get("Content-Type")) ||
        (!encoding.empty() && encoding != "identity"))
        return refusal(415, "An activity is application/activity+json, not compressed.");
    return std::nullopt;
}

bool is_refused(Server& server, std::string_view host) {
    return server.part<social::DomainBook>().verdict(host).refused();
}

/// The one actor of a document that could be an activity.
std::optional<Iri> actor_of(json::Value root) {
    if (!root.is_object() || types_of(root).empty()) return std::nullopt;
    auto const actors = list_of(root, "actor", 2);
    if (actors.size() != 1) return std::nullopt;
    return id_of(actors.front());
}

/// None, or one that can be read: whose it is, is asked later.
bool has_readable_id(json::Value root) {
    auto const id = root.find("id");
    return !id || id->is_null() || id->text() == "" || id_of(root);
}

bool is_ending(json::Value root) {
    return std::ranges::any_of(ending_types,
                               [&](std::string_view type) { return has_type(root, type); });
}

}  // namespace

Opened open_arrival(Call& call, std::optional<AccountId> inbox_of) {
    auto& server = call.server();
    auto const& request = call.request();
    if (auto refused = refuse_form(request)) return *std::move(refused);
    auto claim = read_request_signature(server, request);
    if (!claim) {
        log::debug("activitypub.inbox_refused", {{"why", claim.error().detail}});
        return signature_refused(request.method);
    }
    auto key_id = Iri::parse(claim->key_id);
    if (!key_id) return signature_refused(request.method);
    if (is_refused(server, key_id->host())) return refused_domain();
    if (!server.part<Waiting>().has_room(key_id->host(), server.clock().now())) return inbox_full();
    auto document = json::Document::parse(request.body);
    if (!document) return refusal(400, document.error().message);
    auto actor = actor_of(document->root());
    if (!actor || !has_readable_id(document->root())) return refusal(400, "This is no activity.");
    if (is_refused(server, actor->host())) return refused_domain();
    auto const ending = is_ending(document->root());
    return Arrival{
        *std::move(claim), *std::move(key_id), *std::move(document), *std::move(actor), ending,
        inbox_of};
}

bool is_self_delete(Arrival const& arrival) {
    auto const root = arrival.root();
    return has_type(root, "Delete") && id_of(root, "object") == arrival.actor;
}

Reply inbox_full() {
    auto reply = refusal(503, "Too much comes in just now. Please try again later.");
    reply.headers.set("Retry-After", retry_after_seconds);
    return reply;
}

Reply refused_domain() { return refusal(403, "This server does not talk to that one."); }

}  // namespace skein::activitypub
