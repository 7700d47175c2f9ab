// Of polls that end and of quotes.

#include <gtest/gtest.h>

#include "features/notifications/feature.h"
#include "social/polls.h"
#include "social/quotes.h"
#include "testing/answer.h"

namespace skein::notifications {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class PollNotices : public ::testing::Test {
  protected:
    /// What somebody is told, newest first: the kind, by whom, about which post.
    std::string told(Person const& who) {
        server.drain();
        std::string all;
        Answer const list(server.get("/api/v1/notifications", server.token(who)));
        for (auto const& one : list.root().elements())
            all += fmt::format("{} {} {};", one.get_text("type"),
                               one.find("account")->get_text("acct"),
                               one.find("status")->get_text("id"));
        return all;
    }
    static std::string line(std::string_view kind, std::string_view who,
                            social::Status const& status) {
        return fmt::format("{} {} {};", kind, who, status.id.value);
    }
    social::StatusDraft draft_of(Person const& author) {
        social::StatusDraft draft;
        draft.author = author.id();
        draft.network = author.account.network;
        draft.policy = social::policy_for(social::QuotePolicy::public_);
        if (!author.account.local())
            draft.address = fmt::format("https://remote.example/{}", ++addresses);
        return draft;
    }
    social::Status publish(social::StatusDraft const& draft) {
        return server.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    }
    social::Status ask(Person const& author) {
        auto draft = draft_of(author);
        draft.poll = social::PollDraft();
        draft.poll->options = {{"a"}, {"b"}};
        draft.poll->expires_at = server.clock().now() + std::chrono::hours(1);
        return publish(draft);
    }
    social::Status quote(Person const& author, StatusId quoted,
                         std::optional<social::QuoteState> state = {}) {
        auto draft = draft_of(author);
        draft.quote = social::QuoteDraft{quoted, state};
        return publish(draft);
    }
    void decide(social::Status const& quoting, social::QuoteState state) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto const found, social::find_quote(tx, quoting.id));
            return social::decide_quote(tx, *found, state, "");
        });
    }
    void vote(Person const& who, social::Status const& status) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto const poll, social::find_poll_of(tx, status.id));
            return social::vote(tx, who.id(), *poll, std::vector<std::int64_t>{0});
        });
    }

    int addresses = 0;
    TestServer server{{.features = {{"notifications", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    Person carol = server.make_account("carol");
    Person eve = server.make_account("eve", {.domain = "remote.example"});
};

TEST_F(PollNotices, who_asked_and_who_voted_are_told_the_end) {
    auto const status = ask(ann);
    vote(bob, status);
    EXPECT_EQ(told(bob), "");
    server.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(told(ann), line("poll", "ann", status));
    EXPECT_EQ(told(bob), line("poll", "ann", status));
    EXPECT_EQ(told(carol), "");
}

TEST_F(PollNotices, of_a_poll_elsewhere_those_who_voted_are_told) {
    auto const status = ask(eve);
    vote(bob, status);
    server.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(told(bob), line("poll", "eve@remote.example", status));
    EXPECT_EQ(told(ann), "");
}

TEST_F(PollNotices, a_quote_is_told_until_it_is_taken_back) {
    auto const quoted = publish(draft_of(ann));
    auto const quoting = quote(bob, quoted.id);
    EXPECT_EQ(told(ann), line("quote", "bob", quoting));
    decide(quoting, social::QuoteState::revoked);
    EXPECT_EQ(told(ann), "");
    quote(ann, quoted.id);
    EXPECT_EQ(told(ann), "") << "one's own";
}

TEST_F(PollNotices, a_quote_from_elsewhere_is_told_when_it_is_accepted) {
    auto const quoted = publish(draft_of(ann));
    auto const quoting = quote(eve, quoted.id, social::QuoteState::pending);
    EXPECT_EQ(told(ann), "");
    decide(quoting, social::QuoteState::accepted);
    EXPECT_EQ(told(ann), line("quote", "eve@remote.example", quoting));
}

TEST_F(PollNotices, who_quotes_is_told_of_an_edit_once) {
    auto const quoted = publish(draft_of(ann));
    auto const quoting = quote(bob, quoted.id);
    auto const waiting = quote(carol, publish(draft_of(eve)).id);
    for (auto const* text : {"one", "two"}) {
        social::StatusEdit edit;
        edit.text = edit.content = text;
        server.write([&](db::Tx& tx) { return social::edit_status(tx, quoted, edit); });
        EXPECT_EQ(told(bob), line("quoted_update", "ann", quoting));
    }
    EXPECT_EQ(told(carol), "");
    (void)waiting;
}

}  // namespace
}  // namespace skein::notifications
