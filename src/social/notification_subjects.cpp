#include "social/notification_subjects.h"

#include <algorithm>

#include "core/events.h"
#include "social/events.h"

namespace skein::social {
namespace {

// $1 who is told, $4 who caused it, $5 about what.
db::Sql const insert{
    "notifications.insert_about",
    "INSERT INTO notifications (id, account_id, kind, from_account_id, status_id, created_at, "
    "subject_id) SELECT $2, $1, $3, $4, NULL, $6, CAST($5 AS BIGINT) WHERE "
    "EXISTS (SELECT 1 FROM users u WHERE u.account_id = $1) "
    "AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.from_account_id = $4 "
    "AND n.account_id = $1 AND n.kind = $3 AND n.subject_id = $5)"};

// The account stands in the condition as well: what somebody else lost is not theirs to see.
struct SevereRow {
    NotificationId notification;
    Severance severance;
    auto row() { return std::tuple_cat(std::tie(notification), severance.row()); }
};
db::Query<SevereRow> const list_severances_of{
    "notifications.severances",
    "SELECT n.id, s.id, s.kind, s.target, s.followers_count, s.following_count, s.purged, "
    "s.created_at FROM notifications n JOIN severances s ON s.id = n.subject_id AND s.account_id = "
    "n.account_id WHERE n.id IN {list:$1} AND n.kind = $2"};
struct SubjectRow {
    NotificationId notification;
    std::int64_t subject = 0;
    auto row() { return std::tie(notification, subject); }
};
db::Query<SubjectRow> const list_subjects{
    "notifications.subjects",
    "SELECT n.id, n.subject_id FROM notifications n WHERE n.id IN {list:$1} AND n.subject_id IS "
    "NOT NULL"};

template <class Matches>
std::vector<NotificationId> ids_where(std::span<Notification const> rows, Matches const& matches) {
    std::vector<NotificationId> ids;
    for (auto const& row : rows)
        if (matches(row.kind)) ids.push_back(row.id);
    return ids;
}
std::vector<NotificationId> ids_of_kind(std::span<Notification const> rows, NotificationKind kind) {
    return ids_where(rows, [kind](NotificationKind one) { return one == kind; });
}

template <class Entries>
auto const* find_in(Entries const& entries, NotificationId id) {
    auto const at =
        std::ranges::find(entries, id, [](auto const& one) { return one.notification; });
    return at == entries.end() ? nullptr : &at->subject;
}

/// The subjects of these notifications, as `list` knows them by their ids.
template <class SubjectId, class Subject>
Result<void> load_subjects(db::Tx& tx, std::vector<NotificationId> const& ids,
                           Result<std::vector<Subject>> (*list)(db::Tx&,
                                                                std::span<SubjectId const>),
                           std::vector<NotificationSubjects::Of<Subject>>& into) {
    if (ids.empty()) return {};
    TRY(auto const rows, tx.list(list_subjects, ids));
    std::vector<SubjectId> wanted;
    for (auto const& row : rows) wanted.push_back(SubjectId{row.subject});
    TRY(auto const subjects, list(tx, wanted));
    for (auto const& row : rows)
        for (auto const& subject : subjects)
            if (subject.id.value == row.subject) into.push_back({row.notification, subject});
    return {};
}

}  // namespace

Result<void> notify_about(db::Tx& tx, AccountId account, NotificationKind kind, AccountId from,
                          std::int64_t subject) {
    auto const id = tx.new_id<NotificationId>();
    TRY(auto const inserted, tx.run(insert, account, id, kind, from, subject, tx.now()));
    if (inserted == 0) return {};
    return publish(tx, NotificationCreated{id, account, kind});
}

Result<NotificationSubjects> NotificationSubjects::load(db::Tx& tx,
                                                        std::span<Notification const> rows) {
    NotificationSubjects subjects;
    TRY_OK(load_subjects(tx, ids_of_kind(rows, NotificationKind::admin_report), list_reports_of,
                         subjects.reports));
    TRY_OK(load_subjects(tx, ids_where(rows, is_about_collection), list_collections,
                         subjects.collections));
    TRY_OK(load_subjects(tx, ids_of_kind(rows, NotificationKind::moderation_warning), list_warnings,
                         subjects.warnings));
    auto const severed = ids_of_kind(rows, NotificationKind::severed_relationships);
    if (severed.empty()) return subjects;
    TRY(auto const found,
        tx.list(list_severances_of, severed, NotificationKind::severed_relationships));
    for (auto const& row : found) subjects.severances.push_back({row.notification, row.severance});
    return subjects;
}

Report const* NotificationSubjects::report(NotificationId id) const { return find_in(reports, id); }

Severance const* NotificationSubjects::severance(NotificationId id) const {
    return find_in(severances, id);
}

AccountWarning const* NotificationSubjects::warning(NotificationId id) const {
    return find_in(warnings, id);
}

Collection const* NotificationSubjects::collection(NotificationId id) const {
    return find_in(collections, id);
}

bool is_about_collection(NotificationKind kind) {
    return kind == NotificationKind::added_to_collection ||
           kind == NotificationKind::collection_update;
}

}  // namespace skein::social
