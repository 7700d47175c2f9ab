#include "core/server.h"
#include "features/reports/handlers.h"
#include "social/admission.h"
#include "social/reports.h"
#include "social/views/report_view.h"

namespace skein::reports {
namespace {

Result<social::ReportCategory> category_of(FileReport const& input) {
    using social::ReportCategory;
    if (input.category.empty())
        return input.rule_ids.empty() ? ReportCategory::other : ReportCategory::violation;
    auto const category = social::parse_report_category(input.category);
    if (!category)
        return fail(Errc::unprocessable, "Validation failed: Category is not included in the list");
    return *category;
}

}  // namespace

Result<Reply> file_report(Call& call, FileReport const& input) {
    auto& db = call.server().db();
    social::Report report;
    report.account_id = call.viewer();
    report.target_id = input.account_id;
    report.comment = input.comment;
    report.forward = input.forward;
    report.statuses = input.status_ids;
    report.collections = input.collection_ids;
    report.rules = input.rule_ids;
    TRY(auto const filed, db.write([&, report](db::Tx& tx) mutable -> Result<social::Report> {
        TRY_OK(social::load_shown_account(tx, call.viewer(), input.account_id));
        TRY(report.category, category_of(input));
        return social::file_report(tx, report);
    }));
    return db.read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_report({call.server(), tx, call.viewer()}, filed, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::reports
