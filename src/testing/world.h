// A small world: several whole servers in one process, a pretend network between them, one clock,
// one seed.
//
// Threads run one at a time and the seed picks who goes on (seeded_scheduler.h), so the same seed
// gives the same course of events, and a failing test repeats itself. The network delays, drops and
// repeats what servers ask of each other, as much as `Faults` says. The thread of the test is one
// of the world's. The servers keep their data in SQLite, whatever other tests do: what happens
// inside PostgreSQL is in no seed's hand.
//
//     World world({.seed = seed, .features = …});
//     world.faults({.drop = 0.2, .delay_max = std::chrono::seconds(5)});
//     world.run_for(std::chrono::minutes(10));
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/url.h"
#include "testing/seeded_scheduler.h"
#include "testing/test_server.h"

namespace skein::testing {

struct WorldOptions {
    std::uint64_t seed = 1;
    std::size_t servers = 2;  ///< `https://one.example`, `https://two.example` …, at most 6.
    std::vector<Feature> features = {};
    bool in_files = false;  ///< Servers that can be restarted.
};

/// What the network does to requests between servers.
struct Faults {
    double drop =
        0;  ///< The asking server hears nothing until its deadline; the other may or may not.
    double repeat = 0;  ///< The request arrives twice.
    Duration delay_max{};
};

class World {
  public:
    explicit World(WorldOptions options);
    ~World();

    TestServer& server(std::size_t place) { return *servers_[place]; }
    SeededScheduler& scheduler() { return *scheduler_; }
    void faults(Faults faults) { faults_ = faults; }
    /// From now on these two do not reach each other, until `heal`.
    void cut(std::size_t one, std::size_t other);
    void heal() { cuts_.clear(); }
    /// Ends a server in whatever it does, and starts it anew on the same data (`in_files`).
    void restart(std::size_t place);

    /// Lets everybody run for this long, by the world's clock.
    void run_for(Duration time);
    /// Lets everybody run until no server has a job that is due or runs.
    void settle();

    /// Says which seed a test ran with; to be streamed into its assertions.
    std::string seed() const { return "seed " + std::to_string(seed_); }

  private:
    std::optional<Result<http::Answer>> carry(std::size_t from, http::Outgoing const& request);
    std::optional<std::size_t> place_of(Url const& url) const;
    bool is_cut(std::size_t one, std::size_t other) const;
    Result<http::Answer> deliver(TestServer& target, http::Outgoing const& request);

    std::uint64_t seed_;
    Faults faults_;
    std::set<std::pair<std::size_t, std::size_t>> cuts_;
    std::set<std::size_t> down_;
    std::shared_ptr<ManualClock> clock_;
    std::shared_ptr<SeededScheduler> scheduler_;
    std::vector<std::unique_ptr<TestServer>> servers_;
};

}  // namespace skein::testing
