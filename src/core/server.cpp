#include "core/server.h"

#include "base/log.h"
#include "base/url.h"
#include "core/errors.h"
#include "core/principals.h"
#include "core/request_figures.h"
#include "platform/db/migrate.h"

namespace skein {
namespace {

std::string host_of(std::string const& public_url) {
    auto const url = Url::parse(public_url);
    return url ? url->host().str() : "localhost";
}

/// People's names may stand under another domain than the server itself.
struct HandleConfig {
    std::string handle_domain;

    void declare(Settings& s) {
        s.text("server.handle_domain", handle_domain,
               "The domain in people's handles, where it is not the host of server.public_url: "
               "`example.org` for a server at social.example.org. That domain must send what is "
               "asked for at /.well-known/webfinger and /.well-known/host-meta on to this server. "
               "Never change it once there are people.");
    }
};

threads::LaneOptions lane_options(LaneName name, ServerConfig const& config) {
    constexpr std::size_t small_stack = 512 << 10;
    auto const options = [&](std::int64_t count, std::size_t queue_max) {
        return threads::LaneOptions{.name = std::string(to_string(name)),
                                    .threads = static_cast<unsigned>(count),
                                    .queue_max = queue_max,
                                    .stack_bytes = small_stack};
    };
    switch (name) {
        case LaneName::read: {
            auto reads = options(config.read_threads, 4096);
            reads.pieces_a_thread = 4;
            return reads;
        }
        case LaneName::write: return options(config.write_threads, 4096);
        case LaneName::slow: return options(config.slow_threads, 256);
        case LaneName::fetch: return options(config.fetch_threads, 1024);
        case LaneName::jobs: return options(config.job_threads, 4096);
        case LaneName::cpu: return options(config.cpu_threads, 4096);
    }
    return {};
}

}  // namespace

Server::Server(ServerConfig config, Settings settings)
    : config_(std::move(config)),
      settings_(std::move(settings)),
      domain_(host_of(config_.public_url)) {
    board_.lend<Server>(*this);
    // What every request reads must be there before several threads ask for it.
    board_.part<Events>();
    board_.part<JobKinds>();
    board_.part<Hub>();
    board_.part<RateLimits>();
    board_.part<Authenticator>();
    board_.part<Principals>();
    declare_figures();
    if (auto const& wanted = this->settings<HandleConfig>().handle_domain; !wanted.empty()) {
        auto const host = Host::parse(wanted);
        if (host && !host->is_ip()) domain_ = host->str();
        else install_problems_.push_back("server.handle_domain: this is no domain: " + wanted);
    }
}

void Server::declare_figures() {
    board_.part<RequestFigures>().declare(metrics());
    shed_ = &metrics().counter("skein_http_shed_total",
                               "Requests answered 503 because their lane was full.");
}

void Server::attach(ServerParts parts) {
    board_.seal();
    parts_ = std::move(parts);
    parts_.db->set_board(board_);
    for (std::size_t i = 0; i < lane_count; ++i)
        lanes_.push_back(std::make_unique<threads::Lane>(
            *parts_.scheduler, lane_options(static_cast<LaneName>(i), config_)));
    if (!parts_.timers) parts_.timers = std::make_unique<threads::Timers>(*parts_.scheduler);
    jobs_ = std::make_unique<JobQueue>(*this);
    for (auto const& schedule : schedules_) jobs_->add_schedule(schedule);
}

Server::~Server() { stop(std::chrono::seconds(1)); }

threads::Lane& Server::lane(LaneName name) { return *lanes_[static_cast<std::size_t>(name)]; }

void Server::every(std::string name, Duration interval, Result<void> (*run)(Server&),
                   LaneName lane) {
    schedules_.push_back({std::move(name), interval, lane, run});
}

void Server::add_endpoint(Endpoint endpoint) {
    std::vector<std::string> produces;
    if (!endpoint.route.produces.empty() && endpoint.route.produces != "application/json")
        produces.emplace_back(endpoint.route.produces);
    auto const added =
        router_.add(endpoint.method, endpoint.pattern, std::move(produces), endpoints_.size());
    if (!added) install_problems_.push_back(endpoint.pattern + ": " + added.error().message);
    endpoints_.push_back(std::move(endpoint));
}

/// Our own mistakes in routes, which would otherwise show with the first request.
std::vector<std::string> Server::endpoint_problems() const {
    std::vector<std::string> problems;
    for (auto const& [method, pattern, route, handler, fields] : endpoints_) {
        if (!route.limit.empty() && limits_.find(route.limit) == limits_.end())
            problems.push_back(fmt::format("{}: there is no limit {}", pattern, route.limit));
        if (route.at_once && route.who != Who::unasked)
            problems.push_back(pattern + ": who asks cannot be looked up at once");
    }
    return problems;
}

Result<void> Server::install(std::vector<Feature> const& features) {
    for (auto const& feature : features) feature.install(*this);
    auto problems = settings_.problems();
    problems.insert(problems.end(), install_problems_.begin(), install_problems_.end());
    for (auto& problem : endpoint_problems()) problems.push_back(std::move(problem));
    if (problems.empty()) return {};
    std::string message = "The settings are wrong:";
    for (auto const& problem : problems) message += "\n  " + problem;
    return fail(Errc::bad_request, std::move(message));
}

Result<void> Server::migrate(std::function<void(std::string const&)> report) {
    return db::migrate(db(), db::all_migrations(), std::move(report));
}

Result<void> Server::start() {
    for (auto const& work : at_start_) TRY_OK(work(*this));
    jobs_->start();
    return {};
}

Result<void> Server::listen(std::vector<int> inherited_sockets) {
    http::ServerOptions options;
    options.listen = config_.listen;
    options.inherited_sockets = std::move(inherited_sockets);
    options.io_threads = static_cast<unsigned>(config_.io_threads);
    options.trusted_proxies = config_.trusted_proxies;
    options.spool_directory = config_.data_dir + "/spool";
    http::Handler handler;
    handler.limit = [this](http::Request const& head) { return body_limit(head); };
    handler.handle = [this](http::Request request, http::Respond respond) {
        handle(std::move(request), std::move(respond), threads::Wake::later);
    };
    handler.turn_ended = [this] { wake_lanes(); };
    handler.error = [this](http::Request const& head, Error const& error) {
        auto response = error_response(
            head, head.path.starts_with("/api/") ? Surface::api : Surface::open, error);
        // Here it was the client that was too slow.
        if (error.code == Errc::timeout) response.status = 408;
        return response;
    };
    handler.done = [this](http::Request const& request, int status, std::uint64_t bytes,
                          Duration taken) { note_request(request, status, bytes, taken); };
    TRY(listener_, http::Server::start(std::move(options), std::move(handler)));
    return {};
}

std::vector<std::string> Server::addresses() const {
    return listener_ ? listener_->addresses() : std::vector<std::string>{};
}

std::vector<int> Server::listening_sockets() const {
    return listener_ ? listener_->listening_sockets() : std::vector<int>{};
}

std::size_t Server::connections() const { return listener_ ? listener_->connections() : 0; }

void Server::stop(Duration grace) {
    if (!jobs_ || stopped_.exchange(true)) return;
    for (auto const& work : at_stop_) work(*this);
    // Sockets first, so that nothing new comes in; then the lanes in the order in which they wait
    // for each other.
    if (listener_) listener_->stop(grace);
    parts_.timers->stop();
    jobs_->stop(grace);
    if (parts_.imaging) parts_.imaging->stop();
    for (auto const name : {LaneName::read, LaneName::write, LaneName::slow, LaneName::fetch,
                            LaneName::jobs, LaneName::cpu})
        lane(name).stop();
    if (parts_.http) parts_.http->stop();
    parts_.db->stop();
}

}  // namespace skein
