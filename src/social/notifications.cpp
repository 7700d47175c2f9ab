#include "social/notifications.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/paged_query.h"
#include "social/notification_columns.h"

namespace skein::social {
namespace {

#define SHOWN                                                                           \
    "n.account_id = $1 AND n.kind IN {list:$5} AND ($6 = 0 OR n.from_account_id = $6) " \
    "AND " SKEIN_NOTIFICATION_SHOWN_TO_1("n")

PagedQuery<Notification> const shown{
    "notifications.list",
    "SELECT " SKEIN_NOTIFICATION_COLUMNS(
        "n") " FROM notifications n WHERE (n.filtered = FALSE OR $7 = TRUE) AND " SHOWN,
    "n.id"};
db::Query<std::int64_t> const count_unread{
    "notifications.count",
    "SELECT COUNT(*) FROM (SELECT n.id FROM notifications n WHERE n.filtered = FALSE AND " SHOWN
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

constexpr std::int64_t last_kind = static_cast<std::int64_t>(NotificationKind::collection_update);

}  // namespace

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

std::string group_key_of(Notification const& row) {
    if (!row.group_id) return lone_key_of(row.id);
    return fmt::format("{}-{}", to_string(row.kind), row.group_id.value);
}

std::string lone_key_of(NotificationId id) { return "ungrouped-" + to_string(id); }

bool is_grouped(NotificationKind kind) {
    return kind == NotificationKind::favourite || kind == NotificationKind::boost ||
           kind == NotificationKind::follow || kind == NotificationKind::admin_sign_up;
}

Result<std::vector<Notification>> list_notifications(db::Tx& tx, AccountId account,
                                                     NotificationFilter const& filter,
                                                     Page const& page) {
    return list_page(tx, shown, page, account, wanted_kinds(filter), filter.from,
                     filter.include_filtered);
}

Result<Notification> load_notification(db::Tx& tx, AccountId account, NotificationId id) {
    // Nothing lies above the highest number there is.
    if (!id || id.value == INT64_MAX) return fail(Errc::not_found, "Record not found");
    TRY(auto const rows,
        list_page(tx, shown, {.max_id = id.value + 1, .floor_id = id.value - 1, .limit = 1},
                  account, wanted_kinds({}), AccountId{}, true));
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

Result<std::int64_t> find_last_read_notification(db::Tx& tx, AccountId account) {
    TRY(auto const read, tx.find(find_last_read, account, Timeline::notifications));
    return read.value_or(0);
}

Result<std::int64_t> count_unread_notifications(db::Tx& tx, AccountId account,
                                                NotificationFilter const& filter,
                                                std::int64_t most) {
    TRY(auto const read, find_last_read_notification(tx, account));
    return tx.load(count_unread, account, INT64_MAX, read, most, wanted_kinds(filter), filter.from);
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
