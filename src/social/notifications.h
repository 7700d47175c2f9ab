// Notifications: what others did to somebody, one row each.
#pragma once

#include <optional>
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
    auto row() { return std::tie(id, account_id, kind, from_account_id, status_id, created_at); }
};
inline std::int64_t cursor_of(Notification const& row) { return row.id.value; }

/// Stores one for a local account unless it is about oneself (but of the
/// end of one's own poll), the two block each other, the sender
/// is suspended, the post is not for the reader, the sender is muted with notifications, the
/// conversation is muted, or the same one is there already; publishes NotificationCreated.
Result<void> notify(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                    std::optional<StatusId> status);

struct NotificationFilter {
    std::vector<NotificationKind> kinds = {};  ///< Empty: all.
    std::vector<NotificationKind> excluded_kinds = {};
    AccountId from = {};  ///< Zero: everybody.
};
/// Without those of people now blocked or suspended, and of posts no longer for the reader.
Result<std::vector<Notification>> list_notifications(db::Tx& tx, AccountId account,
                                                     NotificationFilter const& filter,
                                                     Page const& page);
/// `not_found` as well when the reader is no longer shown it.
Result<Notification> load_notification(db::Tx& tx, AccountId account, NotificationId id);
/// `not_found` unless it is the account's.
Result<void> dismiss_notification(db::Tx& tx, AccountId account, NotificationId id);
Result<void> clear_notifications(db::Tx& tx, AccountId account);
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
