#include "features/monitoring/feature.h"

#include "core/server.h"
#include "features/monitoring/figures.h"
#include "features/monitoring/handlers.h"
#include "features/monitoring/metrics_listener.h"
#include "features/monitoring/readiness.h"

namespace skein::monitoring {

void install(Server& server) {
    server.get("/health", show_health,
               {.who = Who::unasked,
                .surface = Surface::open,
                .at_once = true,
                .returns = "Health",
                .summary = "Whether the process is there."});
    server.get("/readyz", show_readiness,
               {.who = Who::unasked,
                .surface = Surface::open,
                .produces = "text/plain",
                .returns = "text",
                .summary = "Whether the server can serve; else 503 and the reasons."});
    server.get("/metrics", show_metrics,
               {.who = Who::unasked,
                .lane = LaneName::slow,
                .surface = Surface::open,
                .produces = "text/plain",
                .returns = "text",
                .summary = "The server's figures, for the holder of `metrics.token`."});
    server.health("database", check_database);
    server.health("disk", check_disk);
    server.health("jobs", check_jobs);
    declare_figures(server);
    server.at_start(start_metrics_listener);
    server.at_stop(stop_metrics_listener);
}

}  // namespace skein::monitoring
