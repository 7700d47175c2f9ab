// The requests and commands of this feature.
#pragma once

#include <optional>
#include <string>

#include "core/commands.h"
#include "core/endpoint.h"
#include "social/invites.h"

namespace skein::invites {

/// What is opened to join.
std::string link_of(Server const& server, social::Invite const& invite);
/// Errc::forbidden for whoever may not bring others in; then it is stored.
Result<social::Invite> make_own_invite(Call& call, social::NewInvite fresh);

struct MakeInvite {
    std::optional<std::int64_t> expires_in, max_uses;
    bool autofollow = false;
    std::string comment;
    void read(Fields& in) {
        in("expires_in", expires_in, "For how many seconds it works; for ever if not given.");
        in("max_uses", max_uses, "How many people may use it; any number if not given.");
        in("autofollow", autofollow, "Whoever comes by it follows oneself from the start.");
        in("comment", comment, "A note for oneself, up to 420 characters.");
    }
};
Result<Reply> make_invite(Call& call, MakeInvite const& input);
Result<Reply> list_invites(Call& call);
Result<Reply> revoke_invite(Call& call);

// --- The page of the settings ---

struct InviteForm {
    std::string people, days, comment;
    bool autofollow = false;
    void read(Fields& in) {
        in("people", people, "How many may use it; \"\": any number.");
        in("days", days, "For how many days it works; \"\": for ever.");
        in("comment", comment, "A note for oneself.");
        in("autofollow", autofollow, "Whoever comes by it follows oneself from the start.");
    }
};
Result<Reply> show_invites(Call& call);
Result<Reply> make_invite_by_form(Call& call, InviteForm const& input);
Result<Reply> revoke_invite_by_form(Call& call);

// --- Commands ---

/// `invite create`: of the server itself, whoever else may invite.
Result<void> create_invite(Server& server, CommandCall& call);
Result<void> list_all_invites(Server& server, CommandCall& call);
Result<void> revoke_any_invite(Server& server, CommandCall& call);
/// `invite guests`: who came by one, and who brought them.
Result<void> list_guests(Server& server, CommandCall& call);

}  // namespace skein::invites
