// Tags that accounts here follow: public posts with them come to the follower's home.
//
// Followed tags are part of the reader (readers.h); every change of them goes through here.
#pragma once

#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/listed.h"

namespace skein {
class Server;
}

namespace skein::social {

struct TagFollowed {
    static constexpr std::string_view name = "TagFollowed";
    AccountId account;
    TagId tag;
};

struct TagUnfollowed {
    static constexpr std::string_view name = "TagUnfollowed";
    AccountId account;
    TagId tag;
};

inline constexpr std::int64_t followed_tags_max = 500;

/// Does nothing when it is followed already. Errc::unprocessable beyond `followed_tags_max`.
Result<void> follow_tag(db::Tx& tx, AccountId account, TagId tag);
Result<void> unfollow_tag(db::Tx& tx, AccountId account, TagId tag);

Result<std::vector<Listed<TagId>>> list_followed_tags(db::Tx& tx, AccountId account,
                                                      Page const& page);

/// What a removed account followed is forgotten.
void install_tag_follows(Server& server);

/// A followed tag as a reader keeps it.
struct FollowedTag {
    TagId id;
    bool wide = false;  ///< Its posts are not fanned out: home asks for them.
    auto row() { return std::tie(id, wide); }
};
/// All of them, in order of id.
Result<std::vector<FollowedTag>> list_all_followed_tags(db::Tx& tx, AccountId account);

}  // namespace skein::social
