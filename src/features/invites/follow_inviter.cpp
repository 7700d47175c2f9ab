#include "features/invites/follow_inviter.h"

#include "core/server.h"
#include "social/invites.h"
#include "social/relations.h"
#include "social/standing.h"

namespace skein::invites {
namespace {

/// A follow like any other: the inviter may be locked, or have blocked the newcomer meanwhile.
Result<void> follow(db::Tx& tx, AccountId guest, AccountId inviter) {
    for (auto const account : {guest, inviter}) {
        TRY(auto const acting, social::may_act(tx, account));
        if (!acting) return {};
    }
    TRY(auto const target, social::load_account(tx, inviter));
    if (target.moved_to_id) return {};
    TRY(auto const relations, social::list_relationships(tx, guest, std::span(&inviter, 1)));
    // What would be refused is left out: after an error a transaction can only fail.
    if (relations.empty() || relations[0].blocking || relations[0].blocked_by) return {};
    return social::follow(tx, guest, inviter, {});
}

}  // namespace

Result<void> follow_inviter_later(db::Tx& tx, social::UserConfirmed const& event) {
    TRY(auto const guest, social::find_invited_user(tx, event.user));
    if (!guest || !guest->account_id || !guest->autofollow) return {};
    return enqueue(tx, FollowInviter{event.user});
}

Result<void> follow_inviter(JobRun& run, FollowInviter const& job) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const guest, social::find_invited_user(tx, job.user));
        if (!guest || !guest->account_id) return {};
        return follow(tx, guest->guest_id, *guest->account_id);
    });
}

}  // namespace skein::invites
