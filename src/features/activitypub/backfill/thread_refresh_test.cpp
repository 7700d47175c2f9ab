// What a client is told while the answers below another server's post are being asked for.

#include <gtest/gtest.h>

#include <algorithm>

#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/feature.h"
#include "features/activitypub/remote_statuses.h"
#include "features/async_refreshes/feature.h"
#include "features/posting/feature.h"
#include "testing/answer.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

using testing::Answer;

constexpr std::string_view eve = "https://far.example/u/eve",
                           replies = "https://far.example/notes/1/replies";

std::string note(std::string_view id, std::string_view more = {}) {
    return fmt::format(R"({{"id":"{}","type":"Note","attributedTo":"{}","content":"<p>said</p>",)"
                       R"("to":["https://www.w3.org/ns/activitystreams#Public"],)"
                       R"("published":"2025-01-01T00:00:00Z"{}}})",
                       id, eve, more);
}

class ThreadRefresh : public ::testing::Test, protected testing::Asking {
  protected:
    ThreadRefresh()
        : Asking({{"activitypub", install},
                  {"async_refreshes", async_refreshes::install},
                  {"posting", posting::install}}) {
        answer(std::string(eve), 200,
               fmt::format(R"({{"id":"{0}","type":"Person","preferredUsername":"eve","inbox":)"
                           R"("{0}/inbox"}})",
                           eve));
        answer("https://far.example/.well-known/webfinger?resource=acct:eve@far.example", 200,
               fmt::format(R"({{"subject":"acct:eve@far.example","links":[{{"rel":"self","type":)"
                           R"("application/activity+json","href":"{}"}}]}})",
                           eve));
        answer_replies({"https://far.example/notes/2", "https://far.example/notes/3"});
    }

    void answer_replies(std::vector<std::string> const& ids) {
        std::string items;
        for (auto const& id : ids) {
            items += (items.empty() ? "\"" : ",\"") + id + "\"";
            answer(id, 200, note(id, R"(,"inReplyTo":"https://far.example/notes/1")"));
        }
        answer(std::string(replies), 200,
               fmt::format(R"({{"id":"{}","type":"Collection","items":[{}]}})", replies, items));
    }
    std::string stored(std::string_view id, std::string_view more = {}) {
        answer(std::string(id), 200, note(id, more));
        auto const post = ensure_status(server, Iri::parse(id).value(), budget);
        return post && *post ? to_string(**post) : "";
    }
    std::string stored_with_replies() {
        return stored("https://far.example/notes/1", fmt::format(R"(,"replies":"{}")", replies));
    }
    Answer context(std::string const& id, std::string token = {}) {
        return Answer(test.get("/api/v1/statuses/" + id + "/context", std::move(token)));
    }
    static std::string id_in(Answer const& answer) {
        auto const header = answer.header("Mastodon-Async-Refresh");
        auto const from = header.find('"') + 1;
        return header.substr(from, header.find('"', from) - from);
    }
    Answer refresh(std::string const& id) {
        return Answer(test.get("/api/v1_alpha/async_refreshes/" + id, anns));
    }

    FetchBudget budget{.requests = 100};
    testing::Person ann = test.make_account("ann");
    std::string anns = test.token(ann);
};

TEST_F(ThreadRefresh, a_conversation_is_asked_for_and_the_answer_says_so) {
    auto const id = stored_with_replies();
    auto const first = context(id, anns);
    EXPECT_EQ(first.at("descendants"), "[]");
    auto const name = id_in(first);
    EXPECT_EQ(first.header("Mastodon-Async-Refresh"),
              "id=\"" + name + "\", retry=3, result_count=0");
    test.drain();
    auto const done = refresh(name);
    EXPECT_EQ(done.at("async_refresh.id"), name);
    EXPECT_EQ(done.at("async_refresh.status"), "finished");
    EXPECT_EQ(done.at("async_refresh.result_count"), "2");
    auto const second = context(id, anns);
    EXPECT_EQ(second.at("descendants.1.id") == "absent", false);
    EXPECT_EQ(second.header("Mastodon-Async-Refresh"), "") << "nothing is being asked for";
}

TEST_F(ThreadRefresh, one_that_runs_is_named_and_none_is_begun_beside_it) {
    auto const id = stored_with_replies();
    auto const subject = thread_subject(StatusId{parse_id(id).value()});
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::begin_refresh(tx, "here", {.subject = subject, .counts = true}));
        return social::count_refreshed(tx, subject, 3);
    });
    asked();
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(context(id, anns).header("Mastodon-Async-Refresh"),
                  "id=\"here\", retry=3, result_count=3");
    EXPECT_EQ(refresh("here").at("async_refresh.status"), "running");
    test.drain();
    EXPECT_TRUE(asked().empty());
}

TEST_F(ThreadRefresh, only_what_was_not_here_before_is_counted) {
    auto const id = stored_with_replies();
    ASSERT_FALSE(
        stored("https://far.example/notes/2", R"(,"inReplyTo":"https://far.example/notes/1")")
            .empty());
    auto const name = id_in(context(id, anns));
    test.drain();
    EXPECT_EQ(refresh(name).at("async_refresh.result_count"), "1");
}

TEST_F(ThreadRefresh, nothing_is_begun_for_strangers_or_where_nothing_can_be_asked) {
    auto const id = stored_with_replies();
    EXPECT_EQ(context(id).header("Mastodon-Async-Refresh"), "");
    auto const alone = stored("https://far.example/notes/8");
    EXPECT_EQ(context(alone, anns).header("Mastodon-Async-Refresh"), "") << "names no collection";
    auto const ours = to_string(test.post(ann, "hello").id);
    EXPECT_EQ(context(ours, anns).header("Mastodon-Async-Refresh"), "");
    asked();
    test.drain();
    EXPECT_TRUE(asked().empty());
}

TEST_F(ThreadRefresh, of_one_viewer_one_is_filled_at_a_time_and_nobody_waits_behind_it) {
    server.jobs().stop(std::chrono::seconds(1));
    context(stored_with_replies(), anns);
    context(stored("https://far.example/notes/5", fmt::format(R"(,"replies":"{}")", replies)),
            anns);
    auto const bob = test.make_account("bob");
    context(stored("https://far.example/notes/6", fmt::format(R"(,"replies":"{}")", replies)),
            test.token(bob));
    auto const jobs =
        test.read([&](db::Tx& tx) { return list_jobs(tx, false, FillThread::name, 10); });
    ASSERT_EQ(jobs.size(), 3U);
    EXPECT_EQ(jobs[0].order_key, "thread " + to_string(ann.id()));
    EXPECT_EQ(jobs[1].order_key, jobs[0].order_key);
    EXPECT_EQ(jobs[2].order_key, "thread " + to_string(bob.id()));
    for (auto const& job : jobs) EXPECT_EQ(job.priority, Priority::normal);
}

TEST_F(ThreadRefresh, nobody_has_more_begun_than_a_person_reads) {
    auto const id = stored_with_replies();
    int begun = 0;
    for (int i = 0; i < 42; ++i) {
        auto const one = stored(fmt::format("https://far.example/many/{}", i),
                                fmt::format(R"(,"replies":"{}")", replies));
        begun += !context(one, anns).header("Mastodon-Async-Refresh").empty();
    }
    EXPECT_EQ(begun, 40);
    EXPECT_EQ(context(id, anns).header("Mastodon-Async-Refresh"), "");
    auto const bobs = test.token(test.make_account("bob"));
    EXPECT_NE(context(id, bobs).header("Mastodon-Async-Refresh"), "") << "others may still";
}

TEST_F(ThreadRefresh, somebody_elses_server_is_asked_a_few_times_only) {
    std::string items;
    for (int i = 0; i < 60; ++i) {
        auto const victim = fmt::format("https://victim.example/notes/{}", i);
        auto const own = fmt::format("https://far.example/own/{}", i);
        answer(victim, 404);
        answer(own, 404);
        items += fmt::format(R"({}"{}","{}")", i == 0 ? "" : ",", victim, own);
    }
    answer(std::string(replies), 200,
           fmt::format(R"({{"id":"{}","type":"Collection","items":[{}]}})", replies, items));
    auto const id = stored_with_replies();
    asked();
    auto const name = id_in(context(id, anns));
    test.drain();
    auto const urls = asked();
    auto const count = [&](std::string_view start) {
        return std::ranges::count_if(urls, [&](auto const& url) { return url.starts_with(start); });
    };
    EXPECT_EQ(count("https://victim.example/"), 20);
    EXPECT_EQ(count("https://far.example/own/"), 60);
    EXPECT_EQ(refresh(name).at("async_refresh.status"), "finished");
}

TEST_F(ThreadRefresh, answers_are_told_of_by_the_ten_and_all_in_the_end) {
    std::vector<std::string> ids;
    for (int i = 0; i < 25; ++i) ids.push_back(fmt::format("https://far.example/new/{}", i));
    answer_replies(ids);
    auto const id = stored_with_replies();
    auto const subject = thread_subject(StatusId{parse_id(id).value()});
    std::vector<std::int64_t> told;
    test.outside().answer_with([&](http::Outgoing const& request) {
        auto const running =
            test.read([&](db::Tx& tx) { return social::find_running_refresh(tx, subject); });
        auto const count = running ? running->result_count.value_or(-1) : -1;
        if (told.empty() || told.back() != count) told.push_back(count);
        return std::optional<Result<http::Answer>>(internet.answer(request));
    });
    auto const name = id_in(context(id, anns));
    test.drain();
    EXPECT_EQ(told, (std::vector<std::int64_t>{0, 1, 11, 21}));
    EXPECT_EQ(refresh(name).at("async_refresh.result_count"), "25");
}

TEST_F(ThreadRefresh, it_is_begun_again_after_a_while) {
    auto const id = stored_with_replies();
    auto const first = id_in(context(id, anns));
    test.drain();
    test.clock().advance(std::chrono::minutes(14));
    EXPECT_EQ(context(id, anns).header("Mastodon-Async-Refresh"), "");
    test.clock().advance(std::chrono::minutes(2));
    answer_replies({"https://far.example/notes/2", "https://far.example/notes/3",
                    "https://far.example/notes/4"});
    auto const second = id_in(context(id, anns));
    EXPECT_FALSE(second.empty());
    EXPECT_NE(second, first);
    test.drain();
    EXPECT_EQ(refresh(second).at("async_refresh.result_count"), "1");
    EXPECT_EQ(refresh(first).at("async_refresh.status"), "finished");
}

TEST_F(ThreadRefresh, a_server_that_does_not_answer_ends_it_too) {
    auto const id = stored_with_replies();
    answer(std::string(replies), 500);
    auto const name = id_in(context(id, anns));
    test.drain();
    auto const done = refresh(name);
    EXPECT_EQ(done.at("async_refresh.status"), "finished");
    EXPECT_EQ(done.at("async_refresh.result_count"), "0");
}

}  // namespace
}  // namespace skein::activitypub
