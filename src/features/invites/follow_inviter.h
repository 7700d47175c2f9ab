// Whoever came by an invite that asks for it follows the one who made it, once their address is
// proven.
#pragma once

#include <string_view>
#include <tuple>

#include "core/jobs.h"
#include "social/events.h"

namespace skein::invites {

struct FollowInviter {
    static constexpr std::string_view name = "invites.follow_inviter";
    UserId user;
    auto row() { return std::tie(user); }
};
Result<void> follow_inviter_later(db::Tx& tx, social::UserConfirmed const& event);
Result<void> follow_inviter(JobRun& run, FollowInviter const& job);

}  // namespace skein::invites
