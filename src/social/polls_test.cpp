#include "social/polls.h"

#include <gtest/gtest.h>

#include "core/events.h"
#include "social/events.h"
#include "social/moves.h"
#include "social/statuses.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;
using Choices = std::vector<std::int64_t>;

struct Told {
    std::vector<PollVoted> votes;
    std::vector<PollEnded> ends;
};
void listen(Server& server) {
    server.on<PollVoted>([](db::Tx& tx, PollVoted const& event) -> Result<void> {
        tx.board().part<Told>().votes.push_back(event);
        return {};
    });
    server.on<PollEnded>([](db::Tx& tx, PollEnded const& event) -> Result<void> {
        tx.board().part<Told>().ends.push_back(event);
        return {};
    });
}

db::Query<std::int64_t> const count_rows{
    "test.polls.rows",
    "SELECT (SELECT COUNT(*) FROM polls WHERE status_id = $1) + (SELECT COUNT(*) FROM poll_votes)"};

PollDraft tea_or_coffee(TestServer& server) {
    PollDraft draft;
    draft.options = {{"Tea"}, {"Coffee"}, {"Water"}};
    draft.expires_at = server.clock().now() + std::chrono::hours(1);
    return draft;
}

class Polls : public ::testing::Test {
  protected:
    Told& told() { return server.server().part<Told>(); }
    Status ask(Person const& author, PollDraft const& poll) {
        return server.write([&](db::Tx& tx) {
            StatusDraft draft;
            draft.author = author.id();
            draft.network = author.account.network;
            if (!author.account.local()) draft.address = "https://remote.example/polls/1";
            draft.poll = poll;
            return publish_status(tx, draft);
        });
    }
    Status ask(PollDraft const& poll) { return ask(ann, poll); }
    Poll poll_of(StatusId status) {
        return server.read([&](db::Tx& tx) { return find_poll_of(tx, status); }).value();
    }
    /// "" when it was counted, else why not.
    std::string vote_of(Person const& who, Poll const& poll, Choices const& choices) {
        auto const done =
            server.db().write([&](db::Tx& tx) { return vote(tx, who.id(), poll, choices); });
        if (!done) EXPECT_EQ(done.error().code, Errc::unprocessable);
        return done ? "" : done.error().message;
    }
    bool remote_vote(Person const& who, Poll const& poll, std::string_view title) {
        return server.write([&](db::Tx& tx) { return add_remote_vote(tx, who.id(), poll, title); });
    }
    Choices choices_of(Person const& who, Poll const& poll) {
        return server.read([&](db::Tx& tx) { return list_choices(tx, who.id(), poll.id); });
    }
    static Choices votes_in(Poll const& poll) {
        Choices votes;
        for (auto const& option : poll.options) votes.push_back(option.votes);
        return votes;
    }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    Person eve = server.make_account("eve", {.domain = "remote.example"});
};

TEST_F(Polls, a_local_poll_counts_from_zero_whatever_its_draft_says) {
    auto draft = tea_or_coffee(server);
    draft.options[0].votes = 99;
    draft.voters_count = 99;
    auto const status = ask(draft);
    EXPECT_TRUE(status.marks & status_marks::has_poll);
    auto const poll = poll_of(status.id);
    EXPECT_EQ(votes_in(poll), (Choices{0, 0, 0}));
    EXPECT_EQ(poll.voters_count, 0);
    EXPECT_FALSE(poll.remote());
    EXPECT_EQ(poll.expires_at, draft.expires_at);
}

TEST_F(Polls, a_vote_is_counted_once) {
    auto const poll = poll_of(ask(tea_or_coffee(server)).id);
    EXPECT_EQ(vote_of(bob, poll, {1}), "");
    EXPECT_EQ(vote_of(bob, poll, {0}), "Validation failed: You have already voted on this poll");
    auto const after = poll_of(poll.status_id);
    EXPECT_EQ(votes_in(after), (Choices{0, 1, 0}));
    EXPECT_EQ(after.votes_count, 1);
    EXPECT_EQ(after.voters_count, 1);
    EXPECT_EQ(choices_of(bob, poll), Choices{1});
    EXPECT_EQ(choices_of(ann, poll), Choices{});
    ASSERT_EQ(told().votes.size(), 1u);
    EXPECT_EQ(told().votes[0].account, bob.id());
    EXPECT_EQ(told().votes[0].author, ann.id());
}

TEST_F(Polls, what_cannot_be_chosen_is_refused) {
    auto const poll = poll_of(ask(tea_or_coffee(server)).id);
    auto const* const none = "Validation failed: The chosen vote option does not exist";
    for (auto const& choices :
         {Choices{}, Choices{3}, Choices{-1}, Choices{0, 64}, Choices{INT64_MAX}})
        EXPECT_EQ(vote_of(bob, poll, choices), none);
    EXPECT_EQ(vote_of(bob, poll, {0, 1}), "Validation failed: You have already voted on this poll");
    EXPECT_EQ(vote_of(ann, poll, {0}), "Validation failed: You cannot vote in your own polls");
    server.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(vote_of(bob, poll, {0}), "Validation failed: The poll has already ended");
    EXPECT_EQ(poll_of(poll.status_id).votes_count, 0);
    EXPECT_TRUE(told().votes.empty());
}

TEST_F(Polls, several_may_be_chosen_where_the_poll_says_so) {
    auto draft = tea_or_coffee(server);
    draft.multiple = true;
    auto const poll = poll_of(ask(draft).id);
    EXPECT_EQ(vote_of(bob, poll, {2, 0, 2}), "");
    auto const after = poll_of(poll.status_id);
    EXPECT_EQ(votes_in(after), (Choices{1, 0, 1}));
    EXPECT_EQ(after.voters_count, 1);
    EXPECT_EQ(choices_of(bob, poll), (Choices{0, 2}));
    EXPECT_EQ(told().votes.size(), 1u);
}

TEST_F(Polls, votes_from_elsewhere_come_one_by_one_and_each_once) {
    auto draft = tea_or_coffee(server);
    auto const single = poll_of(ask(draft).id);
    EXPECT_FALSE(remote_vote(eve, single, "tea"));
    EXPECT_TRUE(remote_vote(eve, single, "Tea"));
    EXPECT_FALSE(remote_vote(eve, single, "Tea"));
    EXPECT_FALSE(remote_vote(eve, single, "Coffee"));
    EXPECT_EQ(poll_of(single.status_id).votes_count, 1);
    draft.multiple = true;
    auto const several = poll_of(ask(draft).id);
    EXPECT_TRUE(remote_vote(eve, several, "Tea"));
    EXPECT_TRUE(remote_vote(eve, several, "Water"));
    EXPECT_FALSE(remote_vote(eve, several, "Water"));
    auto const after = poll_of(several.status_id);
    EXPECT_EQ(votes_in(after), (Choices{1, 0, 1}));
    EXPECT_EQ(after.voters_count, 1);
    server.clock().advance(std::chrono::hours(2));
    EXPECT_FALSE(remote_vote(eve, several, "Coffee"));
}

TEST_F(Polls, the_author_is_told_the_end_once) {
    auto const status = ask(tea_or_coffee(server));
    server.drain();
    EXPECT_TRUE(told().ends.empty());
    server.clock().advance(std::chrono::hours(1));
    server.drain();
    ASSERT_EQ(told().ends.size(), 1u);
    EXPECT_EQ(told().ends[0].status, status.id);
    EXPECT_EQ(told().ends[0].author, ann.id());
    server.clock().advance(std::chrono::hours(9));
    server.drain();
    EXPECT_EQ(told().ends.size(), 1u);
}

TEST_F(Polls, one_that_is_prolonged_ends_later_and_keeps_its_votes) {
    auto draft = tea_or_coffee(server);
    auto const poll = poll_of(ask(draft).id);
    vote_of(bob, poll, {1});
    *draft.expires_at += std::chrono::hours(1);
    server.write([&](db::Tx& tx) { return replace_poll(tx, poll, draft); });
    EXPECT_EQ(votes_in(poll_of(poll.status_id)), (Choices{0, 1, 0}));
    server.clock().advance(std::chrono::hours(1));
    server.drain();
    EXPECT_TRUE(told().ends.empty());
    server.clock().advance(std::chrono::hours(1));
    server.drain();
    EXPECT_EQ(told().ends.size(), 1u);
}

TEST_F(Polls, an_edit_with_other_options_begins_anew) {
    auto draft = tea_or_coffee(server);
    auto const status = ask(draft);
    auto const poll = poll_of(status.id);
    vote_of(bob, poll, {1});
    StatusEdit edit;
    edit.text = "Now?";
    edit.poll = draft;
    server.write([&](db::Tx& tx) { return edit_status(tx, status, edit); });
    EXPECT_EQ(poll_of(status.id).votes_count, 1) << "the same question";
    draft.options[2].title = "Milk";
    edit.poll = draft;
    server.write([&](db::Tx& tx) { return edit_status(tx, status, edit); });
    auto const after = poll_of(status.id);
    EXPECT_EQ(after.id, poll.id);
    EXPECT_EQ(after.options[2].title, "Milk");
    EXPECT_EQ(after.votes_count, 0);
    EXPECT_EQ(after.voters_count, 0);
    EXPECT_EQ(vote_of(bob, after, {2}), "") << "the old vote is forgotten";
    auto const versions = server.read([&](db::Tx& tx) { return list_versions(tx, status); });
    ASSERT_EQ(versions.size(), 3u);
    EXPECT_EQ(versions[0].poll, R"(["Tea","Coffee","Water"])");
    EXPECT_EQ(versions[2].poll, R"(["Tea","Coffee","Milk"])");
}

TEST_F(Polls, an_edit_may_add_one) {
    auto const status = server.post(ann, "No poll");
    StatusEdit edit;
    edit.poll = tea_or_coffee(server);
    auto const edited = server.write([&](db::Tx& tx) { return edit_status(tx, status, edit); });
    EXPECT_TRUE(edited.marks & status_marks::has_poll);
    EXPECT_EQ(poll_of(status.id).options.size(), 3u);
}

TEST_F(Polls, one_of_another_server_is_what_that_server_says) {
    auto draft = tea_or_coffee(server);
    draft.options[0].votes = 7;
    draft.options[1].votes = -3;
    auto const poll = poll_of(ask(eve, draft).id);
    EXPECT_TRUE(poll.remote());
    EXPECT_EQ(votes_in(poll), (Choices{7, 0, 0}));
    EXPECT_EQ(poll.voters_count, std::nullopt);
    EXPECT_EQ(vote_of(bob, poll, {1}), "");
    EXPECT_EQ(votes_in(poll_of(poll.status_id)), (Choices{7, 1, 0})) << "until it says more";
    draft.options[1].votes = 5;
    draft.voters_count = 12;
    server.write([&](db::Tx& tx) { return set_poll_counts(tx, poll, draft); });
    auto const after = poll_of(poll.status_id);
    EXPECT_EQ(votes_in(after), (Choices{7, 5, 0}));
    EXPECT_EQ(after.voters_count, 12);
    EXPECT_EQ(choices_of(bob, poll), Choices{1});
}

TEST_F(Polls, counts_of_other_options_are_refused_and_so_are_those_of_a_local_poll) {
    auto draft = tea_or_coffee(server);
    auto const away = poll_of(ask(eve, draft).id), here = poll_of(ask(draft).id);
    auto const set = [&](Poll const& poll, PollDraft const& counts) {
        auto const done =
            server.db().write([&](db::Tx& tx) { return set_poll_counts(tx, poll, counts); });
        return done ? std::nullopt : std::optional(done.error().code);
    };
    EXPECT_EQ(set(here, draft), Errc::conflict);
    draft.options.pop_back();
    EXPECT_EQ(set(away, draft), Errc::conflict);
    draft = tea_or_coffee(server);
    draft.multiple = true;
    EXPECT_EQ(set(away, draft), Errc::conflict);
}

TEST_F(Polls, the_end_of_a_poll_elsewhere_is_told_where_somebody_here_voted) {
    auto draft = tea_or_coffee(server);
    auto const poll = poll_of(ask(eve, draft).id);
    vote_of(bob, poll, {0});
    // It is closed early: that is the end, and there is one.
    server.clock().advance(std::chrono::minutes(5));
    draft.closed_at = server.clock().now();
    server.write([&](db::Tx& tx) { return set_poll_counts(tx, poll, draft); });
    EXPECT_EQ(vote_of(ann, poll, {0}), "Validation failed: The poll has already ended");
    server.drain();
    ASSERT_EQ(told().ends.size(), 1u);
    server.clock().advance(std::chrono::hours(2));
    server.drain();
    EXPECT_EQ(told().ends.size(), 1u);
}

TEST_F(Polls, nobody_is_told_the_end_of_a_poll_elsewhere_that_nobody_here_voted_in) {
    ask(eve, tea_or_coffee(server));
    server.clock().advance(std::chrono::hours(2));
    server.drain();
    EXPECT_TRUE(told().ends.empty());
}

TEST_F(Polls, of_too_many_options_from_elsewhere_the_first_are_kept) {
    PollDraft draft;
    for (int i = 0; i < 70; ++i) draft.options.push_back({fmt::format("{}", i), 1});
    auto const poll = poll_of(ask(eve, draft).id);
    EXPECT_EQ(poll.options.size(), poll_limits::remote_options_max);
    EXPECT_EQ(vote_of(bob, poll, {49}), "");
    EXPECT_EQ(choices_of(bob, poll), Choices{49});
}

TEST_F(Polls, a_removed_post_takes_its_poll_and_votes_along) {
    auto const status = ask(tea_or_coffee(server));
    vote_of(bob, poll_of(status.id), {0});
    server.write([&](db::Tx& tx) { return remove_status(tx, status, true); });
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.load(count_rows, status.id); }), 0);
    server.clock().advance(std::chrono::hours(2));
    server.drain();
    EXPECT_TRUE(told().ends.empty());
}

TEST_F(Polls, who_voted_is_listed_in_parts_and_forgotten_with_the_account) {
    auto const poll = poll_of(ask(tea_or_coffee(server)).id);
    vote_of(bob, poll, {0});
    remote_vote(eve, poll, "Tea");
    auto const voters = [&](AccountId after, std::int64_t limit) {
        return server.read([&](db::Tx& tx) { return list_voters(tx, poll.id, after, limit); });
    };
    EXPECT_EQ(voters({}, 9), (std::vector{bob.id(), eve.id()}));
    EXPECT_EQ(voters({}, 1), std::vector{bob.id()});
    EXPECT_EQ(voters(bob.id(), 9), std::vector{eve.id()});
    server.write([&](db::Tx& tx) { return remove_account(tx, eve.id()); });
    server.drain();
    EXPECT_EQ(voters({}, 9), std::vector{bob.id()});
    EXPECT_EQ(poll_of(poll.status_id).votes_count, 2) << "what was counted stays";
}

TEST_F(Polls, a_poll_written_here_keeps_to_the_limits) {
    auto const now = server.clock().now();
    auto const complaint = [&](PollDraft const& draft) {
        auto const checked = check_poll(draft, now);
        return checked ? std::string() : checked.error().message;
    };
    auto const good = tea_or_coffee(server);
    EXPECT_EQ(complaint(good), "");
    auto bad = good;
    bad.options.resize(1);
    EXPECT_EQ(complaint(bad), "Validation failed: Poll options must have more than one item");
    bad.options = {{"1"}, {"2"}, {"3"}, {"4"}, {"5"}};
    EXPECT_EQ(complaint(bad), "Validation failed: Poll options can't contain more than 4 items");
    bad.options = {{"1"}, {"2"}, {"1"}};
    EXPECT_EQ(complaint(bad), "Validation failed: Poll options contain duplicate items");
    bad.options = {{"1"}, {std::string(51, 'x')}};
    EXPECT_EQ(complaint(bad),
              "Validation failed: Poll options cannot be longer than 50 characters each");
    bad.options = {{"1"}, {std::string(50, 'x')}};
    EXPECT_EQ(complaint(bad), "");
    bad = good;
    bad.expires_at = now + std::chrono::seconds(299);
    EXPECT_EQ(complaint(bad), "Validation failed: Poll expires at is too soon");
    bad.expires_at = now + std::chrono::seconds(2629747);
    EXPECT_EQ(complaint(bad), "Validation failed: Poll expires at is too far into the future");
    bad.expires_at.reset();
    EXPECT_EQ(complaint(bad), "Validation failed: Poll expires at can't be blank");
}

}  // namespace
}  // namespace skein::social
