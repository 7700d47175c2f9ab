// One's own invites, for apps.

#include <algorithm>

#include "base/json.h"
#include "core/server.h"
#include "features/invites/handlers.h"
#include "social/standing.h"

namespace skein::invites {
namespace {

void write_invite(Server const& server, social::Invite const& invite, json::Writer& out) {
    out.object([&] {
        out.field("id", invite.id);
        out.field("code", invite.code);
        out.field("url", link_of(server, invite));
        out.field("comment", invite.comment);
        out.field("autofollow", invite.autofollow);
        out.field("uses", invite.uses);
        out.field("max_uses", invite.uses_max);
        out.field("expires_at", invite.expires_at);
        out.field("revoked_at", invite.revoked_at);
        out.field("ended", invite.ended(server.clock().now()));
        out.field("created_at", invite.created_at);
    });
}

}  // namespace

std::string link_of(Server const& server, social::Invite const& invite) {
    return server.public_url() + "/invite/" + invite.code;
}

Result<social::Invite> make_own_invite(Call& call, social::NewInvite fresh) {
    fresh.account_id = call.viewer();
    auto& server = call.server();
    return server.db().write([&](db::Tx& tx) -> Result<social::Invite> {
        TRY(auto const may, social::may_invite(server, tx, call.who().permissions));
        if (!may) return fail(Errc::forbidden, "This action is not allowed");
        TRY_OK(social::check_not_moved(tx, call.viewer()));
        return social::insert_invite(server, tx, fresh);
    });
}

Result<Reply> make_invite(Call& call, MakeInvite const& input) {
    social::NewInvite fresh;
    fresh.comment = input.comment;
    fresh.autofollow = input.autofollow;
    fresh.uses_max = input.max_uses;
    if (input.expires_in) {
        // Far beyond what is allowed, and no more than a duration can hold.
        auto const seconds = std::clamp<std::int64_t>(*input.expires_in, 0, 1'000'000'000);
        fresh.lifetime = std::chrono::seconds(seconds);
    }
    TRY(auto const invite, make_own_invite(call, std::move(fresh)));
    json::Writer out;
    write_invite(call.server(), invite, out);
    return json_reply(std::move(out));
}

Result<Reply> list_invites(Call& call) {
    TRY(auto const page, call.page({}));
    TRY(auto const invites, call.server().db().read([&](db::Tx& tx) {
        return social::list_invites_by(tx, call.viewer(), page);
    }));
    json::Writer out;
    out.array([&] {
        for (auto const& invite : invites) write_invite(call.server(), invite, out);
    });
    return page_reply(call, page, invites, std::move(out));
}

Result<Reply> revoke_invite(Call& call) {
    auto const id = call.path_id<social::InviteId>("id");
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::revoke_invite(tx, call.viewer(), id); }));
    return empty_reply();
}

}  // namespace skein::invites
