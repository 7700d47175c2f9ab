// One server: owns everything long-lived and outlives every request and job. Features plug into it
// through the methods of "What features call"; app/main starts and stops it; tests make several.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/board.h"
#include "core/commands.h"
#include "core/config.h"
#include "core/endpoint.h"
#include "core/events.h"
#include "core/hub.h"
#include "core/jobs.h"
#include "core/lanes.h"
#include "core/metrics.h"
#include "core/rate_limits.h"
#include "platform/crypto/random.h"
#include "platform/crypto/secret_keys.h"
#include "platform/db/database.h"
#include "platform/http/client.h"
#include "platform/http/message.h"
#include "platform/http/server.h"
#include "platform/imaging/imaging.h"
#include "platform/mail/mail.h"
#include "platform/storage/storage.h"
#include "platform/threads/lane.h"
#include "platform/threads/scheduler.h"
#include "platform/threads/timers.h"

namespace skein {

/// What a server is made of; tests replace the parts that touch the outside.
struct ServerParts {
    std::shared_ptr<Clock const> clock;
    std::shared_ptr<threads::Scheduler> scheduler;
    std::unique_ptr<threads::Timers> timers;  ///< Made on the scheduler when there are none.
    std::unique_ptr<crypto::Random> random;
    std::unique_ptr<crypto::SecretKeys> keys;
    std::unique_ptr<db::Database> db;
    std::unique_ptr<http::Client> http;
    std::unique_ptr<mail::Mailer> mailer;
    std::unique_ptr<storage::Storage> storage;
    std::unique_ptr<imaging::Imaging> imaging;
};

/// What is wrong with one part of a server and what to do, in plain words; nothing when all is
/// well.
using Check = std::function<std::optional<std::string>(Server&)>;
using NamedChecks = std::vector<std::pair<std::string, Check>>;

/// One line of app/features.cpp.
struct Feature {
    std::string_view name;
    void (*install)(Server&);
    bool required = false;
};

class Server {
  public:
    /// Opens what `config` names; tests give their own parts.
    static Result<ServerParts> open_parts(ServerConfig const& config);

    Server(ServerConfig config, Settings settings);
    ~Server();

    // --- What features call, in `install` ---

    template <class Function>
    void get(std::string_view pattern, Function handler, Route route) {
        add(http::Method::get, pattern, handler, route);
    }
    template <class Function>
    void post(std::string_view pattern, Function handler, Route route) {
        add(http::Method::post, pattern, handler, route);
    }
    template <class Function>
    void put(std::string_view pattern, Function handler, Route route) {
        add(http::Method::put, pattern, handler, route);
    }
    template <class Function>
    void patch(std::string_view pattern, Function handler, Route route) {
        add(http::Method::patch, pattern, handler, route);
    }
    template <class Function>
    void del(std::string_view pattern, Function handler, Route route) {
        add(http::Method::del, pattern, handler, route);
    }

    /// Subscribes a plain function `Result<void>(db::Tx&, Event const&)`.
    template <class Event>
    void on(Result<void> (*handler)(db::Tx&, Event const&)) {
        board_.part<Events>().on<Event>(handler);
    }

    /// Registers a local job: `Result<void>(JobRun&, Job const&)`.
    template <class Job>
    void job(Result<void> (*run)(JobRun&, Job const&), LaneName lane = LaneName::jobs,
             RetrySchedule retry = default_retry) {
        board_.part<JobKinds>().add({std::string(Job::name),
                                     lane,
                                     std::move(retry),
                                     [run](JobRun& job_run) -> Result<void> {
                                         TRY(auto job, read_job<Job>(job_run.stored()));
                                         return run(job_run, job);
                                     },
                                     {},
                                     {}});
    }

    /// Registers a network job: `prepare` makes the request (http::Outgoing, or Prepared where it
    /// may also say `Later`), `finish` reads what came of it.
    template <class Job, class Request>
    void network_job(Result<Request> (*prepare)(Server&, Job const&),
                     Result<Verdict> (*finish)(db::Tx&, Job const&, Outcome const&),
                     RetrySchedule retry = default_retry) {
        board_.part<JobKinds>().add(
            {std::string(Job::name),
             LaneName::cpu,
             std::move(retry),
             {},
             [prepare](Server& server, StoredJob const& stored) -> Result<Prepared> {
                 TRY(auto job, read_job<Job>(stored));
                 TRY(auto request, prepare(server, job));
                 return Prepared(std::move(request));
             },
             [finish](db::Tx& tx, StoredJob const& stored,
                      Outcome const& outcome) -> Result<Verdict> {
                 TRY(auto job, read_job<Job>(stored));
                 return finish(tx, job, outcome);
             }});
    }

    /// Runs something regularly, in one process at a time.
    void every(std::string name, Duration interval, Result<void> (*run)(Server&),
               LaneName lane = LaneName::jobs);

    /// The settings of one owner, read once and kept.
    template <class Config>
    Config const& settings() {
        auto& part = board_.part<Kept<Config>>();
        if (!part.declared) {
            part.config.declare(settings_);
            part.declared = true;
        }
        return part.config;
    }

    void command(Command command) { commands_.push_back(std::move(command)); }

    /// Work for when the server starts serving (after `install` of all, before the first request).
    void at_start(std::function<Result<void>(Server&)> work) {
        at_start_.push_back(std::move(work));
    }
    /// A line in `/readyz`.
    void health(std::string name, Check check) {
        health_.emplace_back(std::move(name), std::move(check));
    }
    /// A proof that `skein check` asks for and that may take its time.
    void inspection(std::string name, Check inspect) {
        inspections_.emplace_back(std::move(name), std::move(inspect));
    }
    /// Work for when the server stops, before its sockets close. What runs on threads of its own
    /// ends here.
    void at_stop(std::function<void(Server&)> work) { at_stop_.push_back(std::move(work)); }
    /// A further rate limit that routes may name. Each name has one owner.
    void limit(std::string name, RateLimit limit) {
        auto const added = limits_.emplace(std::move(name), std::move(limit)).second;
        expects(added);
    }
    /// Counts one use of a named limit: for work that only some requests of a route ask for, while
    /// a route that names a limit spends it with each. Errc::rate_limited when nothing is left.
    Result<void> spend(Call const& call, std::string_view limit);

    template <class T>
    T& part() {
        return board_.part<T>();
    }

    // --- What everybody may use ---

    Board& board() { return board_; }
    db::Database& db() { return *parts_.db; }
    http::Client& http() { return *parts_.http; }
    mail::Mailer& mailer() { return *parts_.mailer; }
    storage::Storage& storage() { return *parts_.storage; }
    imaging::Imaging& imaging() { return *parts_.imaging; }
    crypto::Random& random() { return *parts_.random; }
    crypto::SecretKeys const& keys() const { return *parts_.keys; }
    Clock const& clock() const { return *parts_.clock; }
    threads::Scheduler& scheduler() { return *parts_.scheduler; }
    threads::Lane& lane(LaneName name);
    threads::Timers& timers() { return *parts_.timers; }
    Hub& hub() { return board_.part<Hub>(); }
    Metrics& metrics() { return board_.part<Metrics>(); }
    JobQueue& jobs() { return *jobs_; }
    ServerConfig const& config() const { return config_; }

    /// `https://example.org`: scheme, host and port, no slash at the end.
    std::string const& public_url() const { return config_.public_url; }
    /// The host of handles: `example.org`.
    std::string const& domain() const { return domain_; }
    bool secure() const { return config_.public_url.starts_with("https:"); }
    std::string_view session_cookie() const {
        return secure() ? session_cookie_secure : session_cookie_plain;
    }

    std::vector<Endpoint> const& endpoints() const { return endpoints_; }
    std::vector<Command> const& commands() const { return commands_; }
    std::vector<Schedule> const& schedules() const { return schedules_; }
    Settings const& all_settings() const { return settings_; }
    NamedChecks const& health_checks() const { return health_; }
    NamedChecks const& inspections() const { return inspections_; }

    /// How pages show an error; set by the feature that draws pages.
    std::function<Reply(Server&, http::Request const&, Error const&)> error_page;

    // --- Life ---

    /// Runs every `install`; then wrong or unknown settings fail, all in one message.
    /// Only registers: needs no parts, opens nothing.
    Result<void> install(std::vector<Feature> const& features);
    /// Gives the server what it works with. Before everything below.
    void attach(ServerParts parts);
    Result<void> migrate(std::function<void(std::string const&)> report);
    /// Starts jobs and runs the `at_start` work. Requests may be given to `handle` from now on.
    Result<void> start();
    /// Opens the sockets, or goes on with one that was handed over.
    Result<void> listen(std::vector<int> inherited_sockets = {});
    std::vector<std::string> addresses() const;
    std::vector<int> listening_sockets() const;
    /// Connections open now.
    std::size_t connections() const;
    /// Stops accepting, answers what runs, drains lanes, leaves the rest in the database.
    void stop(Duration grace);

    /// What an I/O thread does with a complete request: routes it and posts it to its lane. With
    /// `Wake::later` it is run when `wake_lanes` is called, if not before.
    void handle(http::Request request, http::Respond respond,
                threads::Wake when = threads::Wake::now);
    void wake_lanes();
    /// What the API answers the caller of `call` to a GET of `target` (`/api/v2/instance`): asked
    /// and answered in this thread, within the limits `call` was counted for. For pages that carry
    /// answers along. Errors are the handler's own, unscathed by the words for apps;
    /// Errc::unavailable where the answer would have to wait in another lane.
    Result<Reply> answer_within(Call const& call, std::string_view target);
    /// How much of a body may follow this head.
    Result<http::BodyLimit> body_limit(http::Request const& head) const;

  private:
    template <class Config>
    struct Kept {
        Config config;
        bool declared = false;
    };

    template <class Function>
    void add(http::Method method, std::string_view pattern, Function handler, Route route) {
        Endpoint endpoint{method, std::string(pattern), route, {}, {}};
        endpoint.handler = make_handler(+handler, endpoint.fields);
        add_endpoint(std::move(endpoint));
    }
    struct Errand;
    void declare_figures();
    std::vector<std::string> endpoint_problems() const;
    void add_endpoint(Endpoint endpoint);
    void work(std::shared_ptr<Errand> const& errand);
    bool run(Errand& errand);
    Result<Reply> begin(Errand& errand);
    RateLimit const& named(std::string_view limit) const;
    RateVerdict count(http::Request const& request, Principal const& who, RateLimit const& limit);
    Result<void> check_limits(http::Request const& request, Route const& route,
                              Principal const& who, RateVerdict& nearest);
    void note_request(http::Request const& request, int status, std::uint64_t bytes,
                      Duration taken);
    http::Response preflight(http::Request const& request) const;
    http::Response unrouted(http::Request const& request, Error const& why);
    void answer_unrouted(http::Request request, http::Respond respond, Error why);
    http::Response shed(http::Request const& request);
    http::Response error_response(http::Request const& request, Surface surface,
                                  Error const& error);
    http::Response render_error(http::Request const& request, Surface surface, Error const& error);

    ServerConfig config_;
    Settings settings_;
    ServerParts parts_;
    std::string domain_;
    Board board_;
    http::Router router_;
    std::vector<Endpoint> endpoints_;
    std::vector<Command> commands_;
    std::vector<std::function<Result<void>(Server&)>> at_start_;
    std::vector<std::function<void(Server&)>> at_stop_;
    NamedChecks health_, inspections_;
    std::map<std::string, RateLimit, std::less<>> limits_;
    std::vector<std::string> install_problems_;
    std::vector<Schedule> schedules_;
    std::vector<std::unique_ptr<threads::Lane>> lanes_;
    std::unique_ptr<JobQueue> jobs_;
    std::unique_ptr<http::Server> listener_;
    Counter* shed_ = nullptr;
    std::atomic<bool> stopped_ = false;
};

}  // namespace skein
