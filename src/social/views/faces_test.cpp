#include "social/views/faces.h"

#include <gtest/gtest.h>

#include "social/interaction_policy.h"
#include "social/onlookers.h"
#include "social/polls.h"
#include "social/relations.h"
#include "social/views/decorator.h"
#include "social/views/views.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

class Faces : public ::testing::Test {
  protected:
    Faces() {
        for (int i = 0; i < 8; ++i) people.push_back(server.make_account(fmt::format("p{}", i)));
    }

    Status publish(Person const& author, std::optional<QuoteDraft> quote = {},
                   std::optional<InteractionPolicy> policy = {}) {
        StatusDraft draft;
        draft.author = author.id();
        draft.text = draft.content = "Hello";
        draft.quote = std::move(quote);
        draft.policy = policy ? policy : policy_for(QuotePolicy::public_);
        return server.write([&](db::Tx& tx) { return publish_status(tx, draft); });
    }
    template <class Deed>
    void write(Deed deed) {
        server.write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    }

    Result<std::vector<Face>> list_faces(db::Tx& tx, StatusHead const& head,
                                         std::span<Reader const> readers) {
        std::vector<Face> faces;
        TRY_OK(render_faces(server.server(), tx, head, readers,
                            [&](Face const& face) { faces.push_back(face); }));
        return faces;
    }
    /// How many texts there are, after each viewer's was held against what a list shows them.
    std::size_t faces_of(StatusId id) {
        return server.read([&](db::Tx& tx) -> Result<std::size_t> {
            TRY(auto const heads, list_heads_of(tx, std::span(&id, 1)));
            std::vector<AccountId> viewers;
            for (auto const& person : people) viewers.push_back(person.id());
            TRY(auto const onlookers, list_onlookers(tx, heads.front(), viewers));
            TRY(auto const faces, list_faces(tx, heads.front(), onlookers.readers));
            std::size_t seen = 0;
            for (auto const& face : faces)
                for (auto const viewer : face.viewers) {
                    ++seen;
                    json::Writer out;
                    TRY_OK(write_status({server.server(), tx, viewer}, id, out));
                    EXPECT_EQ(face.json, out.text());
                }
            EXPECT_EQ(seen, onlookers.readers.size());
            return faces.size();
        });
    }

    TestServer server;
    std::vector<Person> people;
};

TEST_F(Faces, whoever_has_nothing_to_do_with_a_post_shares_its_text) {
    auto const post = publish(people[0]);
    EXPECT_EQ(faces_of(post.id), 2U) << "its author and everybody else";
    write([&](db::Tx& tx) { return add_favourite(tx, people[1].id(), post); });
    write([&](db::Tx& tx) { return add_bookmark(tx, people[2].id(), post); });
    write([&](db::Tx& tx) { return mute_conversation(tx, people[3].id(), post.conversation_id); });
    auto const boost = server.write(
        [&](db::Tx& tx) { return boost_status(tx, {.account = people[4].id()}, post); });
    EXPECT_EQ(faces_of(post.id), 6U);
    EXPECT_EQ(faces_of(boost.id), 6U) << "marks are the original's";
}

TEST_F(Faces, what_many_share_comes_first) {
    auto const post = publish(people[0]);
    server.read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const heads, list_heads_of(tx, std::span(&post.id, 1)));
        std::vector<Reader> readers(people.size());
        for (std::size_t i = 0; i < people.size(); ++i) readers[i].account = people[i].id();
        TRY(auto const faces, list_faces(tx, heads.front(), readers));
        EXPECT_EQ(faces.size(), 2U);
        EXPECT_EQ(faces.front().viewers.size(), people.size() - 1);
        EXPECT_EQ(faces.back().viewers, std::vector{people[0].id()});
        return {};
    });
}

TEST_F(Faces, a_muted_conversation_is_known_of_an_answer) {
    auto const post = publish(people[0]);
    write([&](db::Tx& tx) { return mute_conversation(tx, people[3].id(), post.conversation_id); });
    auto const answer = server.post(people[1], "Yes", {.in_reply_to = post.id});
    EXPECT_EQ(faces_of(answer.id), 3U);
}

TEST_F(Faces, followers_share_what_a_policy_says_to_them) {
    for (auto const i : {1U, 2U, 3U})
        write([&](db::Tx& tx) { return follow(tx, people[i].id(), people[0].id(), {}); });
    write([&](db::Tx& tx) { return follow(tx, people[0].id(), people[1].id(), {}); });
    auto const post = publish(people[0], {}, policy_for(QuotePolicy::followers));
    EXPECT_EQ(faces_of(post.id), 3U) << "author, followers, others";
    InteractionPolicy policy;
    policy.quote = {policy_groups::following, policy_groups::followers};
    auto const other = publish(people[0], {}, policy);
    EXPECT_EQ(faces_of(other.id), 4U);
}

TEST_F(Faces, who_voted_sees_so) {
    StatusDraft draft;
    draft.author = people[0].id();
    draft.text = draft.content = "Which?";
    PollDraft poll;
    poll.options = {{"this", 0}, {"that", 0}};
    poll.expires_at = server.clock().now() + std::chrono::hours(1);
    draft.poll = poll;
    auto const post = server.write([&](db::Tx& tx) { return publish_status(tx, draft); });
    EXPECT_EQ(faces_of(post.id), 2U);
    write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const asked, find_poll_of(tx, post.id));
        return vote(tx, people[2].id(), *asked, std::array{std::int64_t{1}});
    });
    EXPECT_EQ(faces_of(post.id), 3U);
}

TEST_F(Faces, whoever_sees_a_quoted_post_otherwise_has_a_text_alone) {
    auto const inner = publish(people[0]);
    auto const middle = publish(people[1], QuoteDraft{inner.id, QuoteState::accepted});
    auto const post = publish(people[2], QuoteDraft{middle.id, QuoteState::accepted});
    EXPECT_EQ(faces_of(post.id), 3U) << "both authors and everybody else";
    write([&](db::Tx& tx) { return add_favourite(tx, people[3].id(), middle); });
    write([&](db::Tx& tx) { return block(tx, people[4].id(), people[1].id()); });
    write([&](db::Tx& tx) { return mute(tx, people[5].id(), people[0].id(), true, {}); });
    EXPECT_EQ(faces_of(post.id), 6U);
}

TEST_F(Faces, a_personal_decorator_says_whom_it_concerns) {
    auto const post = publish(people[0]);
    auto& decorators = server.server().part<Decorators>().statuses;
    decorators.push_back({.field = "mark",
                          .fallback = "null",
                          .personal = true,
                          .render = [&](db::Tx&, AccountId viewer, std::span<StatusId const> ids) {
                              return std::vector<std::string>(
                                  ids.size(), viewer == people[5].id() ? "\"own\"" : "");
                          }});
    EXPECT_EQ(faces_of(post.id), people.size()) << "nobody knows, so each is asked";
    decorators.back().concerned = [&](db::Tx&, std::span<StatusId const> shown,
                                      std::span<AccountId const>) {
        EXPECT_THAT(shown, ::testing::ElementsAre(post.id));
        return std::vector{people[5].id()};
    };
    EXPECT_EQ(faces_of(post.id), 3U);
}

TEST_F(Faces, the_cost_does_not_grow_with_those_who_share_a_text) {
    auto const post = publish(people[0]);
    auto const cost = [&] {
        return server.statements([&] {
            server.read([&](db::Tx& tx) -> Result<void> {
                TRY(auto const heads, list_heads_of(tx, std::span(&post.id, 1)));
                std::vector<Reader> readers(people.size());
                for (std::size_t i = 0; i < people.size(); ++i) readers[i].account = people[i].id();
                std::ranges::sort(readers, {}, &Reader::account);
                TRY(auto const faces, list_faces(tx, heads.front(), readers));
                EXPECT_EQ(faces.size(), 2U);
                return {};
            });
        });
    };
    cost();
    auto const few = cost();
    for (int i = 0; i < 8; ++i) people.push_back(server.make_account(fmt::format("q{}", i)));
    cost();  // That they filter nothing is kept in memory from now on.
    EXPECT_EQ(cost(), few);
}

}  // namespace
}  // namespace skein::social
