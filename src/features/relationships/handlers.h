// The requests of this feature. All that change something answer the `Relationship` as it then is,
// and answer it also when nothing had to change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"

namespace skein::relationships {

struct AccountIds {
    std::vector<AccountId> ids;
    void read(Fields& in) { in("id", ids, "At most 80 accounts."); }
};
Result<Reply> list_relationships(Call& call, AccountIds const& input);

struct FollowAccount {
    std::optional<bool> reblogs, notify;
    std::optional<std::vector<std::string>> languages;
    void read(Fields& in) {
        in("reblogs", reblogs, "Show their boosts at home; true for a new follow.");
        in("notify", notify, "Be notified of each of their posts; false for a new follow.");
        in("languages", languages, "Show only posts in these languages; none means all.");
    }
};
/// Follows, or asks to; the options of a follow that is there are changed.
Result<Reply> follow_account(Call& call, FollowAccount const& input);
Result<Reply> unfollow_account(Call& call);
Result<Reply> remove_follower(Call& call);

Result<Reply> list_follow_requests(Call& call);
Result<Reply> authorize_follow_request(Call& call);
Result<Reply> reject_follow_request(Call& call);

struct MuteAccount {
    bool notifications = true;
    std::int64_t duration = 0;
    void read(Fields& in) {
        in("notifications", notifications, "Hide their notifications too.");
        in("duration", duration, "Seconds; 0 is for good.");
    }
};
Result<Reply> mute_account(Call& call, MuteAccount const& input);
Result<Reply> unmute_account(Call& call);

Result<Reply> block_account(Call& call);
Result<Reply> unblock_account(Call& call);

struct NoteAccount {
    std::string comment;
    void read(Fields& in) {
        in("comment", comment, "Seen by oneself only; an empty one removes the note.");
    }
};
Result<Reply> note_account(Call& call, NoteAccount const& input);

/// Somebody one follows; the endorsement ends with the follow.
Result<Reply> endorse_account(Call& call);
Result<Reply> unendorse_account(Call& call);
Result<Reply> list_own_endorsed(Call& call);
Result<Reply> list_endorsed_of(Call& call);

/// At most 40 accounts at once; the others are not answered.
Result<Reply> list_familiar_followers(Call& call, AccountIds const& input);

Result<Reply> list_followers(Call& call);
Result<Reply> list_following(Call& call);
Result<Reply> list_blocked(Call& call);
Result<Reply> list_muted(Call& call);

}  // namespace skein::relationships
