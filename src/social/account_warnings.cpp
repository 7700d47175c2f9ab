#include "social/account_warnings.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "core/events.h"
#include "social/notification_subjects.h"

namespace skein::social {
namespace {

#define WARNING_COLUMNS "w.id, w.account_id, w.action, w.text, w.created_at"

db::Query<AccountWarning> const list_by_ids{"account_warnings.list_by_ids",
                                            "SELECT " WARNING_COLUMNS
                                            " FROM account_warnings w WHERE w.id IN {list:$1}"};
db::Query<AccountWarning> const list_by_account{
    "account_warnings.list", "SELECT " WARNING_COLUMNS
                             " FROM account_warnings w WHERE w.account_id = $1 ORDER BY w.id DESC "
                             "LIMIT $2"};
db::Sql const insert{"account_warnings.insert",
                     "INSERT INTO account_warnings (id, account_id, action, text, created_at) "
                     "VALUES ($1, $2, $3, $4, $5)"};
db::Sql const insert_statuses{
    "account_warning_statuses.insert",
    "INSERT INTO account_warning_statuses (warning_id, status_id) SELECT $1, s.id FROM statuses s "
    "WHERE s.account_id = $3 AND s.id IN {list:$2}"};
struct OfWarning {
    AccountWarningId warning;
    StatusId status;
    auto row() { return std::tie(warning, status); }
};
db::Query<OfWarning> const list_statuses{
    "account_warning_statuses.list",
    "SELECT warning_id, status_id FROM account_warning_statuses WHERE warning_id IN {list:$1} "
    "ORDER BY warning_id, status_id"};

Result<void> load_statuses(db::Tx& tx, std::vector<AccountWarning>& warnings) {
    std::vector<AccountWarningId> ids;
    for (auto const& warning : warnings) ids.push_back(warning.id);
    if (ids.empty()) return {};
    TRY(auto const rows, tx.list(list_statuses, ids));
    for (auto& warning : warnings)
        for (auto const& row : rows)
            if (row.warning == warning.id) warning.statuses.push_back(row.status);
    return {};
}

}  // namespace

std::string_view to_string(WarningAction action) {
    constexpr std::array<std::string_view, 7> names{
        "none",    "disable", "mark_statuses_as_sensitive", "delete_statuses", "sensitive",
        "silence", "suspend"};
    return names[static_cast<std::size_t>(action)];
}

Result<AccountWarning> warn_account(db::Tx& tx, AccountWarning warning, bool tell) {
    if (has_more_graphemes(warning.text, warning_characters_max))
        return fail(Errc::unprocessable,
                    fmt::format("A warning has at most {} characters.", warning_characters_max));
    if (warning.statuses.size() > warning_statuses_max)
        warning.statuses.resize(warning_statuses_max);
    warning.id = tx.new_id<AccountWarningId>();
    warning.created_at = tx.now();
    TRY_OK(tx.run(insert, warning.id, warning.account_id, warning.action, warning.text,
                  warning.created_at));
    if (!warning.statuses.empty())
        TRY_OK(tx.run(insert_statuses, warning.id, warning.statuses, warning.account_id));
    // Nobody in particular speaks: it comes from the account itself, as Mastodon has it.
    if (tell)
        TRY_OK(notify_about(tx, warning.account_id, NotificationKind::moderation_warning,
                            warning.account_id, warning.id.value));
    TRY(auto const stored, list_warnings(tx, std::span(&warning.id, 1)));
    return stored.front();
}

Result<std::vector<AccountWarning>> list_warnings(db::Tx& tx,
                                                  std::span<AccountWarningId const> ids) {
    if (ids.empty()) return std::vector<AccountWarning>{};
    TRY(auto warnings, tx.list(list_by_ids, ids));
    TRY_OK(load_statuses(tx, warnings));
    return warnings;
}

Result<std::vector<AccountWarning>> list_warnings_of(db::Tx& tx, AccountId account,
                                                     std::int64_t limit) {
    TRY(auto warnings, tx.list(list_by_account, account, limit));
    TRY_OK(load_statuses(tx, warnings));
    return warnings;
}

}  // namespace skein::social
