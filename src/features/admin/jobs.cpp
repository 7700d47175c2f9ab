#include "core/jobs.h"

#include "features/admin/commands.h"

namespace skein::admin {
namespace {

constexpr std::int64_t jobs_max = 10'000;

std::string line_of(StoredJob const& job) {
    auto line = fmt::format("{}  {:<28} {}  attempts {}", to_string(job.id), job.name,
                            to_rfc3339(job.run_at), job.attempts);
    if (!job.host.empty()) line += "  " + job.host;
    if (!job.last_error.empty()) line += "  " + job.last_error;
    return line;
}

}  // namespace

Result<void> list_stored_jobs(Server& server, CommandCall& call) {
    auto const limit = parse_id(call.option("limit"));
    if (!limit || *limit > jobs_max)
        return fail(Errc::bad_request, fmt::format("--limit is a number from 1 to {}.", jobs_max));
    TRY(auto const jobs, server.db().read([&](db::Tx& tx) {
        return list_jobs(tx, call.flag("dead"), call.option("name"), *limit);
    }));
    for (auto const& job : jobs) call.out(line_of(job));
    if (jobs.empty()) call.out("There are no such jobs.");
    return {};
}

Result<void> retry_jobs(Server& server, CommandCall& call) {
    if (call.flag("all") != call.arguments[0].empty())
        return fail(Errc::bad_request, "Name one job by its id, or say --all.");
    if (!call.flag("all")) {
        auto const id = parse_id(call.arguments[0]);
        if (!id) return fail(Errc::bad_request, "This is no job id: " + call.arguments[0]);
        TRY_OK(server.db().write([&](db::Tx& tx) { return retry_job(tx, JobId{*id}); }));
        call.out("The job will be tried now.");
        return {};
    }
    TRY(auto const dead,
        server.db().read([&](db::Tx& tx) { return list_jobs(tx, true, "", jobs_max); }));
    for (auto const& job : dead)
        TRY_OK(server.db().write([&](db::Tx& tx) { return retry_job(tx, job.id); }));
    call.out(fmt::format("{} jobs will be tried now.", dead.size()));
    return {};
}

}  // namespace skein::admin
