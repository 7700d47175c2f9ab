#include "features/activitypub/delivery/answers.h"

#include <gtest/gtest.h>

#include <set>

namespace skein::activitypub {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time now{std::chrono::sys_days{std::chrono::year(2026) / 11 / 28}};
constexpr auto inbox = "https://peer.example/inbox";

Judgement judged(int status, Tries tries = {}, std::string header = "", std::string value = "") {
    tries.url = inbox;
    http::Answer answer{status, {}, {}, inbox};
    if (!header.empty()) answer.headers.set(header, value);
    return judge(answer, tries, now);
}
Judgement silence(Errc code, std::int64_t attempts = 0) {
    return judge(fail(code, "", "why"), {.attempts = attempts, .url = inbox}, now);
}

TEST(Answers, every_success_is_one) {
    for (auto const status : {200, 201, 202, 204, 299}) {
        auto const judgement = judged(status);
        EXPECT_EQ(judgement.fate, Fate::arrived);
        EXPECT_TRUE(judgement.is_alive);
    }
    EXPECT_EQ(judged(202).words, "accepted (202 Accepted)");
}

TEST(Answers, what_will_never_be_taken_is_given_up_and_shows_that_the_host_lives) {
    for (auto const status : {402, 405, 406, 409, 413, 415, 422, 451, 501}) {
        auto const judgement = judged(status);
        EXPECT_EQ(judgement.fate, Fate::given_up) << status;
        EXPECT_TRUE(judgement.is_alive) << status;
        EXPECT_FALSE(judgement.has_failed) << status;
    }
}

TEST(Answers, an_inbox_that_is_not_there_is_told_apart) {
    for (auto const status : {404, 410}) EXPECT_EQ(judged(status).fate, Fate::inbox_gone);
}

TEST(Answers, trouble_of_the_host_is_tried_again_and_counts_against_it) {
    for (auto const status : {408, 425, 500, 502, 503, 504, 599}) {
        auto const judgement = judged(status);
        EXPECT_EQ(judgement.fate, Fate::again) << status;
        EXPECT_TRUE(judgement.has_failed) << status;
        EXPECT_GE(judgement.again_at, now + minutes(1)) << status;
        EXPECT_LE(judgement.again_at, now + seconds(72)) << status;
    }
    for (auto const code : {Errc::timeout, Errc::remote}) {
        EXPECT_EQ(silence(code).fate, Fate::again);
        EXPECT_TRUE(silence(code).has_failed);
    }
}

TEST(Answers, trouble_of_this_server_is_nobodys_failure) {
    for (auto const code : {Errc::cancelled, Errc::unavailable}) {
        auto const judgement = silence(code);
        EXPECT_EQ(judgement.fate, Fate::not_sent);
        EXPECT_FALSE(judgement.has_failed);
    }
    EXPECT_EQ(silence(Errc::forbidden).fate, Fate::given_up);
}

TEST(Answers, who_asks_to_be_left_alone_is_left_alone_so_long) {
    auto const slow = judged(429, {}, "Retry-After", "1800");
    EXPECT_EQ(slow.fate, Fate::again);
    EXPECT_EQ(slow.paused_until, now + minutes(30));
    EXPECT_EQ(slow.again_at, now + minutes(30));
    EXPECT_FALSE(slow.has_failed);
    auto const busy = judged(503, {}, "Retry-After", to_http_date(now + hours(2)));
    EXPECT_EQ(busy.paused_until, now + hours(2));
    EXPECT_FALSE(busy.has_failed);
    EXPECT_FALSE(judged(429).has_failed);
}

TEST(Answers, the_schedule_lasts_about_three_days) {
    Duration total{};
    for (std::int64_t failures = 1; auto const pause = delivery_pause(failures, 7); ++failures)
        total += *pause;
    EXPECT_GE(total, hours(70));
    EXPECT_LE(total, hours(86));
    EXPECT_FALSE(delivery_pause(10, 0));
    EXPECT_FALSE(delivery_pause(0, 0));
    auto const last = silence(Errc::timeout, 9);
    EXPECT_EQ(last.fate, Fate::given_up);
    EXPECT_TRUE(last.words.ends_with("that was the last attempt"));
}

TEST(Answers, what_failed_together_does_not_come_back_together) {
    std::set<Duration> pauses;
    for (std::uint64_t spread = 0; spread < 50; ++spread) pauses.insert(*delivery_pause(4, spread));
    EXPECT_GT(pauses.size(), 40u);
    EXPECT_GE(*pauses.begin(), hours(1));
    EXPECT_LE(*pauses.rbegin(), minutes(72));
}

TEST(Answers, a_refused_signature_is_tried_once_in_the_other_form) {
    for (auto const status : {400, 401, 403}) {
        EXPECT_EQ(judged(status).fate, Fate::ask_otherwise);
        EXPECT_TRUE(judged(status).is_alive);
    }
    EXPECT_EQ(judged(400, {.forms = 1}).fate, Fate::given_up);
    EXPECT_EQ(judged(401, {.forms = 1}).fate, Fate::again);
    EXPECT_EQ(judged(403, {.attempts = 1, .forms = 1}).fate, Fate::again);
    EXPECT_EQ(judged(403, {.attempts = 2, .forms = 1}).fate, Fate::given_up);
}

TEST(Answers, what_a_host_asks_to_have_signed_is_tried_three_times_at_most) {
    auto const asks = [](int forms) {
        return judged(401, {.forms = forms}, "Accept-Signature", "sig1=(\"@method\")").fate;
    };
    EXPECT_EQ(asks(0), Fate::ask_otherwise);
    EXPECT_EQ(asks(1), Fate::ask_otherwise);
    EXPECT_EQ(asks(2), Fate::again);
}

TEST(Answers, a_redirect_is_followed_once_and_only_within_the_host) {
    auto const there = judged(308, {}, "Location", "/new/inbox");
    EXPECT_EQ(there.fate, Fate::follow);
    EXPECT_EQ(there.location, "https://peer.example/new/inbox");
    EXPECT_EQ(judged(307, {.followed = true}, "Location", "/x").fate, Fate::given_up);
    for (auto const* elsewhere : {"https://other.example/inbox", "http://peer.example/inbox",
                                  "//other.example/inbox", "https://peer.example:8443/inbox", ""})
        EXPECT_EQ(judged(308, {}, "Location", elsewhere).fate, Fate::given_up) << elsewhere;
    for (auto const status : {301, 302, 303})
        EXPECT_EQ(judged(status, {}, "Location", "/new").fate, Fate::given_up);
}

TEST(Answers, a_wait_that_makes_no_sense_is_none) {
    for (auto const* value : {"", "0", "-5", "soon", "1.5", "12 ", "Sat, 28 Nov 2020 00:00:00 GMT"})
        EXPECT_FALSE(read_retry_after(value, now)) << value;
    EXPECT_EQ(read_retry_after("999999999999", now), now + hours(24 * 30));
}

}  // namespace
}  // namespace skein::activitypub
