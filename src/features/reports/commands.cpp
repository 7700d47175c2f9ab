// Reading and closing reports on the command line.

#include "base/text.h"
#include "core/server.h"
#include "features/reports/handlers.h"
#include "social/accounts.h"
#include "social/reports.h"

namespace skein::reports {
namespace {

constexpr std::int64_t reports_max = 1000;

std::string name_in(std::vector<social::Account> const& accounts, AccountId id) {
    for (auto const& account : accounts)
        if (account.id == id) return account.acct();
    return "somebody gone";
}

/// The comment on one line: control characters would write over the screen.
std::string one_line(std::string_view comment) {
    auto line = strip_controls(comment, false);
    return has_more_graphemes(line, 200) ? first_graphemes(line, 200) + "…" : line;
}

std::string line_of(social::Report const& report, std::vector<social::Account> const& accounts) {
    auto line =
        fmt::format("{}  {}  {:<9}  {} reports {}", to_string(report.id),
                    to_iso_date(report.created_at), social::to_string(report.category),
                    name_in(accounts, report.account_id), name_in(accounts, report.target_id));
    if (!report.statuses.empty()) line += fmt::format(", {} posts", report.statuses.size());
    if (!report.collections.empty())
        line += fmt::format(", {} collections", report.collections.size());
    if (report.forwarded) line += ", forwarded";
    if (!report.comment.empty()) line += ": " + one_line(report.comment);
    return line;
}

}  // namespace

Result<void> list_reports(Server& server, CommandCall& call) {
    auto const limit = parse_id(call.option("limit"));
    if (!limit || *limit > reports_max)
        return fail(Errc::bad_request,
                    fmt::format("--limit is a number from 1 to {}.", reports_max));
    return server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const reports, social::list_reports(tx, call.flag("resolved"), *limit));
        std::vector<AccountId> people;
        for (auto const& report : reports) {
            people.push_back(report.account_id);
            people.push_back(report.target_id);
        }
        TRY(auto const accounts, social::list_accounts(tx, people));
        for (auto const& report : reports) call.out(line_of(report, accounts));
        if (reports.empty()) call.out("There are no such reports.");
        return {};
    });
}

Result<void> resolve_report(Server& server, CommandCall& call) {
    auto const id = parse_id(call.arguments[0]);
    if (!id) return fail(Errc::bad_request, "This is no id of a report: " + call.arguments[0]);
    TRY_OK(
        server.db().write([&](db::Tx& tx) { return social::resolve_report(tx, ReportId{*id}); }));
    call.out("The report is closed.");
    return {};
}

}  // namespace skein::reports
