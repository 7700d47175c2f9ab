#include "base/log.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace skein::log {
namespace {

/// What `work` writes to the log.
template <class Work>
std::string logged(Level least, Format format, Work&& work) {
    configure(least, format);
    testing::internal::CaptureStderr();
    work();
    auto text = testing::internal::GetCapturedStderr();
    configure(Level::info, Format::text);
    return text;
}

TEST(Log, a_line_has_time_level_event_and_fields) {
    auto const line = logged(Level::info, Format::text, [] {
        warning("job.retried", {{"name", "deliver"}, {"attempt", 3}, {"late", true}, {"f", 0.5}});
    });
    EXPECT_TRUE(line.ends_with(" warning job.retried name=deliver attempt=3 late=true f=0.5\n"))
        << line;
    EXPECT_EQ(line[10], 'T');
}

TEST(Log, lines_below_the_level_are_not_written) {
    EXPECT_EQ(logged(Level::warning, Format::text, [] { debug("a"), info("b"); }), "");
    EXPECT_NE(logged(Level::debug, Format::text, [] { debug("a"); }), "");
}

TEST(Log, a_value_cannot_forge_a_line_or_a_field) {
    auto const line = logged(Level::info, Format::text, [] {
        info("a", {{"x", "1\n2026 error forged y=2"},
                   {"y", "\" z=3"},
                   {"z", ""},
                   {"bidi", "\u202Eevil"},
                   {"broken", "\xFF"}});
    });
    EXPECT_EQ(std::ranges::count(line, '\n'), 1);
    EXPECT_NE(line.find(R"(x="1\n2026 error forged y=2" y="\" z=3" z="")"), std::string::npos)
        << line;
    EXPECT_NE(line.find("broken=\"\uFFFD\""), std::string::npos) << line;
}

TEST(Log, json_lines_are_json) {
    auto const line = logged(Level::info, Format::json, [] { error("a.b", {{"x", "\"\n\xFF"}}); });
    auto const document = json::Document::parse(line);
    ASSERT_TRUE(document) << line;
    EXPECT_EQ(document->root().get_text("event"), "a.b");
    EXPECT_EQ(document->root().get_text("level"), "error");
    EXPECT_EQ(document->root().get_text("x"), "\"\n\uFFFD");
}

TEST(Log, a_failure_says_what_and_where) {
    auto const line = logged(Level::info, Format::text, [] {
        failure(Level::warning, "request.failed",
                fail(Errc::remote, "No answer.", "connection reset").error());
    });
    EXPECT_NE(line.find("code=remote"), std::string::npos);
    EXPECT_NE(line.find("\"connection reset\""), std::string::npos);
    EXPECT_NE(line.find("log_test.cpp:"), std::string::npos);
}

}  // namespace
}  // namespace skein::log
