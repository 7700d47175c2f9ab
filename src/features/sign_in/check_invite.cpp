// What apps ask about the link of an invite: before they show a form for those who want to join.

#include "base/json.h"
#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "social/invites.h"

namespace skein::sign_in {

Result<Reply> check_invite(Call& call) {
    auto& server = call.server();
    TRY(auto const found, server.db().read([&](db::Tx& tx) {
        return social::load_invitation(server, tx, call.path("code"));
    }));
    if (!found.open) return fail(Errc::unauthenticated, "This invite is not valid");
    json::Writer out;
    out.object([&] {
        out.field("invite_code", found.invite.code);
        out.field("instance_api_url", server.public_url() + "/api/v2/instance");
    });
    return json_reply(std::move(out));
}

}  // namespace skein::sign_in
