// Timelines: which posts a reader is shown, as heads, newest first. Rendering is views/.
//
// Home is a table of entries (owner, post, author, original), 800 kept; older pages come from a
// query. Reading skips what is deleted, muted, blocked, unfollowed or no longer visible, and
// refills the page. Authors with more than `timelines.fan_out_max` local readers are not fanned
// out: home merges their recent posts at read.
//
// A list looks at a bounded number of rows for one page; a reader who hides nearly everything gets
// a short page rather than a slow one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein::social {

inline constexpr std::int64_t home_entries_kept = 800;

/// What the home timeline shows `account`, newest first.
Result<std::vector<StatusHead>> list_home(db::Tx& tx, AccountId account, Page const& page);

/// The same with the row of `homes` and the reader at hand.
Result<std::vector<StatusHead>> list_home(db::Tx& tx, Home const& home, Reader const& reader,
                                          Page const& page);

/// Whose posts come home, and with which tags.
struct HomeSources {
    std::vector<AccountId> authors = {};
    std::vector<TagId> tags = {};
    bool empty() const { return authors.empty() && tags.empty(); }
};
/// What these authors wrote, or what carries these tags, that belongs in the reader's home, whether
/// or not it has entries there: for filling it. The cost grows with the sources, not with what was
/// written.
Result<std::vector<StatusHead>> list_home_posts(db::Tx& tx, Reader const& reader,
                                                HomeSources const& sources, Page const& page);

/// Is the home being rebuilt after a long absence (206 is answered)?
Result<bool> home_is_rebuilding(db::Tx& tx, AccountId account);

/// Beside the rule of audience.h and blocked domains: what Mastodon shows of the people one
/// follows, and of oneself, without boosts where they are not wanted, without languages not asked
/// for, and without replies to people not followed.
bool belongs_among_followed(Reader const& reader, StatusHead const& head, Time now);
/// The same for home, where members of exclusive lists do not post.
bool belongs_in_home(Reader const& reader, StatusHead const& head, Time now);
/// The same for lists that show strangers: the public timelines and those of tags.
bool belongs_among_strangers(Reader const& reader, StatusHead const& head, Time now);

struct PublicFilter {
    bool local_only = false;
    bool remote_only = false;
    bool only_media = false;
};
Result<std::vector<StatusHead>> list_public(db::Tx& tx, AccountId viewer,
                                            PublicFilter const& filter, Page const& page);

struct TagFilter {
    /// Folded names; `any` holds the tag itself too. At most 9 each.
    std::vector<std::string> any = {}, all = {}, none = {};
    bool local_only = false, remote_only = false, only_media = false;
};
Result<std::vector<StatusHead>> list_tagged(db::Tx& tx, AccountId viewer, TagFilter const& filter,
                                            Page const& page);

struct AccountFilter {
    bool only_media = false, exclude_replies = false, exclude_boosts = false, pinned = false;
    std::string tagged = {};  ///< A folded tag name, or "".
};
/// The posts of one account that `viewer` may see.
Result<std::vector<StatusHead>> list_by_account(db::Tx& tx, AccountId viewer, AccountId account,
                                                AccountFilter const& filter, Page const& page);

}  // namespace skein::social
