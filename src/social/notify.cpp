// Whether somebody is told of something: what forbids it, what the receiver's policy says, and
// which group it joins.

#include "core/events.h"
#include "social/events.h"
#include "social/notification_columns.h"
#include "social/notification_policy.h"
#include "social/notification_subjects.h"
#include "social/notifications.h"

namespace skein::social {
namespace {

struct Telling {
    SenderFacts sender;
    NotificationPolicy policy;
    Visibility visibility{};  ///< Of the post; public when there is none.
    std::optional<StatusId> in_reply_to;
    auto row() {
        return std::tuple_cat(
            std::tie(sender.followed, sender.permitted, sender.limited, sender.staff,
                     sender.following_since, sender.created_at, visibility, in_reply_to),
            policy.row());
    }
};

// No row when nobody is to be told. $1 is who is told, $2 who caused it, $3 what it is, $4 about
// which post, $6 about what else. That the reader may see the post is asked again here, whatever
// the caller knew: a notification shows it. A mention (1) also fails when it answers or names
// somebody whom the reader blocks, or mutes with their notifications: the talk is about them.
#define UNWANTED(who)                                                                  \
    "EXISTS (SELECT 1 FROM blocks ub WHERE ub.account_id = $1 AND ub.target_id = " who \
    ") OR "                                                                            \
    "EXISTS (SELECT 1 FROM mutes um WHERE um.account_id = $1 AND um.target_id = " who  \
    " AND um.hide_notifications = TRUE AND (um.expires_at IS NULL OR um.expires_at > $5))"
db::Query<Telling> const find_telling{
    "notifications.judge",
    "SELECT EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = $2), "
    "EXISTS (SELECT 1 FROM notification_permissions np WHERE np.account_id = $1 AND "
    "np.from_account_id = $2), fa.state = 1, "
    "EXISTS (SELECT 1 FROM users su WHERE su.account_id = $2 AND su.role > u.role), "
    "(SELECT f.created_at FROM follows f WHERE f.account_id = $2 AND f.target_id = $1), "
    "fa.created_at, COALESCE(s.visibility, 0), s.in_reply_to_id, "
    "COALESCE(p.for_not_following, 0), COALESCE(p.for_not_followers, 0), "
    "COALESCE(p.for_new_accounts, 0), COALESCE(p.for_private_mentions, 1), "
    "COALESCE(p.for_limited_accounts, 1) "
    "FROM users u JOIN accounts fa ON fa.id = $2 "
    "LEFT JOIN statuses s ON s.id = CAST($4 AS BIGINT) "
    "LEFT JOIN notification_policies p ON p.account_id = u.account_id "
    "WHERE u.account_id = $1 AND fa.state <> 2 AND " SKEIN_DOMAIN_SHOWN_TO_1("fa")
    " AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 AND b.target_id = $2) "
    "OR (b.account_id = $2 AND b.target_id = $1)) "
    "AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = $2 "
    "AND m.hide_notifications = TRUE AND (m.expires_at IS NULL OR m.expires_at > $5)) "
    "AND (CAST($4 AS BIGINT) IS NULL OR (s.id IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM conversation_mutes cm WHERE cm.account_id = $1 "
    "AND cm.conversation_id = s.conversation_id) AND " SKEIN_VISIBLE_TO_1 ")) "
    "AND (CAST($3 AS BIGINT) <> 1 OR NOT (" UNWANTED("s.in_reply_to_account_id")
    " OR EXISTS (SELECT 1 FROM mentions om WHERE om.status_id = s.id AND om.silent = FALSE AND ("
    UNWANTED("om.account_id") ")))) "
    "AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.from_account_id = $2 "
    "AND n.account_id = $1 AND n.kind = CAST($3 AS BIGINT) "
    "AND (n.status_id = $4 OR (n.status_id IS NULL AND CAST($4 AS BIGINT) IS NULL)) "
    "AND (n.subject_id = CAST($6 AS BIGINT) OR (n.subject_id IS NULL AND CAST($6 AS BIGINT) IS "
    "NULL)))"};

// Whether $2 has written to $3 in private above the post $1.
db::Query<StatusId> const find_own_word{
    "notifications.find_own_word",
    "WITH RECURSIVE up (id, depth) AS (SELECT CAST($1 AS BIGINT), 1 UNION ALL "
    "SELECT s.in_reply_to_id, up.depth + 1 FROM up JOIN statuses s ON s.id = up.id "
    "WHERE s.in_reply_to_id IS NOT NULL AND up.depth < $4) "
    "SELECT s.id FROM up JOIN statuses s ON s.id = up.id JOIN mentions m ON m.status_id = s.id "
    "AND m.account_id = $3 AND m.silent = FALSE WHERE s.account_id = $2 AND s.visibility = 4 "
    "LIMIT 1"};
constexpr std::int64_t thread_depth_max = 100;

db::Query<NotificationId> const find_group_about{
    "notifications.find_group_about",
    "SELECT n.group_id FROM notifications n WHERE n.account_id = $1 AND n.kind = $2 AND "
    "n.status_id = $3 AND n.group_id > 0 AND n.group_id > $4 ORDER BY n.group_id DESC LIMIT 1"};
db::Query<NotificationId> const find_group{
    "notifications.find_group",
    "SELECT n.group_id FROM notifications n WHERE n.account_id = $1 AND n.kind = $2 AND "
    "n.status_id IS NULL AND n.group_id > 0 AND n.group_id > $3 ORDER BY n.group_id DESC LIMIT 1"};

db::Sql const insert{
    "notifications.insert",
    "INSERT INTO notifications (id, account_id, kind, from_account_id, status_id, created_at, "
    "group_id, filtered, subject_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

db::Sql const put_request{
    "notification_requests.put",
    "INSERT INTO notification_requests (id, account_id, from_account_id, last_status_id, "
    "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (account_id, "
    "from_account_id) DO UPDATE SET last_status_id = $4, updated_at = $5"};

/// A direct post that answers no private word of the receiver.
Result<bool> is_private_word(db::Tx& tx, Telling const& telling, Notification const& notice) {
    if (notice.kind != NotificationKind::mention || telling.visibility != Visibility::direct)
        return false;
    if (!telling.in_reply_to) return true;
    TRY(auto const own, tx.find(find_own_word, *telling.in_reply_to, notice.account_id,
                                notice.from_account_id, thread_depth_max));
    return !own;
}

Result<NoticeRule> judge(db::Tx& tx, Telling& telling, Notification const& notice) {
    if (!can_be_filtered(notice.kind)) return NoticeRule::accept;
    TRY(telling.sender.private_word, is_private_word(tx, telling, notice));
    return social::judge(telling.policy, telling.sender, tx.now());
}

Result<NotificationId> group_for(db::Tx& tx, Notification const& notice) {
    if (!is_grouped(notice.kind)) return NotificationId{};
    auto const oldest = first_id_at(tx.now() - group_span);
    TRY(auto const group,
        notice.status_id
            ? tx.find(find_group_about, notice.account_id, notice.kind, *notice.status_id, oldest)
            : tx.find(find_group, notice.account_id, notice.kind, oldest));
    return group.value_or(notice.id);
}

Result<void> let_wait(db::Tx& tx, Notification const& notice) {
    // Only words are asked about; a favourite is not worth a question.
    if (notice.kind != NotificationKind::mention && notice.kind != NotificationKind::quote)
        return {};
    TRY_OK(tx.run(put_request, tx.new_id<Id<struct NotificationRequestTag>>(), notice.account_id,
                  notice.from_account_id, *notice.status_id, tx.now()));
    return {};
}

Result<void> tell(db::Tx& tx, Notification notice, std::optional<std::int64_t> subject) {
    TRY(auto telling, tx.find(find_telling, notice.account_id, notice.from_account_id, notice.kind,
                              notice.status_id, tx.now(), subject));
    if (!telling) return {};
    TRY(auto const rule, judge(tx, *telling, notice));
    if (rule == NoticeRule::drop) return {};
    notice.id = tx.new_id<NotificationId>();
    auto const waits = rule == NoticeRule::filter;
    if (!waits) {
        TRY(notice.group_id, group_for(tx, notice));
    }
    TRY_OK(tx.run(insert, notice.id, notice.account_id, notice.kind, notice.from_account_id,
                  notice.status_id, notice.created_at, notice.group_id, waits, subject));
    if (waits) return let_wait(tx, notice);
    return publish(tx, NotificationCreated{notice.id, notice.account_id, notice.kind});
}

}  // namespace

Result<void> notify(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                    std::optional<StatusId> status) {
    // That one's own poll has ended is the one thing told to whoever caused it.
    if (account == from && kind != NotificationKind::poll) return {};
    return tell(tx, {{}, account, kind, from, status, tx.now()}, std::nullopt);
}

namespace {
db::Sql const remove_earlier{
    "notifications.remove_about",
    "DELETE FROM notifications WHERE from_account_id = $1 AND account_id = $2 AND kind = $3 AND "
    "subject_id = $4"};
}  // namespace

Result<void> notify_of_collection(db::Tx& tx, AccountId account, NotificationKind kind,
                                  AccountId from, std::int64_t collection) {
    if (account == from) return {};
    if (kind == NotificationKind::collection_update)
        TRY_OK(tx.run(remove_earlier, from, account, kind, collection));
    return tell(tx, {{}, account, kind, from, std::nullopt, tx.now()}, collection);
}

}  // namespace skein::social
