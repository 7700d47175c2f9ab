#include "features/reports/feature.h"

#include "core/server.h"
#include "features/reports/handlers.h"

namespace skein::reports {

void install(Server& server) {
    // Every report takes a person's time.
    server.limit("report", {"report", 30, std::chrono::minutes(30)});
    server.post("/api/v1/reports", file_report,
                {.scope = "write:reports",
                 .lane = LaneName::write,
                 .limit = "report",
                 .returns = "Report",
                 .summary = "Tell the moderators about an account and its posts."});
    server.command({"report list",
                    "List the reports that are open, newest first.",
                    {},
                    {{"resolved", "Those that are closed.", false},
                     {"limit", "At most so many.", true, false, "50"}},
                    false,
                    list_reports});
    server.command(
        {"report resolve", "Close a report.", {{"id", "Its id."}}, {}, false, resolve_report});
}

}  // namespace skein::reports
