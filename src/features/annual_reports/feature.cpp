#include "features/annual_reports/feature.h"

#include "core/server.h"
#include "features/annual_reports/config.h"
#include "features/annual_reports/generate.h"
#include "features/annual_reports/handlers.h"
#include "social/annual_campaign.h"

namespace skein::annual_reports {
namespace {

Route reading(std::string_view returns, std::string_view summary) {
    return {.scope = "read:accounts", .returns = returns, .summary = summary};
}

Route writing(std::string_view summary) {
    return {
        .scope = "write:accounts", .lane = LaneName::write, .returns = "{}", .summary = summary};
}

}  // namespace

void install(Server& server) {
    auto const& config = server.settings<AnnualReportsConfig>();
    if (config.enabled) server.part<social::AnnualCampaign>().days = config.days;
    server.get("/api/v1/annual_reports", list_reports,
               reading("WrappedAnnualReports", "The reports of one's years not read yet."));
    server.get("/api/v1/annual_reports/{year}", show_report,
               reading("WrappedAnnualReports", "The report of one of one's years."));
    server.get("/api/v1/annual_reports/{year}/state", show_state,
               reading("AnnualReportState", "Whether a report is there or can be made."));
    server.post("/api/v1/annual_reports/{year}/read", read_report,
                writing("Have a report no longer listed."));
    server.post("/api/v1/annual_reports/{year}/generate", ask_for_report,
                writing("Have the report of this year made."));
    server.get("/@{name}/wrapstodon/{year}/{share_key}", show_shared,
               {.who = Who::anyone,
                .surface = Surface::page,
                .produces = "text/html",
                .returns = "page",
                .summary = "The report of a year, for whoever was given its address."});
    server.job<GenerateReport>(generate_report, LaneName::slow);
    server.on<social::AccountRemoved>(forget_reports);
}

}  // namespace skein::annual_reports
