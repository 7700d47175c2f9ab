#include "testing/world.h"

#include <array>

#include "base/url.h"

namespace skein::testing {
namespace {

constexpr std::array<std::string_view, 6> names{"one", "two", "three", "four", "five", "six"};
constexpr Time start{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

bool happens(SeededScheduler& scheduler, double probability) {
    return static_cast<double>(scheduler.below(1'000'000)) < probability * 1e6;
}

}  // namespace

World::World(WorldOptions options)
    : seed_(options.seed),
      clock_(std::make_shared<ManualClock>(start)),
      scheduler_(std::make_shared<SeededScheduler>(*clock_, options.seed)) {
    expects(options.servers <= names.size());
    for (std::size_t i = 0; i < options.servers; ++i) {
        TestOptions server;
        server.features = options.features;
        server.seed = options.seed * 16 + i;
        server.public_url = fmt::format("https://{}.example", names[i]);
        server.clock = clock_;
        server.scheduler = scheduler_;
        server.in_file = options.in_files;
        servers_.push_back(std::make_unique<TestServer>(std::move(server)));
        servers_.back()->outside().answer_with(
            [this, i](http::Outgoing const& request) { return carry(i, request); });
    }
}

World::~World() { servers_.clear(); }

Result<http::Answer> World::deliver(TestServer& target, http::Outgoing const& request) {
    Ask ask;
    ask.body = request.body;
    ask.client_address = "203.0.113.9";
    for (auto const& [name, value] : request.headers) {
        if (name == "Content-Type") ask.content_type = value;
        else ask.headers.emplace_back(name, value);
    }
    auto const url = Url::parse(request.url);
    auto const path = url->path() + (url->query().empty() ? "" : "?" + url->query());
    auto const response = target.request(request.method, path, ask);
    http::Answer answer;
    answer.status = response.status;
    answer.headers = response.headers;
    answer.final_url = request.url;
    if (auto const* text = std::get_if<std::string>(&response.body)) answer.body = *text;
    else if (auto const* shared = std::get_if<std::shared_ptr<std::string const>>(&response.body))
        answer.body = **shared;
    return answer;
}

std::optional<std::size_t> World::place_of(Url const& url) const {
    for (std::size_t i = 0; i < servers_.size(); ++i)
        if (url.origin() == fmt::format("https://{}.example", names[i])) return i;
    return std::nullopt;
}

bool World::is_cut(std::size_t one, std::size_t other) const {
    return down_.contains(other) || cuts_.contains(std::minmax(one, other));
}

void World::cut(std::size_t one, std::size_t other) { cuts_.insert(std::minmax(one, other)); }

void World::restart(std::size_t place) {
    down_.insert(place);
    servers_[place]->restart();
    down_.erase(place);
}

std::optional<Result<http::Answer>> World::carry(std::size_t from, http::Outgoing const& request) {
    auto const url = Url::parse(request.url);
    auto const to = url ? place_of(*url) : std::nullopt;
    if (!to) return std::nullopt;
    if (faults_.delay_max > Duration{}) {
        auto const delay =
            Duration(scheduler_->below(static_cast<std::uint64_t>(faults_.delay_max.count()) + 1));
        scheduler_->sleep_until(clock_->now() + delay);
    }
    if (is_cut(from, *to)) return fail(Errc::remote, "The other server could not be reached.");
    auto const dropped = happens(*scheduler_, faults_.drop);
    auto const arrives = !dropped || happens(*scheduler_, 0.5);
    auto& server = *servers_[*to];
    if (arrives && happens(*scheduler_, faults_.repeat)) (void)deliver(server, request);
    auto answer = arrives ? deliver(server, request) : fail(Errc::timeout, "");
    if (!dropped) return answer;
    scheduler_->sleep_until(clock_->now() + request.deadline);
    return fail(Errc::timeout, "The other server did not answer in time.");
}

void World::run_for(Duration time) { scheduler_->sleep_until(clock_->now() + time); }

void World::settle() {
    for (auto& server : servers_) server->drain();
}

}  // namespace skein::testing
