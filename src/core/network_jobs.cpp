// Running network jobs: prepared in batches on `cpu`, sent by the client, and nobody waits.

#include "core/job_queue.h"

namespace skein {
namespace {

constexpr std::size_t batch_jobs = 16;
constexpr std::size_t in_flight_max = 256;

Result<Prepared> call(JobKind const& kind, Server& server, StoredJob const& job) {
    try {
        return kind.prepare(server, job);
    } catch (std::exception const& error) {
        return fail(Errc::internal, "", error.what());
    }
}

}  // namespace

void JobQueue::State::start_requests() {
    while (index.has_network() && index.running_network() < in_flight_max) {
        auto const batch = std::make_shared<std::vector<StoredJob>>();
        while (batch->size() < batch_jobs && index.running_network() < in_flight_max) {
            auto job = index.next_network();
            if (!job) break;
            batch->push_back(*std::move(job));
        }
        threads::Lane::Work work = [self = shared_from_this(), batch] { self->prepare(*batch); };
        if (server.lane(LaneName::cpu).post(std::move(work))) continue;
        for (auto& job : *batch) {
            index.release(job, true);
            admit(std::move(job));
        }
        look_everywhere();  // For any that found no room again.
        dispatch_at = server.clock().now() + job_pause;
        return;
    }
}

void JobQueue::State::prepare(std::vector<StoredJob> const& batch) {
    for (auto const& job : batch) {
        auto const& kind = *kinds.find(job.name);
        auto request = call(kind, server, job);
        auto done = finished_job(job, kind);
        if (!request) {
            if (request.error().code != Errc::gone) done.failure = request.error();
            push_finished(std::move(done));
            continue;
        }
        if (auto const* later = std::get_if<Later>(&*request)) {
            done.again_at = later->until;
            done.put_off = true;
            push_finished(std::move(done));
            continue;
        }
        auto outgoing = std::get<http::Outgoing>(*std::move(request));
        server.http().start(std::move(outgoing), [self = shared_from_this(),
                                                  done = std::move(done)](Outcome outcome) mutable {
            done.outcome = std::move(outcome);
            self->push_finished(std::move(done));
        });
    }
}

}  // namespace skein
