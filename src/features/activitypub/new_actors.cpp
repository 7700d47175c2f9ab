#include "features/activitypub/new_actors.h"

#include "core/rate_limits.h"

namespace skein::activitypub {
namespace {

RateLimit const of_a_host{"activitypub.new_actors", 300, std::chrono::minutes(1)};

/// The last two labels: subdomains cost nothing to who owns the name above them.
std::string_view owner_of(std::string_view host) {
    auto const last = host.rfind('.');
    if (last == std::string_view::npos || last == 0) return host;
    auto const before = host.rfind('.', last - 1);
    return before == std::string_view::npos ? host : host.substr(before + 1);
}

}  // namespace

Result<void> admit_new_actor(Server& server, std::string_view host) {
    auto const verdict =
        server.part<RateLimits>().check(of_a_host, owner_of(host), server.clock().now());
    if (verdict.allowed) return {};
    return fail(Errc::unavailable, "Too many new accounts of one server.", std::string(host));
}

void install_new_actors(Server& server) { server.part<RateLimits>(); }

}  // namespace skein::activitypub
