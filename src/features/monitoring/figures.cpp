#include "features/monitoring/figures.h"

#include <unistd.h>

#include <cstdio>
#include <mutex>

#include "base/version.h"
#include "core/server.h"

namespace skein::monitoring {
namespace {

/// The counts of jobs, read once for the gauges that show them.
class JobCounts {
  public:
    JobQueue::Figures read(Server& server) {
        std::lock_guard const lock(mutex_);
        auto const now = server.clock().now();
        if (now < fresh_until_) return figures_;
        figures_ = server.jobs().figures().value_or(JobQueue::Figures{});
        fresh_until_ = now + std::chrono::seconds(1);
        return figures_;
    }

  private:
    std::mutex mutex_;
    Time fresh_until_{};
    JobQueue::Figures figures_;
};

double resident_bytes() {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen("/proc/self/statm", "re"),
                                                               &std::fclose);
    unsigned long total = 0, resident = 0;
    if (!file || std::fscanf(file.get(), "%lu %lu", &total, &resident) != 2) return 0;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void declare_lanes(Server& server) {
    for (std::size_t i = 0; i < lane_count; ++i) {
        auto const lane = static_cast<LaneName>(i);
        auto const label = fmt::format("lane=\"{}\"", to_string(lane));
        server.metrics().gauge(
            "skein_lane_queued", "Work that waits for a thread of a lane.",
            [&server, lane] { return static_cast<double>(server.lane(lane).queued()); }, label);
        server.metrics().gauge(
            "skein_lane_running", "Threads of a lane at work.",
            [&server, lane] { return static_cast<double>(server.lane(lane).running()); }, label);
    }
}

void declare_jobs(Server& server) {
    auto const counts = std::make_shared<JobCounts>();
    auto const gauge = [&](std::string state, std::int64_t JobQueue::Figures::* count) {
        server.metrics().gauge(
            "skein_jobs", "Jobs by state; those due and running are among those waiting.",
            [&server, counts, count] { return static_cast<double>(counts->read(server).*count); },
            "state=\"" + state + "\"");
    };
    gauge("waiting", &JobQueue::Figures::waiting);
    gauge("due", &JobQueue::Figures::due);
    gauge("running", &JobQueue::Figures::running);
    gauge("dead", &JobQueue::Figures::dead);
}

}  // namespace

void declare_figures(Server& server) {
    auto& metrics = server.metrics();
    declare_lanes(server);
    declare_jobs(server);
    metrics.gauge("skein_database_bytes", "The database and its write-ahead log.",
                  [&server] { return static_cast<double>(server.db().size_bytes().value_or(0)); });
    metrics.gauge("skein_http_connections", "Connections open now.",
                  [&server] { return static_cast<double>(server.connections()); });
    metrics.gauge("skein_hub_listeners", "Streams and others that wait for news.",
                  [&server] { return static_cast<double>(server.hub().listeners()); });
    metrics.gauge("skein_resident_bytes", "Memory of the process.", resident_bytes);
    metrics.gauge(
        "skein_build_info", "Always 1; the version is in the label.", [] { return 1.0; },
        fmt::format("version=\"{}\"", version));
}

Reply figures_reply(Server& server) {
    return http::text_response(200, server.metrics().text(),
                               "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace skein::monitoring
