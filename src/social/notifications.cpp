#include "social/notifications.h"

#include <algorithm>

#include "core/events.h"
#include "core/paged_query.h"
#include "social/audience.h"
#include "social/domains.h"
#include "social/events.h"

namespace skein::social {
namespace {

// One statement decides and stores. $1 is who is told, $4 who caused it, $5 about which post.
// That the reader may see the post is asked again here, whatever the caller knew: a notification
// shows it. Of what a limited account does only its followers hear; that it asks to follow (5) is
// said to everybody, since they have to answer.
db::Sql const insert{
    "notifications.insert",
    "INSERT INTO notifications (id, account_id, kind, from_account_id, status_id, created_at) "
    "SELECT $2, $1, CAST($3 AS BIGINT), $4, CAST($5 AS BIGINT), $6 WHERE "
    "EXISTS (SELECT 1 FROM users u WHERE u.account_id = $1) "
    "AND EXISTS (SELECT 1 FROM accounts fa WHERE fa.id = $4 AND (fa.state = 0 OR (fa.state = 1 "
    "AND (CAST($3 AS BIGINT) = 5 OR EXISTS (SELECT 1 FROM follows lf WHERE lf.account_id = $1 "
    "AND lf.target_id = $4)))) AND " SKEIN_DOMAIN_SHOWN_TO_1("fa") ") "
    "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 AND b.target_id = $4) "
    "OR (b.account_id = $4 AND b.target_id = $1)) "
    "AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = $4 "
    "AND m.hide_notifications = TRUE AND (m.expires_at IS NULL OR m.expires_at > $6)) "
    "AND ($5 IS NULL OR EXISTS (SELECT 1 FROM statuses s WHERE s.id = $5 "
    "AND NOT EXISTS (SELECT 1 FROM conversation_mutes cm WHERE cm.account_id = $1 "
    "AND cm.conversation_id = s.conversation_id) AND " SKEIN_VISIBLE_TO_1
    ")) "
    "AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.from_account_id = $4 "
    "AND n.account_id = $1 AND n.kind = $3 "
    "AND (n.status_id = $5 OR (n.status_id IS NULL AND $5 IS NULL)))"};

#define NOTIFICATION_COLUMNS \
    "n.id, n.account_id, n.kind, n.from_account_id, n.status_id, n.created_at"

// What a reader is shown of the stored rows: blocks, sanctions and audiences may have changed
// since.
#define SHOWN \
    "n.account_id = $1 AND n.kind IN {list:$5} "                                           \
    "AND ($6 = 0 OR n.from_account_id = $6) "                                              \
    "AND EXISTS (SELECT 1 FROM accounts fa WHERE fa.id = n.from_account_id "               \
    "AND fa.state <> 2 AND " SKEIN_DOMAIN_SHOWN_TO_1("fa")                                 \
    ") AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 "                   \
    "AND b.target_id = n.from_account_id) OR (b.account_id = n.from_account_id "           \
    "AND b.target_id = $1)) AND (n.status_id IS NULL OR EXISTS (SELECT 1 FROM statuses s " \
    "WHERE s.id = n.status_id AND " SKEIN_VISIBLE_TO_1 "))"

PagedQuery<Notification> const shown{
    "notifications.list", "SELECT " NOTIFICATION_COLUMNS " FROM notifications n WHERE " SHOWN,
    "n.id"};
db::Query<std::int64_t> const count_unread{
    "notifications.count", "SELECT COUNT(*) FROM (SELECT n.id FROM notifications n WHERE " SHOWN
                           " AND n.id < $2 AND n.id > $3 LIMIT $4) AS unread"};

db::Query<std::int64_t> const find_last_read{
    "markers.find_last_read",
    "SELECT last_read_id FROM markers WHERE account_id = $1 AND timeline = $2"};

db::Sql const remove_one{"notifications.remove",
                         "DELETE FROM notifications WHERE id = $1 AND account_id = $2"};
db::Sql const remove_all{"notifications.remove_all",
                         "DELETE FROM notifications WHERE account_id = $1"};
db::Sql const remove_caused{
    "notifications.remove_caused",
    "DELETE FROM notifications WHERE account_id = $1 AND kind = $2 AND from_account_id = $3 "
    "AND (status_id = $4 OR (status_id IS NULL AND $4 IS NULL))"};

db::Query<Marker> const list_all_markers{
    "markers.list",
    "SELECT timeline, last_read_id, version, updated_at FROM markers WHERE account_id = $1 "
    "ORDER BY timeline"};
db::Query<Marker> const put_marker{
    "markers.put",
    "INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) "
    "VALUES ($1, $2, $3, 1, $4) ON CONFLICT (account_id, timeline) DO UPDATE SET "
    "last_read_id = $3, version = markers.version + 1, updated_at = $4 "
    "RETURNING timeline, last_read_id, version, updated_at"};

constexpr std::int64_t last_kind = static_cast<std::int64_t>(NotificationKind::quoted_update);

/// The kinds a filter lets through, as stored.
std::vector<std::int64_t> wanted_kinds(NotificationFilter const& filter) {
    std::vector<std::int64_t> wanted;
    for (std::int64_t number = 1; number <= last_kind; ++number) {
        auto const kind = static_cast<NotificationKind>(number);
        auto const asked =
            filter.kinds.empty() || std::ranges::find(filter.kinds, kind) != filter.kinds.end();
        auto const refused =
            std::ranges::find(filter.excluded_kinds, kind) != filter.excluded_kinds.end();
        if (asked && !refused) wanted.push_back(number);
    }
    return wanted;
}

}  // namespace

Result<void> notify(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                    std::optional<StatusId> status) {
    // That one's own poll has ended is the one thing told to whoever caused it.
    if (account == from && kind != NotificationKind::poll) return {};
    auto const id = tx.new_id<NotificationId>();
    TRY(auto const inserted, tx.run(insert, account, id, kind, from, status, tx.now()));
    if (inserted == 0) return {};
    return publish(tx, NotificationCreated{id, account, kind});
}

Result<std::vector<Notification>> list_notifications(db::Tx& tx, AccountId account,
                                                     NotificationFilter const& filter,
                                                     Page const& page) {
    return list_page(tx, shown, page, account, wanted_kinds(filter), filter.from);
}

Result<Notification> load_notification(db::Tx& tx, AccountId account, NotificationId id) {
    // Nothing lies above the highest number there is.
    if (!id || id.value == INT64_MAX) return fail(Errc::not_found, "Record not found");
    TRY(auto const rows,
        list_page(tx, shown, {.max_id = id.value + 1, .floor_id = id.value - 1, .limit = 1},
                  account, wanted_kinds({}), AccountId{}));
    if (rows.empty()) return fail(Errc::not_found, "Record not found");
    return rows.front();
}

Result<void> dismiss_notification(db::Tx& tx, AccountId account, NotificationId id) {
    TRY(auto const removed, tx.run(remove_one, id, account));
    if (removed == 0) return fail(Errc::not_found, "Record not found");
    return {};
}

Result<void> clear_notifications(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(remove_all, account));
    return {};
}

Result<std::int64_t> count_unread_notifications(db::Tx& tx, AccountId account,
                                                NotificationFilter const& filter,
                                                std::int64_t most) {
    TRY(auto const read, tx.find(find_last_read, account, Timeline::notifications));
    return tx.load(count_unread, account, INT64_MAX, read.value_or(0), most, wanted_kinds(filter),
                   filter.from);
}

Result<void> remove_notifications(db::Tx& tx, AccountId account, NotificationKind kind,
                                  AccountId from, std::optional<StatusId> status) {
    TRY_OK(tx.run(remove_caused, account, kind, from, status));
    return {};
}

Result<std::vector<Marker>> list_markers(db::Tx& tx, AccountId account) {
    return tx.list(list_all_markers, account);
}

Result<Marker> set_marker(db::Tx& tx, AccountId account, Timeline timeline,
                          std::int64_t last_read_id) {
    return tx.load(put_marker, account, timeline, last_read_id, tx.now());
}

}  // namespace skein::social
