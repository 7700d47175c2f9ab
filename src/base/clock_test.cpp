#include "base/clock.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

constexpr Time a_moment{std::chrono::microseconds(1'795'538'650'123'456)};

TEST(Clock, a_manual_clock_stands_still_until_it_is_moved) {
    ManualClock clock(a_moment);
    EXPECT_EQ(clock.now(), a_moment);
    clock.advance(std::chrono::seconds(2));
    EXPECT_EQ(clock.now(), a_moment + std::chrono::seconds(2));
    clock.set(a_moment);
    EXPECT_EQ(clock.now(), a_moment);
}

TEST(Clock, times_are_written_as_the_api_shows_them) {
    EXPECT_EQ(to_rfc3339(a_moment), "2026-11-24T16:44:10.123Z");
    EXPECT_EQ(to_rfc3339(Time{}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(to_rfc3339(Time(std::chrono::microseconds(-1))), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(to_iso_date(a_moment), "2026-11-24");
    EXPECT_EQ(to_http_date(a_moment), "Tue, 24 Nov 2026 16:44:10 GMT");
    EXPECT_EQ(midnight(a_moment), *parse_rfc3339("2026-11-24"));
    EXPECT_EQ(midnight(Time(std::chrono::microseconds(-1))), *parse_rfc3339("1969-12-31"));
}

TEST(Clock, a_moment_beyond_four_digits_is_written_as_the_nearest_one) {
    EXPECT_EQ(to_rfc3339(Time::max()), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(to_rfc3339(Time::min()), "0001-01-01T00:00:00.000Z");
    EXPECT_EQ(to_iso_date(Time::max()), "9999-12-31");
    EXPECT_EQ(to_http_date(Time::max()), "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST(Clock, rfc3339_is_read_in_all_its_forms) {
    auto const whole = std::chrono::floor<std::chrono::seconds>(a_moment);
    EXPECT_EQ(parse_rfc3339("2026-11-24T16:44:10.123456Z"), a_moment);
    EXPECT_EQ(parse_rfc3339("2026-11-24T16:44:10.123456789Z"), a_moment);
    EXPECT_EQ(parse_rfc3339("2026-11-24t16:44:10z"), whole);
    EXPECT_EQ(parse_rfc3339("2026-11-24 16:44:10"), whole);
    EXPECT_EQ(parse_rfc3339("2026-11-24T23:44:10+07:00"), whole);
    EXPECT_EQ(parse_rfc3339("2026-11-24T13:14:10-0330"), whole);
    EXPECT_EQ(parse_rfc3339("2026-11-24T16:44Z"), *parse_rfc3339("2026-11-24T16:44:00Z"));
    EXPECT_EQ(parse_rfc3339("2024-02-29"), *parse_rfc3339("2024-02-29T00:00:00Z"));
    // A leap second is the last moment of its minute.
    EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), *parse_rfc3339("2016-12-31T23:59:59Z"));
}

TEST(Clock, what_is_no_moment_is_refused) {
    for (auto const* text : {"",
                             "2026",
                             "2026-11",
                             "2026-13-01",
                             "2026-00-01",
                             "2026-02-29",
                             "2026-11-31",
                             "0000-01-01",
                             "2026-11-24T",
                             "2026-11-24T24:00:00Z",
                             "2026-11-24T16:60:00Z",
                             "2026-11-24T16:44:61Z",
                             "2026-11-24T16:44:10.Z",
                             "2026-11-24T16:44:10.1234567890Z",
                             "2026-11-24T16:44:10ZZ",
                             "2026-11-24T16:44:10+24:00",
                             "2026-11-24T16:44:10+7",
                             " 2026-11-24",
                             "2026-11-24 ",
                             "-026-11-24",
                             "26-11-24",
                             "2026-1-24",
                             "0001-01-01T00:00:00+00:01",
                             "9999-12-31T23:59:59-00:01",
                             "yesterday"})
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    EXPECT_TRUE(parse_rfc3339("0001-01-01T00:00:00Z"));
    EXPECT_TRUE(parse_rfc3339("9999-12-31T23:59:59.999999Z"));
}

TEST(Clock, what_was_written_reads_back) {
    for (std::int64_t const ms :
         {0LL, 951'782'400'000LL, 1'795'538'650'123LL, -62'135'596'800'000LL, 253'402'300'799'999LL,
          4'107'542'399'001LL}) {
        Time const at{std::chrono::milliseconds(ms)};
        EXPECT_EQ(parse_rfc3339(to_rfc3339(at)), at);
        auto const second = std::chrono::floor<std::chrono::seconds>(at);
        EXPECT_EQ(parse_http_date(to_http_date(at)), second);
    }
}

TEST(Clock, http_dates_have_one_form) {
    EXPECT_EQ(parse_http_date("Tue, 24 Nov 2026 16:44:10 GMT"),
              std::chrono::floor<std::chrono::seconds>(a_moment));
    for (auto const* text : {"", "Tue, 24 Nov 2026 16:44:10 UTC", "Tue, 24 Nov 2026 16:44:10 GMT ",
                             "Tue, 24 nov 2026 16:44:10 GMT", "Xyz, 24 Nov 2026 16:44:10 GMT",
                             "Tue, 31 Nov 2026 16:44:10 GMT", "Tue, 24 Nov 2026 25:44:10 GMT",
                             "Tue, 24 Nov 2026 16:44xxx GMT", "Tue, 24 Nov 2026 16:44.10 GMT",
                             "Tue, 24 Nov 0000 16:44:10 GMT", "Tuesday, 24-Nov-26 16:44:10 GMT",
                             "Tue Nov 24 16:44:10 2026     "})
        EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

}  // namespace
}  // namespace skein
