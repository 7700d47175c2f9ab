// Following, and its end from either side.

#include "features/relationships/change.h"
#include "features/relationships/handlers.h"
#include "social/relations.h"

namespace skein::relationships {

Result<Reply> follow_account(Call& call, FollowAccount const& input) {
    social::FollowOptions options{input.reblogs, input.notify, input.languages};
    // A form can only say "no languages" by sending an empty one.
    if (options.languages) std::erase(*options.languages, "");
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::follow(tx, call.viewer(), target, options);
    });
}

Result<Reply> unfollow_account(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::unfollow(tx, call.viewer(), target);
    });
}

Result<Reply> remove_follower(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId target) {
        return social::remove_follower(tx, call.viewer(), target);
    });
}

Result<Reply> authorize_follow_request(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId asking) {
        return social::accept_follow_request(tx, call.viewer(), asking);
    });
}

Result<Reply> reject_follow_request(Call& call) {
    return change_relation(call, [&](db::Tx& tx, AccountId asking) {
        return social::reject_follow_request(tx, call.viewer(), asking);
    });
}

}  // namespace skein::relationships
