// Making a report: a job, and what is known of it while it runs.
#pragma once

#include <optional>
#include <string>

#include "core/jobs.h"
#include "features/annual_reports/reports.h"
#include "social/async_refreshes.h"
#include "social/events.h"

namespace skein::annual_reports {

struct GenerateReport {
    static constexpr std::string_view name = "annual_reports.generate";
    AccountId account;
    std::int64_t year = 0;
    auto row() { return std::tie(account, year); }
};
Result<void> generate_report(JobRun& run, GenerateReport const& job);

/// How it stands with one report.
struct Standing {
    enum State { available, generating, eligible, ineligible } state = ineligible;
    std::optional<social::AsyncRefresh> refresh;  ///< Of `generating`.
};
/// `campaign` is the year that may be reported on now.
Result<Standing> find_standing(db::Tx& tx, AccountId account, std::optional<std::int64_t> year,
                               std::optional<std::int64_t> campaign);

/// Begins to make it: stores the job and what tells of it.
Result<social::AsyncRefresh> begin_report(db::Tx& tx, AccountId account, std::int64_t year,
                                          std::string refresh_id);

Result<void> forget_reports(db::Tx& tx, social::AccountRemoved const& event);

}  // namespace skein::annual_reports
