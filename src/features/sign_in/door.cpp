#include "features/sign_in/door.h"

#include "core/server.h"
#include "social/pages.h"

namespace skein::sign_in {

Result<Door> find_door(Server& server, std::string const& invite_code) {
    return server.db().read([&](db::Tx& tx) -> Result<Door> {
        TRY(auto const words,
            social::load_server_words(tx, server.settings<social::InstanceConfig>()));
        Door const uninvited{.closed = words.registrations == social::Registrations::closed,
                             .approval = words.registrations == social::Registrations::approval};
        if (invite_code.empty()) return uninvited;
        auto found = social::load_invitation(server, tx, invite_code);
        if (!found && found.error().code == Errc::not_found) return uninvited;
        TRY_OK(found);
        return found->open ? Door{.invitation = *std::move(found)} : uninvited;
    });
}

Reply dead_invite_page(Call const& call, int status) {
    auto const& say = social::locale_of(call);
    return social::notice_page(
        call, say("sign_in.invite.dead"),
        html("<p>{}</p><p>{}</p>", say("sign_in.invite.dead_text"),
             say.html("sign_in.invite.without", {}, {{"up", "/auth/sign_up"}})),
        status);
}

}  // namespace skein::sign_in
