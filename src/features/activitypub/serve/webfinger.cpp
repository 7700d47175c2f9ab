// WebFinger (RFC 7033) and host-meta (RFC 6415): who is here, and under which address they are
// known to other servers. Answered for the domain of handles and for the server's own host alike.

#include "base/html.h"
#include "base/text.h"
#include "base/url.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/serve/handlers.h"
#include "features/activitypub/serve/tombstones.h"
#include "social/account_removal.h"
#include "social/admission.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t resource_bytes_max = 2048;

std::unexpected<Error> unknown() { return fail(Errc::not_found, "Record not found"); }

std::string_view own_authority(Server const& server) {
    std::string_view const url = server.public_url();
    return url.substr(url.find("://") + 3);
}

bool is_own_host(Server const& server, std::string const& host) {
    auto const own = own_authority(server);
    return host == server.domain() || host == own || host == own.substr(0, own.find(':'));
}

/// The account an address names; nothing for the server itself.
Result<std::optional<social::Account>> find_address(Server& server, db::Tx& tx,
                                                    std::string_view address) {
    if (address == instance_actor_address(server)) return std::nullopt;
    TRY(auto const account, find_own_account(server, tx, address));
    if (account) return social::load_account(tx, *account);
    auto const number = parse_id(address.substr(address.rfind('/') + 1)).value_or(0);
    TRY(auto const tombstone, find_tombstone(tx, number));
    if (tombstone && actor_address(server, AccountId{number}) == address)
        return fail(Errc::gone, "This account is gone.");
    return unknown();
}

Result<std::optional<social::Account>> find_resource(Server& server, db::Tx& tx,
                                                     std::string_view resource) {
    if (resource.size() > resource_bytes_max) return unknown();
    if (resource.starts_with("https://") || resource.starts_with("http://"))
        return find_address(server, tx, resource);
    auto const handle = Handle::parse(resource);
    if (!handle || !is_own_host(server, handle->host)) return unknown();
    if (fold_case(handle->user) == server.domain()) return std::nullopt;
    TRY(auto account, social::find_shown_account_by_name(tx, AccountId{}, handle->user, ""));
    if (account) return account;
    TRY(auto const removed, social::was_removed(tx, handle->user));
    if (removed) return fail(Errc::gone, "This account is gone.");
    return unknown();
}

struct Described {
    std::string name, actor, page, avatar;
};

Result<Described> describe(Server& server, std::optional<social::Account> const& account) {
    if (!account)
        return Described{
            server.domain(), instance_actor_address(server), server.public_url() + "/", {}};
    if (account->state == social::AccountState::suspended)
        return fail(Errc::gone, "This account is suspended.");
    Described described{account->username,
                        actor_address(server, account->id),
                        social::account_url(server, account->username),
                        {}};
    if (!account->avatar.empty())
        described.avatar = social::profile_picture(server, account->avatar, "").url;
    return described;
}

void write_link(std::string_view rel, std::string_view type, std::string_view href,
                json::Writer& out) {
    out.object([&] {
        out.field("rel", rel);
        if (!type.empty()) out.field("type", type);
        out.field("href", href);
    });
}

std::string jrd_of(Server const& server, Described const& described) {
    json::Writer out(1024);
    out.object([&] {
        out.field("subject", fmt::format("acct:{}@{}", described.name, server.domain()));
        out.key("aliases");
        out.array([&] {
            out.value(described.page);
            out.value(described.actor);
        });
        out.key("links");
        out.array([&] {
            write_link("http://webfinger.net/rel/profile-page", "text/html", described.page, out);
            write_link("self", "application/activity+json", described.actor, out);
            out.object([&] {
                out.field("rel", "http://ostatus.org/schema/1.0/subscribe");
                out.field("template", server.public_url() + "/authorize_interaction?uri={uri}");
            });
            if (!described.avatar.empty())
                write_link("http://webfinger.net/rel/avatar", {}, described.avatar, out);
        });
    });
    return out.take();
}

std::string lrdd_template(Server const& server) {
    return server.public_url() + "/.well-known/webfinger?resource={uri}";
}

}  // namespace

Result<Reply> show_webfinger(Call& call, FindResource const& input) {
    auto& server = call.server();
    // Reading the fields has dropped it, and somebody else's name may be left.
    if (call.request().query.contains("%00")) return unknown();
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return find_resource(server, tx, input.resource); }));
    TRY(auto const described, describe(server, account));
    auto reply = http::json_response(200, jrd_of(server, described));
    reply.headers.set("Content-Type", "application/jrd+json; charset=utf-8");
    reply.headers.set("Cache-Control", "public, max-age=600");
    return reply;
}

Result<Reply> show_host_meta(Call& call) {
    auto reply = http::text_response(
        200,
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
                    "  <Link rel=\"lrdd\" template=\"{}\"/>\n</XRD>\n",
                    escape_html(lrdd_template(call.server())).str()),
        "application/xrd+xml; charset=utf-8");
    reply.headers.set("Cache-Control", "public, max-age=86400");
    return reply;
}

Result<Reply> show_host_meta_json(Call& call) {
    json::Writer out;
    out.object([&] {
        out.key("links");
        out.array([&] {
            out.object([&] {
                out.field("rel", "lrdd");
                out.field("type", "application/jrd+json");
                out.field("template", lrdd_template(call.server()));
            });
        });
    });
    auto reply = http::json_response(200, out.take());
    reply.headers.set("Content-Type", "application/jrd+json; charset=utf-8");
    reply.headers.set("Cache-Control", "public, max-age=86400");
    return reply;
}

}  // namespace skein::activitypub
