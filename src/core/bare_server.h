// A server for core's tests: a real database, a clock that stands still, a client that answers what
// the test says.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/server.h"

namespace skein::testing {

/// Answers at once, or holds every request until the test lets it go.
class FakeClient final : public http::Client {
  public:
    std::function<Result<http::Answer>(http::Outgoing const&)> answer;

    void start(http::Outgoing request, Finish finish) override {
        std::unique_lock lock(mutex_);
        ++started_;
        if (!answer) {
            held_.push_back(std::move(finish));
            return;
        }
        lock.unlock();
        finish(answer(request));
    }
    Result<http::Answer> ask(http::Outgoing request) override { return answer(request); }
    void stop() override {}

    std::size_t started() const {
        std::lock_guard const lock(mutex_);
        return started_;
    }
    std::size_t held() const {
        std::lock_guard const lock(mutex_);
        return held_.size();
    }
    /// Ends the held requests with this status; answers how many.
    std::size_t release(int status) {
        std::vector<Finish> held;
        {
            std::lock_guard const lock(mutex_);
            held.swap(held_);
        }
        for (auto& finish : held) finish(http::Answer{status, {}, {}, {}});
        return held.size();
    }

  private:
    mutable std::mutex mutex_;
    std::vector<Finish> held_;
    std::size_t started_ = 0;
};

inline constexpr Time test_start = Time(std::chrono::days(20000));

class BareServer {
  public:
    explicit BareServer(std::string const& database = "sqlite::memory:", ServerConfig given = {},
                        Time now = test_start)
        : clock(std::make_shared<ManualClock>(now)), config(std::move(given)) {
        server = std::make_unique<Server>(config, Settings::read("", {}, {}).value());
        url_ = database;
    }
    ~BareServer() { server->stop({}); }

    /// Installs the features, opens the parts and migrates; the queue does not run yet.
    void open(std::vector<Feature> const& features) {
        auto const installed = server->install(features);
        if (!installed) throw std::runtime_error(installed.error().message);
        ServerParts parts;
        parts.clock = clock;
        parts.scheduler = threads::make_real_scheduler(*clock);
        parts.random = std::make_unique<crypto::SeededRandom>(1);
        parts.keys = std::make_unique<crypto::SecretKeys>(std::string(32, 'k'));
        db::Options options;
        options.url = url_;
        parts.db = db::Database::open(std::move(options), *clock, *parts.scheduler).value();
        auto fake = std::make_unique<FakeClient>();
        client = fake.get();
        parts.http = std::move(fake);
        server->attach(std::move(parts));
        auto const migrated = server->migrate([](std::string const&) {});
        if (!migrated) throw std::runtime_error(migrated.error().detail);
    }

    std::shared_ptr<ManualClock> clock;
    ServerConfig config;
    std::unique_ptr<Server> server;
    FakeClient* client = nullptr;

  private:
    std::string url_;
};

/// A directory that goes with the test.
class TestDirectory {
  public:
    TestDirectory() {
        static std::atomic<int> count = 0;
        path_ = std::filesystem::temp_directory_path() /
                fmt::format("skein_core_{}_{}", ::getpid(), ++count);
        std::filesystem::create_directories(path_);
    }
    ~TestDirectory() { std::filesystem::remove_all(path_); }
    TestDirectory(TestDirectory const&) = delete;
    TestDirectory& operator=(TestDirectory const&) = delete;
    std::string file(std::string const& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

}  // namespace skein::testing
