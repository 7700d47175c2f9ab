#include "core/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <set>
#include <thread>

#include "core/request_figures.h"

namespace skein {
namespace {

using ::testing::HasSubstr;

/// One line with a value, taken apart as a collector does.
struct Sample {
    std::string name, labels;
    double value = 0;
};

/// The text format 0.0.4, read strictly: every family has HELP, then TYPE, then its samples, once.
class Exposition {
  public:
    explicit Exposition(std::string const& text) {
        EXPECT_TRUE(text.empty() || text.ends_with('\n'));
        for (std::size_t at = 0; at < text.size();) {
            auto const end = text.find('\n', at);
            read(std::string_view(text).substr(at, end - at));
            at = end + 1;
        }
    }

    double value(std::string_view name, std::string_view labels = {}) const {
        for (auto const& sample : samples)
            if (sample.name == name && sample.labels == labels) return sample.value;
        ADD_FAILURE() << "no " << name << "{" << labels << "}";
        return -1;
    }

    std::vector<Sample> samples;
    std::set<std::string> families;

  private:
    void read(std::string_view line) {
        if (line.starts_with("# HELP ")) {
            auto const name = std::string(line.substr(7, line.find(' ', 7) - 7));
            EXPECT_TRUE(families.insert(name).second) << "twice: " << name;
            family_ = name;
            return;
        }
        if (line.starts_with("# TYPE ")) {
            auto const blank = line.find(' ', 7);
            EXPECT_EQ(line.substr(7, blank - 7), family_);
            type_ = line.substr(blank + 1);
            EXPECT_THAT(type_, ::testing::AnyOf("counter", "gauge", "histogram"));
            return;
        }
        read_sample(line);
    }
    void read_sample(std::string_view line) {
        Sample sample;
        auto const end = line.find_first_of(" {");
        ASSERT_NE(end, std::string_view::npos) << line;
        sample.name = line.substr(0, end);
        EXPECT_TRUE(of_family(sample.name)) << line;
        auto rest = line.substr(end);
        if (rest.starts_with('{')) {
            auto const close = rest.rfind('}');
            ASSERT_NE(close, std::string_view::npos) << line;
            sample.labels = rest.substr(1, close - 1);
            rest.remove_prefix(close + 1);
        }
        ASSERT_TRUE(rest.starts_with(' ')) << line;
        rest.remove_prefix(1);
        auto const [stop, error] =
            std::from_chars(rest.data(), rest.data() + rest.size(), sample.value);
        EXPECT_TRUE(error == std::errc() && stop == rest.data() + rest.size()) << line;
        samples.push_back(std::move(sample));
    }
    bool of_family(std::string const& name) const {
        if (type_ != "histogram") return name == family_;
        return name == family_ + "_bucket" || name == family_ + "_sum" ||
               name == family_ + "_count";
    }

    std::string family_, type_;
};

TEST(Metrics, nothing_declared_is_an_empty_text) { EXPECT_EQ(Metrics().text(), ""); }

TEST(Metrics, each_family_is_announced_once_before_its_figures) {
    Metrics metrics;
    auto& read = metrics.counter("skein_lane_done_total", "Work done.", "lane=\"read\"");
    metrics.gauge("skein_resident_bytes", "Memory.", [] { return 1.5; });
    auto& write = metrics.counter("skein_lane_done_total", "Work done.", "lane=\"write\"");
    read.add();
    write.add(41);
    write.add();
    Exposition const text(metrics.text());
    EXPECT_EQ(text.families,
              (std::set<std::string>{"skein_lane_done_total", "skein_resident_bytes"}));
    EXPECT_EQ(text.value("skein_lane_done_total", "lane=\"read\""), 1);
    EXPECT_EQ(text.value("skein_lane_done_total", "lane=\"write\""), 42);
    EXPECT_EQ(text.value("skein_resident_bytes"), 1.5);
}

TEST(Metrics, a_help_text_stays_on_its_line) {
    Metrics metrics;
    metrics.counter("skein_odd_total", "First \\ line\nsecond \"line\".");
    EXPECT_THAT(metrics.text(),
                HasSubstr("# HELP skein_odd_total First \\\\ line\\nsecond \"line\".\n# TYPE "));
    EXPECT_EQ(Exposition(metrics.text()).samples.size(), 1U);
}

TEST(Metrics, a_gauge_is_asked_each_time) {
    Metrics metrics;
    double level = 1;
    metrics.gauge("skein_level", "Level.", [&] { return level; });
    EXPECT_EQ(Exposition(metrics.text()).value("skein_level"), 1);
    level = 2e12;
    EXPECT_EQ(Exposition(metrics.text()).value("skein_level"), 2e12);
}

TEST(Metrics, buckets_of_a_histogram_add_up) {
    Metrics metrics;
    auto& taken = metrics.histogram("skein_wait_seconds", "Waits.", "lane=\"read\"");
    using namespace std::chrono;
    // On a bound, just above it, between, below all, above all.
    for (Duration const each : {Duration(microseconds(100)), Duration(microseconds(101)),
                                Duration(milliseconds(7)), Duration(0), Duration(seconds(60))})
        taken.note(each);
    Exposition const text(metrics.text());
    std::vector<double> counts;
    double last_bound = 0;
    for (auto const& sample : text.samples) {
        if (sample.name != "skein_wait_seconds_bucket") continue;
        ASSERT_TRUE(sample.labels.starts_with("lane=\"read\",le=\"")) << sample.labels;
        auto const bound = sample.labels.substr(16, sample.labels.size() - 17);
        if (bound != "+Inf") {
            EXPECT_GT(std::stod(bound), last_bound);
            last_bound = std::stod(bound);
        }
        counts.push_back(sample.value);
    }
    ASSERT_EQ(counts.size(), Histogram::bounds_seconds.size() + 1);
    EXPECT_TRUE(std::ranges::is_sorted(counts));
    EXPECT_EQ(text.value("skein_wait_seconds_bucket", "lane=\"read\",le=\"0.0001\""), 2);
    EXPECT_EQ(text.value("skein_wait_seconds_bucket", "lane=\"read\",le=\"0.00025\""), 3);
    EXPECT_EQ(text.value("skein_wait_seconds_bucket", "lane=\"read\",le=\"0.01\""), 4);
    EXPECT_EQ(text.value("skein_wait_seconds_bucket", "lane=\"read\",le=\"10\""), 4);
    EXPECT_EQ(text.value("skein_wait_seconds_bucket", "lane=\"read\",le=\"+Inf\""), 5);
    EXPECT_EQ(text.value("skein_wait_seconds_count", "lane=\"read\""), 5);
    EXPECT_NEAR(text.value("skein_wait_seconds_sum", "lane=\"read\""), 60.007201, 1e-6);
}

TEST(Metrics, a_clock_that_steps_back_takes_nothing_off_the_sum) {
    Metrics metrics;
    auto& taken = metrics.histogram("skein_wait_seconds", "Waits.");
    taken.note(std::chrono::seconds(-5));
    Exposition const text(metrics.text());
    EXPECT_EQ(text.value("skein_wait_seconds_sum"), 0);
    EXPECT_EQ(text.value("skein_wait_seconds_bucket", "le=\"0.0001\""), 1);
}

TEST(Metrics, figures_are_counted_by_many_while_somebody_reads) {
    Metrics metrics;
    auto& counter = metrics.counter("skein_things_total", "Things.");
    auto& taken = metrics.histogram("skein_wait_seconds", "Waits.");
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < 4; ++i)
            workers.emplace_back([&] {
                for (int n = 0; n < 1000; ++n) {
                    counter.add();
                    taken.note(std::chrono::microseconds(n));
                }
            });
        for (int i = 0; i < 20; ++i) {
            Exposition const text(metrics.text());
            EXPECT_EQ(text.value("skein_wait_seconds_bucket", "le=\"+Inf\""),
                      text.value("skein_wait_seconds_count"));
        }
    }
    Exposition const text(metrics.text());
    EXPECT_EQ(text.value("skein_things_total"), 4000);
    EXPECT_EQ(text.value("skein_wait_seconds_count"), 4000);
}

TEST(RequestFigures, every_status_has_its_class) {
    Metrics metrics;
    RequestFigures figures;
    figures.count(200, Duration(0));  // Before they are declared: nothing.
    figures.declare(metrics);
    for (int const status : {101, 200, 204, 304, 404, 429, 500, 0, 999}) figures.count(status, {});
    Exposition const text(metrics.text());
    for (auto const& [name, count] : std::vector<std::pair<std::string, double>>{
             {"1xx", 2}, {"2xx", 2}, {"3xx", 1}, {"4xx", 2}, {"5xx", 2}})
        EXPECT_EQ(text.value("skein_http_requests_total", "class=\"" + name + "\""), count) << name;
    EXPECT_EQ(text.value("skein_http_request_seconds_count"), 9);
}

}  // namespace
}  // namespace skein
