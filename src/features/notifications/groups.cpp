#include "features/notifications/groups.h"

#include <algorithm>

#include "core/paged_query.h"
#include "social/notification_columns.h"

namespace skein::notifications {
namespace {

using social::Notification;
using social::NotificationKind;

// $5 which kinds, $6 from whom, $8 which kinds come in groups. Whether a newer one of the group is
// on the page is asked first: of a large group all but one end there, within one index.
#define HEAD                                                                                     \
    "n.account_id = $1 AND n.kind IN {list:$5} AND ($6 = 0 OR n.from_account_id = $6) AND "      \
    "(n.filtered = FALSE OR $7 = TRUE) AND (n.group_id = 0 OR NOT n.kind IN {list:$8} OR NOT "   \
    "EXISTS (SELECT 1 FROM notifications g WHERE g.account_id = $1 AND g.group_id = n.group_id " \
    "AND g.group_id > 0 AND g.id > n.id AND g.id < $2 AND ($6 = 0 OR g.from_account_id = $6) "   \
    "AND " SKEIN_SENDER_SHOWN_TO_1("g") ")) AND " SKEIN_NOTIFICATION_SHOWN_TO_1("n")

PagedQuery<Notification> const heads{
    "notification_groups.list",
    "SELECT " SKEIN_NOTIFICATION_COLUMNS("n") " FROM notifications n WHERE " HEAD, "n.id"};
db::Query<std::int64_t> const count_heads{
    "notification_groups.count",
    "SELECT COUNT(*) FROM (SELECT n.id FROM notifications n WHERE " HEAD
    " AND n.id < $2 AND n.id > $3 LIMIT $4) AS unread"};

struct Member {
    NotificationId group, id;
    AccountId account;
    std::int64_t count = 0;
    std::optional<NotificationId> page_oldest;
    auto row() { return std::tie(group, id, account, count, page_oldest); }
};
// Of each group in $2 the latest up to $3, more than are shown, since some may be hidden from the
// reader; $4 is where the page ends.
db::Query<Member> const list_latest{
    "notification_groups.members",
    "SELECT m.group_id, m.id, m.from_account_id, m.total, m.oldest FROM (SELECT n.group_id, n.id, "
    "n.from_account_id, ROW_NUMBER() OVER (PARTITION BY n.group_id ORDER BY n.id DESC) AS place, "
    "COUNT(*) OVER (PARTITION BY n.group_id) AS total, "
    "MIN(CASE WHEN n.id >= $4 THEN n.id END) OVER (PARTITION BY n.group_id) AS oldest "
    "FROM notifications n WHERE n.account_id = $1 AND n.group_id IN {list:$2} AND n.group_id > 0 "
    "AND n.id <= $3) m WHERE m.place <= $5 AND " SKEIN_SENDER_SHOWN_TO_1(
        "m") " ORDER BY m.group_id, m.place"};
constexpr std::int64_t latest_max = 2 * shown_accounts_max;

db::Query<Notification> const find_head{
    "notification_groups.find",
    "SELECT " SKEIN_NOTIFICATION_COLUMNS("n")
    " FROM notifications n WHERE n.account_id = $1 AND n.group_id = $2 AND n.group_id > 0 AND "
    "n.kind = $3 AND " SKEIN_NOTIFICATION_SHOWN_TO_1("n") " ORDER BY n.id DESC LIMIT 1"};
PagedQuery<GroupMember> const members{
    "notification_groups.accounts",
    "SELECT n.id, n.from_account_id FROM notifications n WHERE n.account_id = $1 AND n.group_id = "
    "$5 AND n.group_id > 0 AND n.kind = $6 AND " SKEIN_NOTIFICATION_SHOWN_TO_1("n"),
    "n.id"};
db::Sql const remove_group{
    "notification_groups.remove",
    "DELETE FROM notifications WHERE account_id = $1 AND group_id = $2 AND group_id > 0 AND kind "
    "= $3"};

std::vector<std::int64_t> numbers_of(std::vector<NotificationKind> const& kinds) {
    std::vector<std::int64_t> numbers;
    for (auto const kind : kinds) numbers.push_back(static_cast<std::int64_t>(kind));
    return numbers;
}

/// The lowest id on the page: where it was cut off, or where the asking began.
std::int64_t lowest_of(Page const& page, std::span<Notification const> rows) {
    auto const full = std::ssize(rows) >= page.limit;
    return full && !page.ascending ? rows.back().id.value : page.floor_id + 1;
}

Group alone(Notification const& row) {
    return {.newest = row,
            .key = social::lone_key_of(row.id),
            .page_oldest = row.id,
            .accounts = {row.from_account_id}};
}

/// A group of this head; its members come newest first.
Group group_of(Notification const& head, std::span<Member const> latest) {
    auto group = alone(head);
    group.key = social::group_key_of(head);
    for (auto const& member : latest) {
        group.count = member.count;
        group.page_oldest = member.page_oldest.value_or(head.id);
        if (member.id < head.id && group.accounts.size() < shown_accounts_max &&
            std::ranges::find(group.accounts, member.account) == group.accounts.end())
            group.accounts.push_back(member.account);
    }
    return group;
}

}  // namespace

bool GroupFilter::groups(Notification const& row) const {
    return row.group_id && std::ranges::find(grouped, row.kind) != grouped.end();
}

Result<std::vector<Notification>> list_group_heads(db::Tx& tx, AccountId account,
                                                   GroupFilter const& filter, Page const& page) {
    return list_page(tx, heads, page, account, social::wanted_kinds(filter.which),
                     filter.which.from, filter.which.include_filtered, numbers_of(filter.grouped));
}

Result<std::vector<Group>> load_groups(db::Tx& tx, AccountId account, GroupFilter const& filter,
                                       std::span<Notification const> rows,
                                       std::optional<Page> const& page) {
    std::vector<Group> groups;
    if (rows.empty()) return groups;
    std::vector<NotificationId> ids;
    for (auto const& row : rows)
        if (filter.groups(row)) ids.push_back(row.group_id);
    std::vector<Member> latest;
    if (!ids.empty()) {
        TRY(latest, tx.list(list_latest, account, ids, rows.front().id,
                            page ? lowest_of(*page, rows) : 1, latest_max));
    }
    for (auto const& row : rows) {
        if (!filter.groups(row)) {
            groups.push_back(alone(row));
            continue;
        }
        auto const own = std::ranges::equal_range(latest, row.group_id, {}, &Member::group);
        groups.push_back(group_of(row, {own.begin(), own.end()}));
    }
    return groups;
}

Result<std::int64_t> count_unread_groups(db::Tx& tx, AccountId account, GroupFilter const& filter,
                                         std::int64_t most) {
    TRY(auto const read, social::find_last_read_notification(tx, account));
    return tx.load(count_heads, account, INT64_MAX, read, most, social::wanted_kinds(filter.which),
                   filter.which.from, false, numbers_of(filter.grouped));
}

std::optional<GroupKey> GroupKey::parse(std::string_view text) {
    auto const dash = text.rfind('-');
    if (dash == std::string_view::npos) return std::nullopt;
    auto const id = parse_id(text.substr(dash + 1));
    auto const word = text.substr(0, dash);
    if (!id) return std::nullopt;
    GroupKey key{.kind = {}, .id = {*id}};
    if (word == "ungrouped") return key;
    key.kind = social::parse_notification_kind(word);
    return key.kind ? std::optional(key) : std::nullopt;
}

Result<Notification> load_group_head(db::Tx& tx, AccountId account, GroupKey const& key) {
    if (!key.kind) return social::load_notification(tx, account, key.id);
    return tx.load(find_head, account, key.id, *key.kind);
}

Result<void> dismiss_group(db::Tx& tx, AccountId account, GroupKey const& key) {
    if (key.kind) {
        TRY_OK(tx.run(remove_group, account, key.id, *key.kind));
        return {};
    }
    auto const done = social::dismiss_notification(tx, account, key.id);
    return !done && done.error().code == Errc::not_found ? ok() : done;
}

Result<std::vector<GroupMember>> list_group_members(db::Tx& tx, AccountId account,
                                                    GroupKey const& key, Page const& page) {
    if (key.kind) return list_page(tx, members, page, account, key.id, *key.kind);
    auto const id = key.id.value;
    if (id >= page.max_id || id <= page.floor_id) return std::vector<GroupMember>{};
    auto const row = social::load_notification(tx, account, key.id);
    if (!row) {
        if (row.error().code == Errc::not_found) return std::vector<GroupMember>{};
        return fail(row.error());
    }
    return std::vector<GroupMember>{{id, row->from_account_id}};
}

}  // namespace skein::notifications
