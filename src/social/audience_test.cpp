#include "social/audience.h"

#include <gtest/gtest.h>

#include "social/onlookers.h"
#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::PostOptions;
using testing::TestServer;

constexpr std::array visibilities{Visibility::public_, Visibility::unlisted, Visibility::private_,
                                  Visibility::limited, Visibility::direct};

TEST(Audience, the_rule_as_a_table) {
    struct Row {
        AudienceFacts facts;
        std::array<bool, 5> seen;  // In the order of `visibilities`.
    };
    std::vector<Row> const table{
        {{}, {true, true, false, false, false}},
        {{.follows_author = true}, {true, true, true, false, false}},
        {{.is_addressed = true}, {true, true, true, true, true}},
        {{.is_author = true}, {true, true, true, true, true}},
        {{.blocked_either_way = true, .is_addressed = true, .follows_author = true},
         {false, false, false, false, false}},
        {{.author_suspended = true, .is_author = true}, {false, false, false, false, false}},
    };
    for (std::size_t row = 0; row < table.size(); ++row)
        for (std::size_t i = 0; i < visibilities.size(); ++i)
            EXPECT_EQ(audience_includes(visibilities[i], table[row].facts), table[row].seen[i])
                << "row " << row << ", visibility " << i;
}

/// A random society, and what the test itself knows of it, kept apart from the database.
class Society {
  public:
    explicit Society(std::uint64_t seed) : random_(seed) {
        for (int i = 0; i < 7; ++i) {
            auto const remote = i >= 5;
            people.push_back(server.make_account(
                fmt::format("p{}", i),
                {.domain = remote ? "remote.example" : "", .locked = random_.below(3) == 0}));
        }
        relate();
        publish();
        relate();
        if (random_.below(2) == 0) suspend(pick());
    }

    bool seen_by_rule(AccountId viewer, StatusId id) const {
        auto const& post = posts.at(id);
        if (post.boost_of && !seen_by_rule(viewer, *post.boost_of)) return false;
        AudienceFacts facts;
        facts.author_suspended = suspended.contains(post.author);
        facts.blocked_either_way =
            blocks.contains({viewer, post.author}) || blocks.contains({post.author, viewer});
        facts.is_author = viewer == post.author;
        facts.is_addressed = post.addressed.contains(viewer);
        facts.follows_author = follows.contains({viewer, post.author});
        return audience_includes(post.visibility, facts);
    }

    struct Post {
        AccountId author;
        Visibility visibility{};
        std::set<AccountId> addressed;
        std::optional<StatusId> boost_of;
    };

    TestServer server;
    std::vector<Person> people;
    std::map<StatusId, Post> posts;
    std::set<std::pair<AccountId, AccountId>> follows, blocks;
    std::set<AccountId> suspended;

  private:
    std::size_t pick() { return random_.below(people.size()); }

    void relate() {
        for (int i = 0; i < 20; ++i) {
            auto const &a = people[pick()], &b = people[pick()];
            if (a.id() == b.id()) continue;
            auto const deed = random_.below(10);
            auto const done = server.db().write([&](db::Tx& tx) -> Result<void> {
                if (deed < 6) return follow(tx, a.id(), b.id(), {});
                if (deed < 8) return accept_follow_request(tx, b.id(), a.id());
                if (deed == 8) return block(tx, a.id(), b.id());
                return unfollow(tx, a.id(), b.id());
            });
            if (done) remember(a, b, deed);
        }
    }

    /// The rules of relations.h once more, in the test's own words.
    void remember(Person const& a, Person const& b, std::uint64_t deed) {
        std::pair const pair{a.id(), b.id()};
        if (deed < 6) {
            if (!b.account.locked && b.account.local()) follows.insert(pair);
        } else if (deed < 8) {
            follows.insert(pair);
        } else if (deed == 8) {
            blocks.insert(pair);
            follows.erase(pair);
            follows.erase({b.id(), a.id()});
        } else {
            follows.erase(pair);
        }
    }

    void publish() {
        for (int i = 0; i < 20; ++i) {
            auto const& author = people[pick()];
            PostOptions options;
            options.visibility = visibilities[random_.below(visibilities.size())];
            Post post{author.id(), options.visibility, {}, {}};
            std::string text = "post";
            for (std::uint64_t n = random_.below(3); n > 0; --n) {
                auto const& named = people[pick()];
                text += " @" + named.account.acct();
                post.addressed.insert(named.id());
            }
            if (random_.below(4) == 0) {
                options.addressees.push_back(people[pick()].id());
                post.addressed.insert(options.addressees.back());
            }
            posts.emplace(server.post(author, text, options).id, post);
        }
        for (int i = 0; i < 8; ++i) boost();
    }

    void boost() {
        auto const& who = people[pick()];
        auto at = posts.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random_.below(posts.size())));
        auto const [id, original] = *at;
        if (original.boost_of) return;
        auto const visibility = random_.below(3) == 0 ? Visibility::private_ : Visibility::public_;
        auto const boosted = server.db().write([&](db::Tx& tx) -> Result<Status> {
            TRY(auto const status, load_status(tx, id));
            return boost_status(tx, {.account = who.id(), .visibility = visibility}, status);
        });
        if (!boosted) return;
        auto const own = original.visibility == Visibility::private_;
        posts[boosted->id] = {who.id(), own ? Visibility::private_ : boosted->visibility, {}, id};
    }

    void suspend(std::size_t index) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, people[index].id()));
            account.state = AccountState::suspended;
            return update_account(tx, account);
        });
        suspended.insert(people[index].id());
    }

    crypto::SeededRandom random_;
};

TEST(Audience, the_statement_and_the_function_agree_on_every_society) {
    std::int64_t seen = 0, hidden = 0;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        Society society(seed);
        std::vector<StatusId> ids;
        for (auto const& [id, post] : society.posts) ids.push_back(id);
        std::vector<AccountId> viewers{AccountId{}};
        for (auto const& person : society.people) viewers.push_back(person.id());
        for (auto const viewer : viewers) {
            std::vector<StatusId> expected;
            for (auto const id : ids)
                if (society.seen_by_rule(viewer, id)) expected.push_back(id);
            auto const kept =
                society.server.read([&](db::Tx& tx) { return keep_visible(tx, viewer, ids); });
            EXPECT_EQ(kept, expected) << "seed " << seed << ", viewer " << viewer.value;
            seen += static_cast<std::int64_t>(expected.size());
            hidden += static_cast<std::int64_t>(ids.size() - expected.size());
        }
    }
    // A comparison of nothing with nothing would prove nothing.
    EXPECT_GT(seen, 1000);
    EXPECT_GT(hidden, 1000);
}

TEST(Audience, many_readers_before_one_post_are_judged_alike) {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
        Society society(seed);
        std::vector<AccountId> viewers;
        for (auto const& person : society.people) viewers.push_back(person.id());
        for (auto const& [id, post] : society.posts) {
            auto const seen = society.server.read([&](db::Tx& tx) -> Result<Onlookers> {
                TRY(auto const heads, list_heads_of(tx, std::span(&id, 1)));
                return list_onlookers(tx, heads.front(), viewers);
            });
            for (auto const viewer : viewers)
                EXPECT_EQ(seen.find(viewer) != nullptr, society.seen_by_rule(viewer, id))
                    << "seed " << seed << ", viewer " << viewer.value;
        }
    }
}

TEST(Audience, a_request_is_no_follow) {
    TestServer server;
    auto const author = server.make_account("lock", {.locked = true});
    auto const ann = server.make_account("ann");
    auto const post = server.post(author, "for followers", Visibility::private_);
    auto const seen = [&] {
        return server.read([&](db::Tx& tx) { return may_see(tx, ann.id(), post); });
    };
    server.write([&](db::Tx& tx) { return follow(tx, ann.id(), author.id(), {}); });
    EXPECT_FALSE(seen());
    server.write([&](db::Tx& tx) { return accept_follow_request(tx, author.id(), ann.id()); });
    EXPECT_TRUE(seen());
    server.write([&](db::Tx& tx) { return unfollow(tx, ann.id(), author.id()); });
    EXPECT_FALSE(seen());
}

TEST(Audience, hidden_and_missing_posts_fail_alike) {
    TestServer server;
    auto const author = server.make_account("ann"), stranger = server.make_account("bob");
    auto const post = server.post(author, "secret", Visibility::direct);
    auto const look = [&](StatusId id) {
        return server.db()
            .read([&](db::Tx& tx) { return load_visible_status(tx, stranger.id(), id); })
            .error();
    };
    EXPECT_EQ(look(post.id).code, Errc::not_found);
    EXPECT_EQ(look(post.id).message, look(StatusId{12345}).message);
}

TEST(Audience, order_is_kept_and_the_cost_does_not_grow) {
    TestServer server;
    auto const author = server.make_account("ann"), reader = server.make_account("bob");
    std::vector<StatusId> ids;
    for (int i = 0; i < 30; ++i) ids.insert(ids.begin(), server.post(author, "x").id);
    auto const cost = [&](std::size_t count) {
        return server.statements([&] {
            auto const wanted = std::span(ids).first(count);
            auto const kept =
                server.read([&](db::Tx& tx) { return keep_visible(tx, reader.id(), wanted); });
            EXPECT_TRUE(std::ranges::equal(kept, wanted));
        });
    };
    EXPECT_EQ(cost(1), cost(30));
}

}  // namespace
}  // namespace skein::social
