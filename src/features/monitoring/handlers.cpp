#include "features/monitoring/handlers.h"

#include "core/server.h"
#include "features/monitoring/figures.h"
#include "features/monitoring/readiness.h"
#include "platform/crypto/digest.h"

namespace skein::monitoring {
namespace {

Reply never_kept(Reply reply) {
    reply.headers.set("Cache-Control", "no-store");
    return reply;
}

}  // namespace

Result<Reply> show_health(Call&) {
    return never_kept(http::json_response(200, R"({"status":"UP"})"));
}

Result<Reply> show_readiness(Call& call) {
    auto const problems = find_problems(call.server());
    if (problems.empty()) return never_kept(http::text_response(200, "ready\n"));
    std::string text = "not ready\n";
    for (auto const& problem : problems) text += problem + "\n";
    auto reply = never_kept(http::text_response(503, std::move(text)));
    reply.headers.set("Retry-After", "5");
    return reply;
}

Result<Reply> show_metrics(Call& call) {
    auto const& expected = call.server().config().metrics_token;
    auto const given = bearer_token(call.request());
    // Digests, so that the comparison tells nothing of the length either.
    if (expected.empty() || !given ||
        !crypto::constant_time_equal(crypto::sha256(*given), crypto::sha256(expected)))
        return fail(Errc::not_found, "");
    return never_kept(figures_reply(call.server()));
}

}  // namespace skein::monitoring
