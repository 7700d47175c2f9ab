#include "social/reports.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "core/events.h"
#include "social/accounts.h"
#include "social/audience.h"
#include "social/domains.h"
#include "social/events.h"

namespace skein::social {
namespace {

#define REPORT_COLUMNS                                                                 \
    "r.id, r.account_id, r.target_id, r.category, r.comment, r.forward, r.forwarded, " \
    "r.resolved_at, r.created_at"

db::Query<Report> const find_by_ids{
    "reports.list_by_ids", "SELECT " REPORT_COLUMNS " FROM reports r WHERE r.id IN {list:$1}"};
db::Query<Report> const list_open{"reports.list_open",
                                  "SELECT " REPORT_COLUMNS
                                  " FROM reports r WHERE r.resolved_at IS NULL ORDER BY r.id DESC "
                                  "LIMIT $1"};
db::Query<Report> const list_resolved{
    "reports.list_resolved", "SELECT " REPORT_COLUMNS
                             " FROM reports r WHERE r.resolved_at IS NOT NULL ORDER BY r.id DESC "
                             "LIMIT $1"};
// $1 who reports, $2 whom, $3 since when, $4 the domain of who reports: another server speaks
// through several of its actors; $5 whether it is for the target's server as well, which is told
// nothing of what was written for the moderators here alone.
db::Query<Report> const find_repeated{
    "reports.find_repeated",
    "SELECT " REPORT_COLUMNS
    " FROM reports r JOIN accounts a ON a.id = r.account_id WHERE r.target_id = $2 AND "
    "r.resolved_at IS NULL AND r.created_at > $3 AND (r.account_id = $1 OR ($4 <> '' AND a.domain "
    "= $4)) AND r.forward = $5 ORDER BY r.id DESC LIMIT 1"};
db::Sql const insert{"reports.insert",
                     "INSERT INTO reports (id, account_id, target_id, category, comment, forward, "
                     "forwarded, resolved_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, FALSE, "
                     "NULL, $7)"};
db::Sql const add_to{"reports.add_to", "UPDATE reports SET comment = $2 WHERE id = $1"};
db::Sql const resolve{"reports.resolve",
                      "UPDATE reports SET resolved_at = $2 WHERE id = $1 AND resolved_at IS NULL"};
db::Sql const set_forwarded{"reports.set_forwarded",
                            "UPDATE reports SET forwarded = TRUE WHERE id = $1"};

struct OfReport {
    ReportId report;
    std::int64_t id = 0;
    auto row() { return std::tie(report, id); }
};
db::Query<OfReport> const list_statuses_of{
    "report_statuses.list",
    "SELECT report_id, status_id FROM report_statuses WHERE report_id IN {list:$1} ORDER BY "
    "report_id, status_id"};
db::Query<OfReport> const list_rules_of{
    "report_rules.list",
    "SELECT report_id, rule_id FROM report_rules WHERE report_id IN {list:$1} ORDER BY report_id, "
    "rule_id"};
db::Query<OfReport> const list_collections_of{
    "report_collections.list",
    "SELECT report_id, collection_id FROM report_collections WHERE report_id IN {list:$1} ORDER BY "
    "report_id, collection_id"};
// Those of the reported account, $3, alone.
db::Sql const insert_collections{
    "report_collections.insert",
    "INSERT INTO report_collections (report_id, collection_id) SELECT $1, c.id FROM collections c "
    "WHERE c.account_id = $3 AND c.id IN {list:$2} ON CONFLICT (report_id, collection_id) DO "
    "NOTHING"};
db::Sql const insert_statuses{
    "report_statuses.insert",
    "INSERT INTO report_statuses (report_id, status_id) SELECT $1, s.id FROM statuses s WHERE s.id "
    "IN {list:$2} ON CONFLICT (report_id, status_id) DO NOTHING"};
db::Sql const insert_rules{
    "report_rules.insert",
    "INSERT INTO report_rules (report_id, rule_id) SELECT $1, u.id FROM rules u WHERE u.id IN "
    "{list:$2} ON CONFLICT (report_id, rule_id) DO NOTHING"};
db::Query<StatusId> const list_own{
    "reports.list_own_statuses",
    "SELECT id FROM statuses WHERE account_id = $1 AND id IN {list:$2} ORDER BY id"};

constexpr std::size_t rules_max = 50;

/// Posts of the target only, and only what who reports can have seen.
Result<void> keep_good_statuses(db::Tx& tx, Account const& reporter, Report& report) {
    if (report.statuses.size() > report_statuses_max) report.statuses.resize(report_statuses_max);
    if (report.statuses.empty()) return {};
    TRY(report.statuses, tx.list(list_own, report.target_id, report.statuses));
    if (!reporter.local()) return {};
    TRY(report.statuses, keep_visible(tx, reporter.id, report.statuses));
    return {};
}

Result<void> check_comment(Account const& reporter, Report& report) {
    if (!has_more_graphemes(report.comment, report_comment_characters_max)) return {};
    if (reporter.local())
        return fail(Errc::unprocessable,
                    "Validation failed: Comment is too long (maximum is 1000 characters)");
    report.comment = first_graphemes(report.comment, report_comment_characters_max);
    return {};
}

Result<void> add_collections(db::Tx& tx, ReportId id, Report const& report) {
    if (report.collections.empty()) return {};
    TRY_OK(tx.run(insert_collections, id, report.collections, report.target_id));
    return {};
}

/// Adds to a report that is open still; what it holds stays within the same limits.
Result<Report> add_to_open(db::Tx& tx, Report const& open, Report const& more) {
    auto comment = open.comment;
    if (!more.comment.empty() && !comment.contains(more.comment)) {
        if (!comment.empty()) comment += "\n\n";
        comment = first_graphemes(comment + more.comment, report_comment_characters_max);
    }
    TRY_OK(tx.run(add_to, open.id, comment));
    TRY(auto const before, list_reports_of(tx, std::span(&open.id, 1)));
    auto fresh = more.statuses;
    std::erase_if(fresh, [&](StatusId id) {
        return std::ranges::find(before.front().statuses, id) != before.front().statuses.end();
    });
    auto const room =
        report_statuses_max - std::min(report_statuses_max, before.front().statuses.size());
    if (fresh.size() > room) fresh.resize(room);
    if (!fresh.empty()) TRY_OK(tx.run(insert_statuses, open.id, fresh));
    // An account has few, so that they need no room of their own.
    TRY_OK(add_collections(tx, open.id, more));
    TRY(auto const after, list_reports_of(tx, std::span(&open.id, 1)));
    return after.front();
}

}  // namespace

Result<Report> file_report(db::Tx& tx, Report report) {
    TRY(auto const reporter, load_account(tx, report.account_id));
    TRY(auto const target, load_account(tx, report.target_id));
    report.forward = report.forward && !target.local();
    if (tx.board().part<DomainBook>().verdict(reporter.domain).reject_reports)
        return fail(Errc::forbidden, "Reports from this domain are not taken.");
    TRY_OK(check_comment(reporter, report));
    TRY_OK(keep_good_statuses(tx, reporter, report));
    if (report.collections.size() > report_collections_max)
        report.collections.resize(report_collections_max);
    TRY(auto const open, tx.find(find_repeated, report.account_id, report.target_id,
                                 tx.now() - report_repeat, reporter.domain, report.forward));
    if (open) return add_to_open(tx, *open, report);
    report.id = tx.new_id<ReportId>();
    report.created_at = tx.now();
    TRY_OK(tx.run(insert, report.id, report.account_id, report.target_id, report.category,
                  report.comment, report.forward, report.created_at));
    if (!report.statuses.empty()) TRY_OK(tx.run(insert_statuses, report.id, report.statuses));
    TRY_OK(add_collections(tx, report.id, report));
    if (report.rules.size() > rules_max) report.rules.resize(rules_max);
    if (!report.rules.empty()) TRY_OK(tx.run(insert_rules, report.id, report.rules));
    TRY_OK(publish(tx, ReportFiled{report.id}));
    TRY(auto const stored, list_reports_of(tx, std::span(&report.id, 1)));
    return stored.front();
}

Result<std::vector<Report>> list_reports_of(db::Tx& tx, std::span<ReportId const> ids) {
    if (ids.empty()) return std::vector<Report>{};
    TRY(auto reports, tx.list(find_by_ids, ids));
    TRY(auto const statuses, tx.list(list_statuses_of, ids));
    TRY(auto const rules, tx.list(list_rules_of, ids));
    TRY(auto const collections, tx.list(list_collections_of, ids));
    for (auto& report : reports) {
        for (auto const& one : statuses)
            if (one.report == report.id) report.statuses.push_back(StatusId{one.id});
        for (auto const& one : rules)
            if (one.report == report.id) report.rules.push_back(RuleId{one.id});
        for (auto const& one : collections)
            if (one.report == report.id) report.collections.push_back(CollectionId{one.id});
    }
    return reports;
}

Result<std::optional<Report>> find_report(db::Tx& tx, ReportId id) {
    TRY(auto found, list_reports_of(tx, std::span(&id, 1)));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::vector<Report>> list_reports(db::Tx& tx, bool resolved, std::int64_t limit) {
    TRY(auto const rows, tx.list(resolved ? list_resolved : list_open, limit));
    std::vector<ReportId> ids;
    for (auto const& row : rows) ids.push_back(row.id);
    TRY(auto reports, list_reports_of(tx, ids));
    std::ranges::sort(reports, std::greater{}, &Report::id);
    return reports;
}

Result<void> resolve_report(db::Tx& tx, ReportId id) {
    TRY(auto const changed, tx.run(resolve, id, tx.now()));
    if (changed == 0) return fail(Errc::not_found, "There is no such open report.");
    return {};
}

Result<void> note_forwarded(db::Tx& tx, ReportId id) {
    TRY_OK(tx.run(set_forwarded, id));
    return {};
}

namespace {
constexpr std::array<std::string_view, 4> category_names{"other", "spam", "legal", "violation"};
}  // namespace

std::string_view to_string(ReportCategory category) {
    return category_names[static_cast<std::size_t>(category)];
}

std::optional<ReportCategory> parse_report_category(std::string_view text) {
    auto const at = std::ranges::find(category_names, text);
    if (at == category_names.end()) return std::nullopt;
    return static_cast<ReportCategory>(at - category_names.begin());
}

}  // namespace skein::social
