#include "features/monitoring/metrics_listener.h"

#include "base/log.h"
#include "core/server.h"
#include "features/monitoring/figures.h"

namespace skein::monitoring {
namespace {

struct Listener {
    std::unique_ptr<http::Server> http;
};

constexpr std::size_t connections_max = 32;

/// On the listener's I/O thread: only decides where the work goes.
void answer(Server& server, http::Request const& request, http::Respond respond) {
    auto const reads = request.method == http::Method::get || request.method == http::Method::head;
    if (!reads || request.path != "/metrics")
        return respond(http::text_response(404, "Only GET /metrics is here.\n"));
    auto const shared = std::make_shared<http::Respond>(std::move(respond));
    threads::Lane::Work work = [&server, shared] { (*shared)(figures_reply(server)); };
    if (!server.lane(LaneName::slow).post(std::move(work)))
        (*shared)(http::text_response(503, "The server is busy.\n"));
}

http::Handler handler_of(Server& server) {
    http::Handler handler;
    handler.limit = [](http::Request const&) -> Result<http::BodyLimit> {
        return http::BodyLimit{};
    };
    handler.handle = [&server](http::Request request, http::Respond respond) {
        answer(server, request, std::move(respond));
    };
    handler.error = [](http::Request const&, Error const&) {
        return http::text_response(400, "This request cannot be read.\n");
    };
    handler.done = [](http::Request const&, int, std::uint64_t, Duration) {};
    return handler;
}

}  // namespace

Result<void> start_metrics_listener(Server& server) {
    auto const& address = server.config().metrics_listen;
    if (address.empty()) return {};
    http::ServerOptions options;
    options.listen = {address};
    options.connections_max = connections_max;
    options.connections_per_address_max = connections_max;
    options.spool_directory = server.config().data_dir + "/spool";
    auto& listener = server.part<Listener>();
    TRY(listener.http, http::Server::start(std::move(options), handler_of(server)));
    for (auto const& at : listener.http->addresses())
        log::info("metrics.listening", {{"address", at}});
    return {};
}

void stop_metrics_listener(Server& server) {
    if (auto& http = server.part<Listener>().http) http->stop({});
}

}  // namespace skein::monitoring
