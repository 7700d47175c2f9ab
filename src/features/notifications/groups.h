// Notifications in groups: what is alike and close in time is one entry.
//
// A page holds each group once, at its newest notification that is older than the page's `max_id`.
// A group that also has older ones comes again further down, so that no page loses anything while
// the list grows.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "social/notifications.h"

namespace skein::notifications {

struct GroupFilter {
    social::NotificationFilter which;
    std::vector<social::NotificationKind> grouped;  ///< The others stand alone.
    bool groups(social::Notification const& row) const;
};

/// One entry. Those of people hidden from the reader since count, and are not shown.
struct Group {
    social::Notification newest;
    std::string key;
    std::int64_t count = 1;
    NotificationId page_oldest;       ///< Of this group on this page.
    std::vector<AccountId> accounts;  ///< The latest, newest first; never empty.
};
inline constexpr std::size_t shown_accounts_max = 8;

/// The newest of each group on this page.
Result<std::vector<social::Notification>> list_group_heads(db::Tx& tx, AccountId account,
                                                           GroupFilter const& filter,
                                                           Page const& page);
/// The groups of these heads, as they are on the page, or whole. One statement.
Result<std::vector<Group>> load_groups(db::Tx& tx, AccountId account, GroupFilter const& filter,
                                       std::span<social::Notification const> heads,
                                       std::optional<Page> const& page);
/// Those with something newer than the account's marker, counted up to `most`.
Result<std::int64_t> count_unread_groups(db::Tx& tx, AccountId account, GroupFilter const& filter,
                                         std::int64_t most);

/// What a key names: a group of one kind, or a single notification.
struct GroupKey {
    std::optional<social::NotificationKind> kind;  ///< Nothing: it stands alone.
    NotificationId id;
    static std::optional<GroupKey> parse(std::string_view text);
};
/// The newest of the group. `not_found` when the account has none of it that it may see.
Result<social::Notification> load_group_head(db::Tx& tx, AccountId account, GroupKey const& key);
Result<void> dismiss_group(db::Tx& tx, AccountId account, GroupKey const& key);

struct GroupMember {
    std::int64_t cursor = 0;
    AccountId account;
    auto row() { return std::tie(cursor, account); }
};
Result<std::vector<GroupMember>> list_group_members(db::Tx& tx, AccountId account,
                                                    GroupKey const& key, Page const& page);

}  // namespace skein::notifications
