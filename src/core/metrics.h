// Figures of one server in Prometheus' text format (exposition 0.0.4). Names begin with `skein_`,
// say their unit (`_seconds`, `_bytes`, `_total`), and are declared once, at install.
//
//     auto& sent = server.metrics().counter("skein_mail_sent_total", "Mails handed over.");
//     sent.add();
//     server.metrics().gauge("skein_jobs_waiting", "Jobs that wait.", [&server] { return …; });
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace skein {

/// Only grows. Lock-free.
class Counter {
  public:
    void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_ = 0;
};

/// How long things took, in buckets from 100 µs to 10 s. Lock-free.
class Histogram {
  public:
    static constexpr std::array<double, 12> bounds_seconds = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10};
    void note(Duration taken);
    void write(std::string& out, std::string_view name, std::string_view labels) const;

  private:
    std::array<std::atomic<std::uint64_t>, bounds_seconds.size() + 1> buckets_{};
    std::atomic<std::uint64_t> microseconds_ = 0;
};

/// A part of the board. Declaring is for `install`; reading and writing are thread-safe.
class Metrics {
  public:
    /// `labels` is the finished list inside the braces: `lane="read"`. One name may have several of
    /// them.
    Counter& counter(std::string name, std::string help, std::string labels = {});
    Histogram& histogram(std::string name, std::string help, std::string labels = {});
    /// Asked when somebody reads the figures.
    void gauge(std::string name, std::string help, std::function<double()> ask,
               std::string labels = {});

    std::string text() const;

  private:
    struct Figure {
        std::string labels;
        Counter counter;
        Histogram histogram;
        std::function<double()> ask;
    };
    struct Family {
        std::string help;
        std::string_view type;
        std::deque<Figure> figures;
    };
    Figure& add(std::string name, std::string help, std::string_view type, std::string labels);

    mutable std::mutex mutex_;
    std::map<std::string, Family> families_;
};

}  // namespace skein
