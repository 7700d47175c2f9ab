#include <gtest/gtest.h>

#include "features/polls/feature.h"
#include "social/network.h"
#include "social/polls.h"
#include "testing/answer.h"

namespace skein::polls {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

/// A protocol that is asked for fresh counts, and counts how often.
class Elsewhere : public social::ProtocolNetwork {
  public:
    explicit Elsewhere(int& asked) : asked_(asked) {}
    social::Network network() const override { return social::Network::activitypub; }
    std::vector<std::optional<AccountId>> resolve_handles(
        Server&, std::vector<Handle> const& handles) override {
        return std::vector<std::optional<AccountId>>(handles.size());
    }
    Result<std::optional<StatusId>> resolve_status(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<std::optional<AccountId>> resolve_account(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<social::FoundBehind> resolve(Server&, Url const&) override {
        return social::FoundBehind{};
    }
    Result<social::FoundBehind> find(Server&, db::Tx&, Url const&) override {
        return social::FoundBehind{};
    }
    void refresh_status(Server& server, StatusId status) override {
        ++asked_;
        auto const done = server.db().write([&](db::Tx& tx) -> Result<void> {
            TRY(auto const poll, social::find_poll_of(tx, status));
            social::PollDraft draft;
            draft.options = poll->options;
            draft.options[0].votes = 100;
            draft.expires_at = poll->expires_at;
            return social::set_poll_counts(tx, *poll, draft);
        });
        EXPECT_TRUE(done);
    }

  private:
    int& asked_;
};

class Polls : public ::testing::Test {
  protected:
    PollId ask(Person const& author, social::Visibility visibility = social::Visibility::public_,
               bool hide_totals = false) {
        return server.write([&](db::Tx& tx) -> Result<PollId> {
            social::StatusDraft draft;
            draft.author = author.id();
            draft.network = author.account.network;
            if (!author.account.local()) draft.address = "https://remote.example/1";
            draft.visibility = visibility;
            draft.poll = social::PollDraft();
            draft.poll->options = {{"Tea"}, {"Coffee"}};
            draft.poll->hide_totals = hide_totals;
            draft.poll->expires_at = tx.now() + std::chrono::hours(1);
            TRY(auto const status, social::publish_status(tx, draft));
            TRY(auto const poll, social::find_poll_of(tx, status.id));
            return poll->id;
        });
    }
    static std::string path(PollId poll) { return "/api/v1/polls/" + to_string(poll); }
    Answer get(PollId poll, std::string const& token = {}) {
        return Answer(server.get(path(poll), token));
    }
    Answer vote(PollId poll, std::string body, std::string const& token) {
        return Answer(server.post(path(poll) + "/votes", std::move(body), token));
    }

    TestServer server{{.features = {{"polls", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
    int asked = 0;
};

TEST_F(Polls, a_vote_is_answered_with_the_poll) {
    auto const poll = ask(ann);
    auto const before = get(poll);
    EXPECT_EQ(before.status(), 200);
    EXPECT_EQ(before.at("votes_count"), "0");
    EXPECT_EQ(before.at("voted"), "absent");
    EXPECT_EQ(get(poll, bobs).at("voted"), "false");
    auto const voted = vote(poll, "choices[]=1", bobs);
    EXPECT_EQ(voted.status(), 200);
    EXPECT_EQ(voted.at("voted"), "true");
    EXPECT_EQ(voted.at("own_votes"), "[1]");
    EXPECT_EQ(voted.at("options.1.votes_count"), "1");
    EXPECT_EQ(voted.at("voters_count"), "1");
    EXPECT_EQ(get(poll, anns).at("own_votes"), "[]");
}

TEST_F(Polls, a_vote_that_breaks_a_rule_is_refused_with_words) {
    auto const poll = ask(ann);
    EXPECT_EQ(vote(poll, R"({"choices":[0]})", anns).error(),
              "Validation failed: You cannot vote in your own polls");
    EXPECT_EQ(vote(poll, R"({"choices":["0"]})", bobs).status(), 200);
    auto const twice = vote(poll, R"({"choices":[0]})", bobs);
    EXPECT_EQ(twice.status(), 422);
    EXPECT_EQ(twice.error(), "Validation failed: You have already voted on this poll");
    auto const other = ask(ann);
    EXPECT_EQ(vote(other, R"({"choices":[2]})", bobs).status(), 422);
    EXPECT_EQ(vote(other, R"({"choices":[]})", bobs).status(), 422);
    EXPECT_EQ(vote(other, R"({"choices":["x"]})", bobs).status(), 422);
    EXPECT_EQ(vote(other, "{}", bobs).status(), 422);
    EXPECT_EQ(vote(PollId{7}, "{}", bobs).status(), 404) << "what is missing comes first";
    server.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(vote(other, R"({"choices":[0]})", bobs).error(),
              "Validation failed: The poll has already ended");
    EXPECT_EQ(get(other).at("expired"), "true");
}

TEST_F(Polls, hidden_totals_are_told_to_nobody_before_the_end) {
    auto const poll = ask(ann, social::Visibility::public_, true);
    EXPECT_EQ(vote(poll, "choices[]=1", bobs).at("options.1.votes_count"), "null")
        << "not to who has voted either";
    for (auto const& token : {anns, bobs, std::string()}) {
        EXPECT_EQ(get(poll, token).at("options.0.votes_count"), "null");
        EXPECT_EQ(get(poll, token).at("votes_count"), "1") << "how many voted is no secret";
    }
    server.clock().advance(std::chrono::hours(1));
    for (auto const& token : {anns, bobs, std::string()})
        EXPECT_EQ(get(poll, token).at("options.1.votes_count"), "1");
}

TEST_F(Polls, a_poll_is_shown_to_those_who_see_its_post) {
    auto const poll = ask(ann, social::Visibility::private_);
    EXPECT_EQ(get(poll, anns).status(), 200);
    EXPECT_EQ(get(poll, bobs).status(), 404);
    EXPECT_EQ(get(poll).status(), 404);
    EXPECT_EQ(vote(poll, "choices[]=0", bobs).status(), 404);
    EXPECT_EQ(get(PollId{7}, bobs).status(), 404);
    EXPECT_EQ(Answer(server.get("/api/v1/polls/x", bobs)).status(), 404);
}

TEST_F(Polls, who_may_not_vote_is_refused) {
    auto const poll = ask(ann);
    EXPECT_EQ(vote(poll, "choices[]=0", "").status(), 401);
    EXPECT_EQ(vote(poll, "choices[]=0", server.token(bob, "read")).status(), 403);
}

class RemotePolls : public Polls {
  protected:
    RemotePolls() {
        server.server().part<social::Networks>().all.push_back(std::make_unique<Elsewhere>(asked));
    }
    Person eve = server.make_account("eve", {.domain = "remote.example"});
};

TEST_F(RemotePolls, are_asked_for_when_somebody_looks_and_not_too_often) {
    auto const poll = ask(eve);
    get(poll, bobs);
    EXPECT_EQ(asked, 0) << "it has just come";
    server.clock().advance(std::chrono::minutes(3));
    EXPECT_EQ(get(poll, bobs).at("options.0.votes_count"), "100");
    get(poll);
    EXPECT_EQ(asked, 1);
    server.clock().advance(std::chrono::hours(2));
    get(poll);
    EXPECT_EQ(asked, 2) << "once more for what was counted at last";
    server.clock().advance(std::chrono::hours(2));
    get(poll);
    EXPECT_EQ(asked, 2);
}

TEST_F(RemotePolls, are_not_asked_for_by_those_who_may_not_see_them) {
    auto const poll = ask(eve, social::Visibility::private_);
    server.clock().advance(std::chrono::minutes(5));
    EXPECT_EQ(get(poll, bobs).status(), 404);
    EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace skein::polls
