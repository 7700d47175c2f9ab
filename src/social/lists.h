// Lists: people whose posts somebody reads apart from home.
//
// Invariants: (1) whoever is on a list is followed by its owner, has been asked to be, or is the
// owner; (2) nobody is on a list twice. Nothing is stored for a list's timeline: it is read from
// its members' posts (docs/design/0014). What members of an `exclusive` list post stays out of
// their owner's home.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/listed.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein::social {

using ListId = Id<struct ListTag>;

inline constexpr std::size_t lists_of_account_max = 50;
/// Also of those that are added or removed at once.
inline constexpr std::size_t list_members_max = 800;
inline constexpr std::size_t list_title_characters_max = 256;

/// Which replies of its members to others a list shows: to people the owner follows, to members, or
/// none. Replies to the owner and to oneself are always shown.
enum class RepliesPolicy : std::int64_t { followed = 0, list = 1, none = 2 };
std::string_view to_string(RepliesPolicy policy);
std::optional<RepliesPolicy> parse_replies_policy(std::string_view text);

/// A row of `lists`.
struct List {
    ListId id;
    AccountId account_id;
    std::string title;
    RepliesPolicy replies_policy = RepliesPolicy::list;
    bool exclusive = false;
    auto row() { return std::tie(id, account_id, title, replies_policy, exclusive); }
};

/// All of them, the oldest first.
Result<std::vector<List>> list_lists(db::Tx& tx, AccountId owner);
/// Those of the owner that this account is on.
Result<std::vector<List>> list_lists_with(db::Tx& tx, AccountId owner, AccountId member);
/// Errc::not_found also for somebody else's.
Result<List> load_list(db::Tx& tx, AccountId owner, ListId id);

/// Stores it and answers it with its id. Errc::unprocessable: its title is empty or too long, or
/// its owner has too many.
Result<List> insert_list(db::Tx& tx, List list);
Result<void> update_list(db::Tx& tx, List const& list);
/// With its members.
Result<void> remove_list(db::Tx& tx, List const& list);

/// Errc::not_found: somebody is not followed; Errc::unprocessable: somebody is on the list already,
/// or they are too many.
Result<void> add_list_members(db::Tx& tx, List const& list, std::span<AccountId const> accounts);
/// Those that are not on it are passed over.
Result<void> remove_list_members(db::Tx& tx, List const& list, std::span<AccountId const> accounts);
/// Off all lists of the owner, who follows it no longer.
Result<void> remove_from_lists(db::Tx& tx, AccountId owner, AccountId member);
/// On the lists that `member` is on, too: it has moved there.
Result<void> add_to_lists_with(db::Tx& tx, AccountId owner, AccountId member, AccountId moved_to);

/// Without those who are suspended.
Result<std::vector<Listed<AccountId>>> list_members(db::Tx& tx, ListId list, Page const& page);
Result<std::vector<AccountId>> list_all_members(db::Tx& tx, ListId list);

/// The list's timeline, for its owner. As many statements for one member as for all.
Result<std::vector<StatusHead>> list_posts_of(db::Tx& tx, List const& list, Page const& page);

/// A post whose author is on a list, and what else decides whether it stands there.
struct ListCandidate {
    StatusId status;
    ListId list;
    AccountId owner;
    RepliesPolicy replies_policy{};
    bool answers_member = false;
};
/// Of these posts, those by members of these lists: for telling whoever listens to a list of new
/// posts. One statement for all.
Result<std::vector<ListCandidate>> list_candidates(db::Tx& tx, std::span<StatusHead const> posts,
                                                   std::span<ListId const> lists);
/// Does the post stand in the list's timeline? Beside the rule of audience.h and blocked domains,
/// as `belongs_in_home`; `owner` must know about the author, whom it answers and whom it boosts.
bool belongs_in_list(Reader const& owner, ListCandidate const& candidate, StatusHead const& post,
                     Time now);

}  // namespace skein::social
