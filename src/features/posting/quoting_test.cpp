// Posts with polls, and posts that quote.

#include <gtest/gtest.h>

#include "features/posting/feature.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::posting {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class Quoting : public ::testing::Test {
  protected:
    Answer post(std::string body, std::string const& token) {
        return Answer(server.post("/api/v1/statuses", std::move(body), token));
    }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    Answer put(std::string const& target, std::string body, std::string const& token) {
        return Answer(server.put(target, std::move(body), token));
    }
    static std::string of(std::string const& id, std::string const& rest = {}) {
        return "/api/v1/statuses/" + id + rest;
    }
    static std::string poll(std::string const& options, std::string const& rest = {}) {
        return R"({"status":"Which?","poll":{"options":)" + options + R"(,"expires_in":300)" +
               rest + "}}";
    }
    std::string quote(std::string const& id, std::string const& rest = {}) {
        return "status=Look&quoted_status_id=" + id + rest;
    }

    TestServer server{{.features = {{"posting", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Quoting, a_post_may_ask) {
    auto const made = post(poll(R"(["Tea "," ","Coffee"])", R"(,"multiple":true)"), anns);
    EXPECT_EQ(made.status(), 200);
    EXPECT_EQ(made.at("poll.options.0.title"), "Tea");
    EXPECT_EQ(made.at("poll.options.1.title"), "Coffee");
    EXPECT_EQ(made.at("poll.options.2"), "absent");
    EXPECT_EQ(made.at("poll.multiple"), "true");
    EXPECT_EQ(made.at("poll.voters_count"), "0");
    EXPECT_NE(made.at("poll.expires_at"), "null");
    auto const form =
        post("status=x&poll[options][]=a&poll[options][]=b&poll[expires_in]=600", anns);
    EXPECT_EQ(form.at("poll.options.1.title"), "b");
    EXPECT_EQ(post(R"({"poll":{"options":["a","b"],"expires_in":300}})", anns).status(), 200)
        << "a poll is something to say";
}

TEST_F(Quoting, a_poll_that_breaks_a_rule_is_refused) {
    EXPECT_EQ(post(poll(R"(["a"])"), anns).status(), 422);
    EXPECT_EQ(post(poll(R"(["a","a"])"), anns).status(), 422);
    EXPECT_EQ(post(poll(R"(["1","2","3","4","5"])"), anns).status(), 422);
    EXPECT_EQ(post(R"({"status":"x","poll":{"options":["a","b"]}})", anns).error(),
              "Validation failed: Poll expires at can't be blank");
    for (auto const* seconds : {"299", "0", "-1", "2629747", "9223372036854775807"})
        EXPECT_EQ(
            post(fmt::format(R"({{"status":"x","poll":{{"options":["a","b"],"expires_in":{}}}}})",
                             seconds),
                 anns)
                .status(),
            422)
            << seconds;
    EXPECT_EQ(post(R"({"status":"x","media_ids":["1"],"poll":{"options":["a","b"],
                       "expires_in":300}})",
                   anns)
                  .error(),
              "Validation failed: A post cannot have both media and a poll");
}

TEST_F(Quoting, an_edit_may_prolong_a_poll_or_ask_something_else) {
    auto const made = post(poll(R"(["a","b"])"), anns);
    auto const id = made.at("id");
    server.clock().advance(std::chrono::minutes(1));
    auto const longer = put(of(id), poll(R"(["a","b"])"), anns);
    EXPECT_EQ(longer.status(), 200);
    EXPECT_EQ(longer.at("edited_at"), "null") << "it asks the same";
    EXPECT_NE(longer.at("poll.expires_at"), made.at("poll.expires_at"));
    auto const other = put(of(id), poll(R"(["a","c"])"), anns);
    EXPECT_NE(other.at("edited_at"), "null");
    EXPECT_EQ(other.at("poll.options.1.title"), "c");
    EXPECT_EQ(other.at("poll.id"), made.at("poll.id"));
    auto const kept = put(of(id), "status=Now", anns);
    EXPECT_EQ(kept.at("poll.options.1.title"), "c");
    auto const history = get(of(id, "/history"));
    EXPECT_EQ(history.at("0.poll.options.1.title"), "b");
    EXPECT_EQ(history.at("1.poll.options.1.title"), "c");
    EXPECT_EQ(put(of(id), R"({"media_ids":["1"]})", anns).status(), 422);
}

TEST_F(Quoting, a_quote_is_shown_with_a_line_for_those_who_know_none) {
    auto const quoted = post("status=Hello", anns).at("id");
    auto const made = post(quote(quoted), bobs);
    EXPECT_EQ(made.status(), 200);
    EXPECT_EQ(made.at("quote.state"), "accepted");
    EXPECT_EQ(made.at("quote.quoted_status.id"), quoted);
    auto const line = R"(<p class="quote-inline">RE: <a href="https://skein.example/@ann/)";
    EXPECT_TRUE(made.at("content").starts_with(line)) << made.at("content");
    EXPECT_TRUE(made.at("content").ends_with("<p>Look</p>"));
    EXPECT_EQ(get(of(quoted)).at("quotes_count"), "1");
    auto const edited = put(of(made.at("id")), "status=Again", bobs);
    EXPECT_TRUE(edited.at("content").starts_with(line));
    EXPECT_TRUE(edited.at("content").ends_with("<p>Again</p>"));
    auto const linked = post(
        "status=See+https://skein.example/@ann/" + quoted + "&quoted_status_id=" + quoted, bobs);
    EXPECT_EQ(linked.at("content").find("quote-inline"), std::string::npos) << linked.at("content");
    EXPECT_EQ(linked.at("quote.state"), "accepted");
}

TEST_F(Quoting, what_may_not_be_quoted_is_refused) {
    auto const open = post("status=Open", anns).at("id");
    auto const closed = post("status=Closed&quote_approval_policy=nobody", anns).at("id");
    auto const hidden = post("status=Hidden&visibility=private", anns).at("id");
    EXPECT_EQ(post(quote(closed), bobs).status(), 422);
    auto const* const missing = "The post you are trying to quote does not appear to exist.";
    for (auto const& id : {hidden, std::string("77")}) {
        auto const refused = post(quote(id), bobs);
        EXPECT_EQ(refused.status(), 404);
        EXPECT_EQ(refused.error(), missing);
    }
    EXPECT_EQ(post(quote(open, "&visibility=direct"), bobs).status(), 422);
    EXPECT_EQ(post("status=Look+%40ann&visibility=direct&quoted_status_id=" + open, bobs).status(),
              200);
    EXPECT_EQ(post(quote(open, "&media_ids[]=1"), bobs).status(), 422);
    EXPECT_EQ(post(quote(open, "&poll[options][]=a&poll[options][]=b&poll[expires_in]=300"), bobs)
                  .status(),
              422);
    EXPECT_EQ(post("quoted_status_id=" + open, bobs).status(), 422) << "nothing to say";
    EXPECT_EQ(post(quote(open, "&quote_approval_policy=me"), bobs).status(), 422);
    EXPECT_EQ(post(quote(hidden, "&visibility=public"), anns).at("visibility"), "private");
}

TEST_F(Quoting, its_author_changes_who_may_quote_a_post) {
    auto const id = post("status=Hello", anns).at("id");
    auto const path = of(id, "/interaction_policy");
    EXPECT_EQ(get(of(id), bobs).at("quote_approval.current_user"), "automatic");
    auto const narrowed = put(path, "quote_approval_policy=followers", anns);
    EXPECT_EQ(narrowed.status(), 200);
    EXPECT_EQ(narrowed.at("quote_approval.automatic"), R"(["followers"])");
    EXPECT_EQ(narrowed.at("edited_at"), "null");
    EXPECT_EQ(get(of(id), bobs).at("quote_approval.current_user"), "denied");
    server.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(get(of(id), bobs).at("quote_approval.current_user"), "automatic");
    EXPECT_EQ(put(of(id), "status=Hello&quote_approval_policy=nobody", anns)
                  .at("quote_approval.automatic"),
              "[]");
    EXPECT_EQ(put(path, "quote_approval_policy=public", bobs).status(), 404);
    EXPECT_EQ(put(path, "quote_approval_policy=x", anns).status(), 422);
    EXPECT_EQ(put(path, "", anns).status(), 422);
    EXPECT_EQ(put(of("77", "/interaction_policy"), "", anns).status(), 404);
}

TEST_F(Quoting, quotes_are_listed_and_taken_back_by_the_author) {
    auto const quoted = post("status=Hello", anns).at("id");
    auto const one = post(quote(quoted), bobs).at("id");
    auto const two = post(quote(quoted), bobs).at("id");
    auto const list = get(of(quoted, "/quotes?limit=1"), anns);
    EXPECT_EQ(list.ids(), std::vector{two});
    EXPECT_EQ(get(list.next(), anns).ids(), std::vector{one});
    EXPECT_EQ(get(of(quoted, "/quotes")).status(), 401);
    auto const revoke = of(quoted, "/quotes/" + one + "/revoke");
    EXPECT_EQ(Answer(server.post(revoke, "", bobs)).status(), 403);
    EXPECT_EQ(Answer(server.post(of(quoted, "/quotes/" + quoted + "/revoke"), "", anns)).status(),
              404);
    Answer const revoked(server.post(revoke, "", anns));
    EXPECT_EQ(revoked.status(), 200);
    EXPECT_EQ(revoked.at("id"), one);
    EXPECT_EQ(revoked.at("quote.state"), "revoked");
    EXPECT_EQ(revoked.at("quote.quoted_status"), "null");
    EXPECT_EQ(get(of(quoted, "/quotes"), anns).ids(), std::vector{two});
    EXPECT_EQ(get(of(quoted)).at("quotes_count"), "1");
}

TEST_F(Quoting, one_list_of_quotes_costs_as_much_as_another) {
    auto const many = post("status=Many", anns).at("id"), few = post("status=Few", anns).at("id");
    for (int i = 0; i < 10; ++i) post(quote(many), bobs);
    post(quote(few), bobs);
    auto const cost = [&](std::string const& id) {
        get(of(id, "/quotes"), anns);
        return server.statements([&] { get(of(id, "/quotes"), anns); });
    };
    EXPECT_EQ(cost(many), cost(few));
}

}  // namespace
}  // namespace skein::posting
