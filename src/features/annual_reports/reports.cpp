#include "features/annual_reports/reports.h"

#include "base/text.h"

namespace skein::annual_reports {
namespace {

constexpr std::int64_t reports_listed_max = 20;

db::Query<AnnualReport> const find{
    "annual_reports.find",
    "SELECT id, account_id, year, schema_version, archetype, statuses, shared_statuses, followers, "
    "top_status_id, top_tag, top_tag_uses, share_key, viewed_at, created_at FROM annual_reports "
    "WHERE account_id = $1 AND year = $2"};
db::Query<AnnualReport> const list_unread{
    "annual_reports.list_unread",
    "SELECT id, account_id, year, schema_version, archetype, statuses, shared_statuses, followers, "
    "top_status_id, top_tag, top_tag_uses, share_key, viewed_at, created_at FROM annual_reports "
    "WHERE account_id = $1 AND viewed_at IS NULL ORDER BY year DESC LIMIT $2"};
db::Sql const insert{
    "annual_reports.insert",
    "INSERT INTO annual_reports (id, account_id, year, schema_version, archetype, statuses, "
    "shared_statuses, followers, top_status_id, top_tag, top_tag_uses, share_key, viewed_at, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, $13) "
    "ON CONFLICT (account_id, year) DO NOTHING"};
db::Sql const mark_read{
    "annual_reports.mark_read",
    "UPDATE annual_reports SET viewed_at = $3 WHERE account_id = $1 AND year = $2"};
db::Sql const remove_of{"annual_reports.remove_of",
                        "DELETE FROM annual_reports WHERE account_id = $1"};

}  // namespace

std::string_view to_string(Archetype archetype) {
    switch (archetype) {
        case Archetype::lurker: return "lurker";
        case Archetype::booster: return "booster";
        case Archetype::pollster: return "pollster";
        case Archetype::replier: return "replier";
        case Archetype::oracle: return "oracle";
    }
    return "lurker";
}

Time Year::begin() const {
    return std::chrono::sys_days(std::chrono::year(static_cast<int>(number)) / 1 / 1);
}

Time Year::end() const { return Year{number + 1}.begin(); }

std::optional<std::int64_t> parse_year(std::string_view text) {
    if (text.size() != 4) return std::nullopt;
    return parse_id(text);
}

Result<std::optional<AnnualReport>> find_report(db::Tx& tx, AccountId account, std::int64_t year) {
    return tx.find(find, account, year);
}

Result<std::vector<AnnualReport>> list_unread_reports(db::Tx& tx, AccountId account) {
    return tx.list(list_unread, account, reports_listed_max);
}

Result<void> insert_report(db::Tx& tx, AnnualReport report) {
    TRY_OK(tx.run(insert, tx.new_id<AnnualReportId>(), report.account_id, report.year,
                  report.schema_version, report.archetype, report.statuses, report.shared_statuses,
                  report.followers, report.top_status_id, report.top_tag, report.top_tag_uses,
                  report.share_key, tx.now()));
    return {};
}

Result<bool> mark_report_read(db::Tx& tx, AccountId account, std::int64_t year) {
    TRY(auto const changed, tx.run(mark_read, account, year, tx.now()));
    return changed > 0;
}

Result<void> remove_reports_of(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(remove_of, account));
    return {};
}

}  // namespace skein::annual_reports
