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
    return social::notice_page(
        call, "This invite is not valid",
        "<p>It was used as often as it may be, it has expired, or it was taken back; or the link "
        "is not complete. Ask whoever sent it to you for another one.</p><p>You can also look "
        "whether you can <a href=\"/auth/sign_up\">sign up without an invite</a>.</p>",
        status);
}

}  // namespace skein::sign_in
