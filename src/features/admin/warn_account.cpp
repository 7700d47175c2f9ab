// Telling somebody what the moderators think of their account.

#include "features/admin/commands.h"
#include "features/admin/named_account.h"
#include "social/account_warnings.h"
#include "social/reports.h"

namespace skein::admin {
namespace {

/// The posts of a report about this account.
Result<std::vector<StatusId>> posts_of(db::Tx& tx, std::string const& report, AccountId account) {
    if (report.empty()) return std::vector<StatusId>{};
    auto const id = parse_id(report);
    if (!id) return fail(Errc::bad_request, "This is no id of a report: " + report);
    TRY(auto const found, social::find_report(tx, ReportId{*id}));
    if (!found || found->target_id != account)
        return fail(Errc::not_found, "There is no report " + report + " about this account.");
    return found->statuses;
}

}  // namespace

Result<void> warn_account(Server& server, CommandCall& call) {
    auto const& name = call.arguments[0];
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const user, load_user_named(tx, name));
        social::AccountWarning warning;
        warning.account_id = user.account_id;
        warning.text = call.arguments[1];
        TRY(warning.statuses, posts_of(tx, call.option("report"), user.account_id));
        TRY_OK(social::warn_account(tx, warning));
        return {};
    }));
    call.out(name + " is told.");
    return {};
}

}  // namespace skein::admin
