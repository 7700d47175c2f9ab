// Notifications: what others did to somebody, one row each.
//
// Invariants: (1) a group is named by its first notification, and what of its kind follows about
// the same within twelve hours joins it; (2) one that is filtered waits for its receiver's consent:
// it is in no group, in no list that does not ask for it, and nobody is told by an event.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/vocabulary.h"

namespace skein::social {

struct Notification {
    NotificationId id;
    AccountId account_id;
    NotificationKind kind{};
    AccountId from_account_id;
    std::optional<StatusId> status_id;
    Time created_at{};
    NotificationId group_id = {};  ///< Zero: alone.
    auto row() {
        return std::tie(id, account_id, kind, from_account_id, status_id, created_at, group_id);
    }
};
inline std::int64_t cursor_of(Notification const& row) { return row.id.value; }

/// `favourite-12` for the group that begins with 12, `ungrouped-12` for the one with this id.
std::string group_key_of(Notification const& row);
std::string lone_key_of(NotificationId id);
/// Whether such ones come in groups: favourites and boosts of a post, follows, sign-ups.
bool is_grouped(NotificationKind kind);
inline constexpr std::chrono::hours group_span{12};

/// Stores one for a local account unless it is about oneself (but of the
/// end of one's own poll), the two block each other, the sender
/// is suspended, the post is not for the reader, the sender is muted with notifications, the
/// conversation is muted, it is a word among people the reader blocks or mutes, the same one is
/// there already, or the reader's policy drops it; publishes NotificationCreated unless the policy
/// (notification_policy.h) lets it wait.
Result<void> notify(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                    std::optional<StatusId> status);

struct NotificationFilter {
    std::vector<NotificationKind> kinds = {};  ///< Empty: all.
    std::vector<NotificationKind> excluded_kinds = {};
    AccountId from = {};  ///< Zero: everybody.
    bool include_filtered = false;
};
/// The kinds a filter lets through, as stored.
std::vector<std::int64_t> wanted_kinds(NotificationFilter const& filter);
/// Without those of people now blocked or suspended, and of posts no longer for the reader.
Result<std::vector<Notification>> list_notifications(db::Tx& tx, AccountId account,
                                                     NotificationFilter const& filter,
                                                     Page const& page);
/// `not_found` as well when the reader is no longer shown it.
Result<Notification> load_notification(db::Tx& tx, AccountId account, NotificationId id);
/// `not_found` unless it is the account's.
Result<void> dismiss_notification(db::Tx& tx, AccountId account, NotificationId id);
Result<void> clear_notifications(db::Tx& tx, AccountId account);
/// The newest one the account has read, by its marker; 0 for none.
Result<std::int64_t> find_last_read_notification(db::Tx& tx, AccountId account);
/// Those newer than the account's marker, counted up to `most`.
Result<std::int64_t> count_unread_notifications(db::Tx& tx, AccountId account,
                                                NotificationFilter const& filter,
                                                std::int64_t most);
/// Takes back what one account caused (an unfavourite, an unfollow, a block).
Result<void> remove_notifications(db::Tx& tx, AccountId account, NotificationKind kind,
                                  AccountId from, std::optional<StatusId> status);

struct Marker {
    Timeline timeline{};
    std::int64_t last_read_id = 0;
    std::int64_t version = 0;
    Time updated_at{};
    auto row() { return std::tie(timeline, last_read_id, version, updated_at); }
};
Result<std::vector<Marker>> list_markers(db::Tx& tx, AccountId account);
/// Versions count from 1.
Result<Marker> set_marker(db::Tx& tx, AccountId account, Timeline timeline,
                          std::int64_t last_read_id);

}  // namespace skein::social
