#include "core/metrics.h"

#include "base/result.h"

namespace skein {
namespace {

std::string escape_help(std::string_view help) {
    std::string out;
    for (char const c : help) {
        if (c == '\\') out += "\\\\";
        else if (c == '\n') out += "\\n";
        else out += c;
    }
    return out;
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, auto value) {
    out += name;
    if (!labels.empty()) fmt::format_to(std::back_inserter(out), "{{{}}}", labels);
    fmt::format_to(std::back_inserter(out), " {}\n", value);
}

}  // namespace

void Histogram::note(Duration taken) {
    auto const seconds = std::chrono::duration<double>(taken).count();
    auto const bucket = std::ranges::lower_bound(bounds_seconds, seconds) - bounds_seconds.begin();
    buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    microseconds_.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(taken.count(), 0)),
                            std::memory_order_relaxed);
}

void Histogram::write(std::string& out, std::string_view name, std::string_view labels) const {
    auto const comma = labels.empty() ? "" : ",";
    std::uint64_t count = 0;
    auto const bucket = fmt::format("{}_bucket", name);
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        count += buckets_[i].load(std::memory_order_relaxed);
        auto const bound =
            i < bounds_seconds.size() ? fmt::format("{}", bounds_seconds[i]) : std::string("+Inf");
        append_sample(out, bucket, fmt::format("{}{}le=\"{}\"", labels, comma, bound), count);
    }
    auto const sum = static_cast<double>(microseconds_.load(std::memory_order_relaxed)) / 1e6;
    append_sample(out, fmt::format("{}_sum", name), labels, sum);
    append_sample(out, fmt::format("{}_count", name), labels, count);
}

Metrics::Figure& Metrics::add(std::string name, std::string help, std::string_view type,
                              std::string labels) {
    std::lock_guard const lock(mutex_);
    auto& family = families_[std::move(name)];
    // One name is one kind of figure; two owners that disagree are our mistake.
    expects(family.type.empty() || family.type == type);
    family.help = std::move(help);
    family.type = type;
    auto& figure = family.figures.emplace_back();
    figure.labels = std::move(labels);
    return figure;
}

Counter& Metrics::counter(std::string name, std::string help, std::string labels) {
    return add(std::move(name), std::move(help), "counter", std::move(labels)).counter;
}

Histogram& Metrics::histogram(std::string name, std::string help, std::string labels) {
    return add(std::move(name), std::move(help), "histogram", std::move(labels)).histogram;
}

void Metrics::gauge(std::string name, std::string help, std::function<double()> ask,
                    std::string labels) {
    add(std::move(name), std::move(help), "gauge", std::move(labels)).ask = std::move(ask);
}

std::string Metrics::text() const {
    std::string out;
    std::lock_guard const lock(mutex_);
    for (auto const& [name, family] : families_) {
        fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name,
                       escape_help(family.help), name, family.type);
        for (auto const& figure : family.figures) {
            if (family.type == "counter")
                append_sample(out, name, figure.labels, figure.counter.value());
            else if (family.type == "gauge") append_sample(out, name, figure.labels, figure.ask());
            else figure.histogram.write(out, name, figure.labels);
        }
    }
    return out;
}

}  // namespace skein
