#include "platform/http/client.h"

#include <curl/curl.h>
#include <sys/mman.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <mutex>

#include "base/log.h"
#include "platform/http/host_queue.h"
#include "platform/http/transfer.h"
#include "platform/threads/scheduler.h"

namespace skein::http {
namespace {

constexpr int redirects_ever_max = 3;
constexpr std::size_t waiting_max = 8192;
constexpr std::size_t waiting_per_host_max = 1024;
/// More than the servers that one post usually goes to: a handshake costs several signatures.
constexpr long connections_kept_max = 1024;
constexpr std::size_t idle_handles_max = 32;
constexpr auto queue_swept_every = std::chrono::milliseconds(50);
constexpr int poll_milliseconds_max = 1000;

std::unexpected<Error> cancelled() { return fail(Errc::cancelled, "The server is shutting down."); }

std::unexpected<Error> too_many() {
    return fail(Errc::unavailable, "Too many other servers are being asked just now.");
}

std::unexpected<Error> too_late(Url const& url) {
    return fail(Errc::timeout, "The other server did not answer in time.",
                url.host().str() + ": waited for its turn until the deadline");
}

/// `finish` belongs to somebody else and must not take the thread down with it.
void tell(Client::Finish& finish, Result<Answer> result) {
    try {
        finish(std::move(result));
    } catch (std::exception const& error) {
        log::error("http.client.finish_threw", {{"what", error.what()}});
    }
}

/// libcurl's multi interface with a thread around it. All but `mutex_`, `arrived_` and `stopping_`
/// belongs to that thread.
class CurlClient final : public Client {
  public:
    CurlClient(TransferSettings settings, HostQueueLimits limits, threads::Scheduler& scheduler)
        : settings_(std::move(settings)),
          scheduler_(scheduler),
          multi_(curl_multi_init()),
          queue_(limits) {
        expects(multi_ != nullptr);
        curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, connections_kept_max);
        thread_ = threads::Thread(scheduler, "http-client", [this] { run(); });
    }

    ~CurlClient() override { stop(); }

    void start(Outgoing request, Finish finish) override;
    Result<Answer> ask(Outgoing request) override;
    void stop() override;

  private:
    /// A request that has just come, or why it is refused.
    struct Arrival {
        Pending pending;
        std::optional<Error> refused;
    };

    struct MultiDeleter {
        void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
    };

    Arrival check(Outgoing request, Finish finish) const;
    void run();
    void take_arrivals();
    void enqueue(Pending pending);
    void begin_waiting();
    void begin(Pending pending);
    void finish_done();
    void finish_one(Transfer& transfer, CURLcode code);
    void follow(Pending pending, Url to);
    void sweep();
    void cancel_all();
    int poll_timeout() const;
    Time now() const { return scheduler_.clock().now(); }

    TransferSettings settings_;
    threads::Scheduler& scheduler_;
    std::unique_ptr<CURLM, MultiDeleter> multi_;
    HostQueue<Pending> queue_;
    std::unordered_map<Transfer*, std::unique_ptr<Transfer>> running_;
    std::vector<std::unique_ptr<Transfer>> idle_;
    Time swept_at_;

    std::mutex mutex_;
    std::vector<Arrival> arrived_;
    bool stopping_ = false;
    threads::Thread thread_;
};

CurlClient::Arrival CurlClient::check(Outgoing request, Finish finish) const {
    Arrival arrival;
    arrival.pending.finish = std::move(finish);
    arrival.pending.deadline = now() + request.deadline;
    request.redirects_max = std::clamp(request.redirects_max, 0, redirects_ever_max);
    auto url = settings_.guard.check(request.url);
    if (!url) {
        arrival.refused = std::move(url).error();
        return arrival;
    }
    if (!are_sendable(request.headers)) {
        arrival.refused = fail(Errc::forbidden, "This request cannot be sent.",
                               "a header field with characters that it may not have")
                              .error();
        return arrival;
    }
    arrival.pending.url = *std::move(url);
    arrival.pending.visited.insert(arrival.pending.url.str());
    arrival.pending.request = std::move(request);
    return arrival;
}

void CurlClient::start(Outgoing request, Finish finish) {
    auto arrival = check(std::move(request), std::move(finish));
    {
        std::lock_guard const lock(mutex_);
        if (!stopping_) {
            if (arrived_.size() >= waiting_max && !arrival.refused) {
                arrival.refused = too_many().error();
                arrival.pending.request = {};
            }
            arrived_.push_back(std::move(arrival));
            curl_multi_wakeup(multi_.get());
            return;
        }
    }
    tell(arrival.pending.finish, cancelled());
}

Result<Answer> CurlClient::ask(Outgoing request) {
    std::mutex mutex;
    threads::Signal answered(scheduler_);
    std::optional<Result<Answer>> result;
    start(std::move(request), [&](Result<Answer> answer) {
        std::lock_guard const lock(mutex);
        result = std::move(answer);
        // Under the lock: the waiting side owns the signal and goes away once it has the answer.
        answered.notify_one();
    });
    std::unique_lock lock(mutex);
    answered.wait(lock, [&] { return result.has_value(); });
    return *std::move(result);
}

void CurlClient::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
        curl_multi_wakeup(multi_.get());
    }
    thread_.join();
}

void CurlClient::run() {
    for (;;) {
        {
            std::lock_guard const lock(mutex_);
            if (stopping_) break;
        }
        take_arrivals();
        sweep();
        begin_waiting();
        int still = 0;
        curl_multi_perform(multi_.get(), &still);
        finish_done();
        // libcurl waits for its sockets itself: this thread serves the real network only, where no
        // scheduler of a test has a say.
        curl_multi_poll(multi_.get(), nullptr, 0, poll_timeout(), nullptr);
    }
    cancel_all();
}

void CurlClient::take_arrivals() {
    std::vector<Arrival> arrived;
    {
        std::lock_guard const lock(mutex_);
        arrived.swap(arrived_);
    }
    for (auto& arrival : arrived) {
        if (arrival.refused) tell(arrival.pending.finish, fail(*std::move(arrival.refused)));
        else enqueue(std::move(arrival.pending));
    }
}

void CurlClient::enqueue(Pending pending) {
    auto const host = pending.url.host().str();
    if (!queue_.push(host, std::move(pending))) tell(pending.finish, too_many());
}

void CurlClient::begin_waiting() {
    while (auto pending = queue_.take()) begin(*std::move(pending));
}

void CurlClient::begin(Pending pending) {
    auto const left = pending.deadline - now();
    if (left <= Duration{}) {
        queue_.done(pending.url.host().str());
        return tell(pending.finish, too_late(pending.url));
    }
    std::unique_ptr<Transfer> transfer;
    if (idle_.empty()) {
        transfer = std::make_unique<Transfer>(settings_);
    } else {
        transfer = std::move(idle_.back());
        idle_.pop_back();
    }
    transfer->prepare(std::move(pending), left);
    expects(curl_multi_add_handle(multi_.get(), transfer->handle()) == CURLM_OK);
    auto* const key = transfer.get();
    running_.emplace(key, std::move(transfer));
}

void CurlClient::finish_done() {
    int more = 0;
    bool any = false;
    while (auto const* message = curl_multi_info_read(multi_.get(), &more)) {
        if (message->msg != CURLMSG_DONE) continue;
        auto const code = message->data.result;
        void* raw = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &raw);
        finish_one(*static_cast<Transfer*>(raw), code);
        any = true;
    }
    // The places they leave are filled before the thread waits again.
    if (any) curl_multi_wakeup(multi_.get());
}

void CurlClient::finish_one(Transfer& transfer, CURLcode code) {
    auto result = transfer.outcome(code);
    curl_multi_remove_handle(multi_.get(), transfer.handle());
    auto pending = transfer.release();
    auto const found = running_.find(&transfer);
    if (idle_.size() < idle_handles_max) idle_.push_back(std::move(found->second));
    running_.erase(found);
    queue_.done(pending.url.host().str());
    auto const location =
        result ? Transfer::location_of(pending.request, *result) : std::optional<std::string>{};
    if (!location) return tell(pending.finish, std::move(result));
    auto next = settings_.guard.check_redirect(pending.url, *location);
    if (!next) return tell(pending.finish, fail(std::move(next).error()));
    follow(std::move(pending), *std::move(next));
}

void CurlClient::follow(Pending pending, Url to) {
    auto const refuse = [&](char const* why) {
        tell(pending.finish, fail(Errc::remote, "The other server redirects without end.", why));
    };
    if (pending.hops >= pending.request.redirects_max) return refuse("too many redirects");
    if (!pending.visited.insert(to.str()).second) return refuse("a circle of redirects");
    ++pending.hops;
    pending.url = std::move(to);
    enqueue(std::move(pending));
}

/// Ends what has waited for its turn beyond its deadline.
void CurlClient::sweep() {
    if (queue_.waiting() == 0 || now() - swept_at_ < queue_swept_every) return;
    swept_at_ = now();
    auto late = queue_.remove_waiting_if(
        [&](Pending const& pending) { return pending.deadline <= swept_at_; });
    for (auto& pending : late) tell(pending.finish, too_late(pending.url));
}

int CurlClient::poll_timeout() const {
    if (queue_.waiting() == 0) return poll_milliseconds_max;
    return static_cast<int>(queue_swept_every / std::chrono::milliseconds(1));
}

void CurlClient::cancel_all() {
    for (auto& [key, transfer] : running_) {
        curl_multi_remove_handle(multi_.get(), transfer->handle());
        auto pending = transfer->release();
        tell(pending.finish, cancelled());
    }
    running_.clear();
    for (auto& pending : queue_.remove_waiting_if([](Pending const&) { return true; }))
        tell(pending.finish, cancelled());
    std::vector<Arrival> arrived;
    {
        std::lock_guard const lock(mutex_);
        arrived.swap(arrived_);
    }
    for (auto& arrival : arrived) tell(arrival.pending.finish, cancelled());
}

Result<std::string> read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Errc::unprocessable, "The certificates cannot be read: " + path);
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// A file in memory that ends with its descriptor.
Result<Descriptor> keep_in_memory(std::string_view text) {
    Descriptor file(::memfd_create("authorities", MFD_CLOEXEC));
    while (file && !text.empty()) {
        auto const written = ::write(file.fd(), text.data(), text.size());
        if (written <= 0) return fail(Errc::unavailable, "The certificates do not fit in memory.");
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!file) return fail(Errc::unavailable, "The certificates cannot be kept in memory.");
    return file;
}

/// The authorities to trust: libcurl's own file, and more when the settings name some.
Result<void> load_authorities(TransferSettings& settings, std::string const& extra_ca) {
    auto const* version = curl_version_info(CURLVERSION_NOW);
    if (version->cainfo) settings.authorities_file = version->cainfo;
    if (extra_ca.empty()) return {};
    TRY(auto const extra, read_file(extra_ca));
    if (extra.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
        return fail(Errc::unprocessable, "There is no certificate in " + extra_ca);
    auto const system = read_file(settings.authorities_file);
    TRY(settings.own_authorities, keep_in_memory(system ? *system + "\n" + extra : extra));
    settings.authorities_file = fmt::format("/proc/self/fd/{}", settings.own_authorities.fd());
    return {};
}

/// What weakens the guard is said at every start, so that nobody forgets it in production.
void say_what_is_open(ClientOptions const& options) {
    if (options.allow_private)
        log::warning("http.client.guard_off",
                     {{"setting", "http.client.allow_private"},
                      {"means", "other servers can make this one ask private addresses"}});
    for (auto const& mapping : options.connect_to)
        log::warning("http.client.connects_elsewhere",
                     {{"setting", "http.client.connect_to"}, {"mapping", mapping}});
    if (!options.extra_ca.empty())
        log::warning("http.client.trusts_more",
                     {{"setting", "http.client.extra_ca"}, {"file", options.extra_ca}});
    if (!options.https_only)
        log::warning("http.client.plain_http",
                     {{"setting", "http.client.https_only"},
                      {"means", "what other servers answer can be read and changed on its way"}});
}

}  // namespace

Result<std::unique_ptr<Client>> make_client(ClientOptions options, threads::Scheduler& scheduler) {
    static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    if (!ready) return fail(Errc::internal, "", "libcurl does not start");
    TRY(auto guard, TargetGuard::make(options));
    TransferSettings settings{std::move(guard), options.user_agent, {}, Descriptor(), {}};
    for (auto const& mapping : options.connect_to) append(settings.connect_to, mapping);
    TRY_OK(load_authorities(settings, options.extra_ca));
    say_what_is_open(options);
    HostQueueLimits const limits{options.in_flight_max, options.per_host_max, waiting_max,
                                 waiting_per_host_max};
    return std::make_unique<CurlClient>(std::move(settings), limits, scheduler);
}

}  // namespace skein::http
