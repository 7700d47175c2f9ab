// Reports as the API shows them.
#pragma once

#include <span>

#include "features/annual_reports/reports.h"
#include "social/views/views.h"

namespace skein::annual_reports {

/// WrappedAnnualReports of one owner, who is the viewer: the reports with whom and what they name.
Result<void> write_reports(social::ViewOf const& view, std::span<AnnualReport const> reports,
                           json::Writer& out);

/// Where the page of a report is.
std::string share_url(Server const& server, std::string_view username, AnnualReport const& report);

}  // namespace skein::annual_reports
