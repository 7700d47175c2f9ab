// How the door of this server stands for one who wants to join: open, open for those whom a
// moderator approves, or closed; and an invite that lets them in in any case.
#pragma once

#include <optional>
#include <string>

#include "core/endpoint.h"
#include "social/invites.h"

namespace skein::sign_in {

struct Door {
    bool closed = false;
    bool approval = false;  ///< Somebody reads why they want to join and lets them in.
    /// The invite that lets them in: then the door is neither closed nor guarded.
    std::optional<social::Invitation> invitation = {};
    /// What `store_sign_up` is given: "" without an invite that is worth something.
    std::string invite_code() const { return invitation ? invitation->invite.code : std::string(); }
};
/// A code that is worth nothing opens nothing: the door is as without.
Result<Door> find_door(Server& server, std::string const& invite_code);

/// For those who came by a link that lets nobody in any more (410), or never did (404).
Reply dead_invite_page(Call const& call, int status);

}  // namespace skein::sign_in
