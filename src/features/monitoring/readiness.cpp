#include "features/monitoring/readiness.h"

#include <sys/statvfs.h>

#include "core/server.h"
#include "platform/db/migrate.h"

namespace skein::monitoring {
namespace {

// Enough for the log of a busy hour and for an admin to come and see.
constexpr std::uint64_t free_bytes_min = 64 << 20;
constexpr auto overdue_max = std::chrono::minutes(10);

db::Query<std::optional<Time>> const find_most_urgent_due{
    "monitoring.find_most_urgent_due",
    "SELECT MIN(run_at) FROM jobs WHERE NOT dead AND priority <= $1"};

}  // namespace

std::vector<std::string> find_problems(Server& server) {
    std::vector<std::string> problems;
    for (auto const& [name, check] : server.health_checks())
        if (auto const problem = check(server)) problems.push_back(name + ": " + *problem);
    return problems;
}

std::optional<std::string> check_database(Server& server) {
    auto const state = db::migration_state(server.db(), db::all_migrations());
    if (!state) return "The database does not answer: " + state.error().message;
    if (state->pending.empty()) return std::nullopt;
    return fmt::format("{} migrations wait; run `skein migrate`.", state->pending.size());
}

std::optional<std::string> check_disk(Server& server) {
    struct statvfs facts{};
    auto const& directory = server.config().data_dir;
    if (::statvfs(directory.c_str(), &facts) != 0)
        return "The data directory cannot be looked at; is its disk mounted?";
    if ((facts.f_flag & ST_RDONLY) != 0)
        return "The disk of the data directory is read-only; nothing can be stored.";
    auto const free_bytes = std::uint64_t{facts.f_bavail} * facts.f_frsize;
    if (free_bytes >= free_bytes_min) return std::nullopt;
    return fmt::format("Only {} MB are free on the disk of the data directory; make room.",
                       free_bytes >> 20);
}

std::optional<std::string> check_jobs(Server& server) {
    // What people wait for; mass work may lag behind without the server being unfit to serve.
    auto const due = server.db().read(
        [](db::Tx& tx) { return tx.load(find_most_urgent_due, Priority::normal); });
    if (!due) return std::nullopt;  // `database` says it.
    if (!*due || server.clock().now() - **due < overdue_max) return std::nullopt;
    auto const minutes =
        std::chrono::duration_cast<std::chrono::minutes>(server.clock().now() - **due);
    return fmt::format("Background work is {} minutes behind.", minutes.count());
}

}  // namespace skein::monitoring
