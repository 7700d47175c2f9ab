// WebFinger (RFC 7033) and host-meta (RFC 6415). Other protocols add their links when they are
// spoken; until then the answer says who the account is.

#include "base/html.h"
#include "base/url.h"
#include "core/server.h"
#include "features/instance/handlers.h"
#include "social/admission.h"
#include "social/views/views.h"

namespace skein::instance {
namespace {

/// The username a resource names on this server: an acct URI, a bare handle, or a profile's
/// address.
std::optional<std::string> username_of(Server const& server, std::string_view resource) {
    auto const profiles = server.public_url() + "/@";
    if (resource.starts_with(profiles)) {
        auto const name = resource.substr(profiles.size());
        return name.contains('/') ? std::nullopt : std::optional(std::string(name));
    }
    auto const handle = Handle::parse(resource);
    if (!handle || handle->host != server.domain()) return std::nullopt;
    return handle->user;
}

Result<social::Account> load_resource(Server& server, std::string_view resource) {
    auto const name = username_of(server, resource);
    if (!name) return fail(Errc::not_found, "Record not found");
    return server.db().read([&](db::Tx& tx) -> Result<social::Account> {
        TRY(auto const account, social::find_shown_account_by_name(tx, AccountId{}, *name, ""));
        if (!account || account->state == social::AccountState::suspended)
            return fail(Errc::not_found, "Record not found");
        return *account;
    });
}

}  // namespace

Result<Reply> show_webfinger(Call& call, FindResource const& input) {
    auto& server = call.server();
    TRY(auto const account, load_resource(server, input.resource));
    json::Writer out;
    out.object([&] {
        out.field("subject", fmt::format("acct:{}@{}", account.username, server.domain()));
        out.key("aliases");
        out.array([&] { out.value(social::account_url(server, account.username)); });
        out.key("links");
        out.array([] {});
    });
    auto reply = json_reply(std::move(out));
    reply.headers.set("Content-Type", "application/jrd+json; charset=utf-8");
    return reply;
}

Result<Reply> show_host_meta(Call& call) {
    return http::text_response(
        200,
        fmt::format(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
            "  <Link rel=\"lrdd\" template=\"{}/.well-known/webfinger?resource={{uri}}\"/>\n"
            "</XRD>\n",
            escape_html(call.server().public_url()).str()),
        "application/xrd+xml; charset=utf-8");
}

}  // namespace skein::instance
