#include "social/onlookers.h"

#include <gtest/gtest.h>

#include "social/audience.h"
#include "social/domains.h"
#include "social/lists.h"
#include "social/relations.h"
#include "social/tag_follows.h"
#include "social/tags.h"
#include "social/timelines.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

/// People who follow, mute and block each other and domains at random, and what they posted.
class Town {
  public:
    explicit Town(std::uint64_t seed) : random_(seed) {
        for (int i = 0; i < 5; ++i) here.push_back(server.make_account(fmt::format("h{}", i)));
        for (auto const* const domain : {"one.example", "sub.one.example", "two.example"})
            there.push_back(server.make_account("r", {.domain = domain}));
        for (int i = 0; i < 40; ++i) relate();
        for (int i = 0; i < 20; ++i) publish();
        for (int i = 0; i < 20; ++i) relate();
    }

    StatusHead head_of(db::Tx& tx, StatusId id) const {
        return list_heads_of(tx, std::span(&id, 1)).value().front();
    }
    std::vector<AccountId> readers() const {
        std::vector<AccountId> ids;
        for (auto const& person : here) ids.push_back(person.id());
        return ids;
    }

    TestServer server;
    std::vector<Person> here, there;
    std::vector<StatusId> posts;

  private:
    Person const& anybody() {
        auto const pick = random_.below(here.size() + there.size());
        return pick < here.size() ? here[pick] : there[pick - here.size()];
    }
    Person const& somebody() { return here[random_.below(here.size())]; }

    void relate() {
        auto const &a = somebody(), &b = anybody();
        if (a.id() == b.id()) return;
        auto const deed = random_.below(13);
        (void)server.db().write([&](db::Tx& tx) -> Result<void> {
            if (deed < 4) {
                TRY_OK(follow(tx, a.id(), b.id(),
                              {.show_boosts = random_.below(2) == 0,
                               .languages = std::vector<std::string>{"en", "de"}}));
                return b.account.local() ? Result<void>()
                                         : accept_follow_request(tx, b.id(), a.id());
            }
            if (deed < 7) return follow(tx, a.id(), b.id(), {});
            if (deed == 7) return unfollow(tx, a.id(), b.id());
            if (deed == 8) return mute(tx, a.id(), b.id(), true, {});
            if (deed == 9) return mute(tx, a.id(), b.id(), true, tx.now() + std::chrono::hours(-1));
            if (deed == 10) return block(tx, b.id(), a.id());
            if (deed == 11) {
                List apart;
                apart.account_id = a.id();
                apart.title = "List";
                apart.exclusive = random_.below(2) == 0;
                TRY(auto const list, insert_list(tx, apart));
                return add_list_members(tx, list, std::span(&b.account.id, 1));
            }
            auto const domain = random_.below(2) == 0 ? "one.example" : "two.example";
            return block_domain(tx, a.id(), domain);
        });
    }

    void publish() {
        if (!posts.empty() && random_.below(3) == 0) {
            auto const original = posts[random_.below(posts.size())];
            auto const boosted = server.db().write([&](db::Tx& tx) -> Result<Status> {
                TRY(auto const status, load_status(tx, original));
                return boost_status(tx, {.account = anybody().id()}, status);
            });
            if (boosted) posts.push_back(boosted->id);
            return;
        }
        testing::PostOptions options;
        options.language = random_.below(2) == 0 ? "en" : "fr";
        auto const& author = anybody();
        if (!posts.empty() && random_.below(2) == 0)
            options.in_reply_to = answerable(author, posts[random_.below(posts.size())]);
        auto const text = random_.below(2) == 0 ? "Hello" : "Hello @" + anybody().account.acct();
        posts.push_back(server.post(author, text, options).id);
    }

    /// The post, if this account may answer it.
    std::optional<StatusId> answerable(Person const& author, StatusId id) {
        return server.read([&](db::Tx& tx) -> Result<std::optional<StatusId>> {
            TRY(auto const status, load_status(tx, id));
            TRY(auto const seen, may_see(tx, author.id(), status));
            return seen && !status.boost_of_id ? std::optional(id) : std::nullopt;
        });
    }

    crypto::SeededRandom random_;
};

TEST(Onlookers, who_knows_only_a_posts_people_judges_it_like_who_knows_everybody) {
    int shown = 0, hidden = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        Town town(seed);
        auto const now = town.server.clock().now();
        town.server.read([&](db::Tx& tx) -> Result<void> {
            for (auto const id : town.posts) {
                auto const head = town.head_of(tx, id);
                TRY(auto const onlookers, list_onlookers(tx, head, town.readers()));
                for (auto const account : town.readers()) {
                    TRY(auto const whole, load_reader(tx, account));
                    std::vector heads{head};
                    TRY_OK(keep_visible(tx, *whole, heads));
                    auto const* const narrow = onlookers.find(account);
                    EXPECT_EQ(narrow != nullptr, !heads.empty());
                    if (!narrow || heads.empty()) continue;
                    EXPECT_EQ(belongs_in_home(*narrow, head, now),
                              belongs_in_home(*whole, head, now));
                    EXPECT_EQ(belongs_among_strangers(*narrow, head, now),
                              belongs_among_strangers(*whole, head, now));
                    std::vector one{*narrow};
                    TRY_OK(drop_domain_blockers(tx, head, one));
                    TRY_OK(drop_blocked_domains(tx, *whole, heads));
                    EXPECT_EQ(one.empty(), heads.empty());
                    (belongs_in_home(*whole, head, now) && !heads.empty() ? shown : hidden)++;
                }
            }
            return {};
        });
    }
    // A comparison of nothing with nothing would prove nothing.
    EXPECT_GT(shown, 100);
    EXPECT_GT(hidden, 100);
}

TEST(Onlookers, ten_readers_cost_what_one_costs) {
    TestServer server;
    auto const author = server.make_account("ann", {.domain = "one.example"});
    std::vector<AccountId> readers;
    for (int i = 0; i < 10; ++i) {
        auto const who = server.make_account(fmt::format("p{}", i));
        readers.push_back(who.id());
        server.write([&](db::Tx& tx) { return mute(tx, who.id(), author.id(), false, {}); });
        server.write([&](db::Tx& tx) { return block_domain(tx, who.id(), "two.example"); });
    }
    auto const post = server.post(author, "Hello");
    auto const cost = [&](std::size_t count) {
        return server.statements([&] {
            server.read([&](db::Tx& tx) -> Result<void> {
                TRY(auto const heads, list_heads_of(tx, std::span(&post.id, 1)));
                TRY(auto const seen,
                    list_onlookers(tx, heads.front(), std::span(readers).first(count)));
                EXPECT_EQ(seen.readers.size(), count);
                return {};
            });
        });
    };
    cost(1);  // Heads and hosts are kept in memory from now on.
    EXPECT_EQ(cost(1), cost(10));
}

TEST(Onlookers, followers_of_few_and_of_many_are_the_same) {
    TestServer server;
    auto const author = server.make_account("ann");
    std::vector<AccountId> readers, followers;
    for (int i = 0; i < 6; ++i) readers.push_back(server.make_account(fmt::format("p{}", i)).id());
    for (auto const who : {readers[1], readers[4]}) {
        server.write([&](db::Tx& tx) { return follow(tx, who, author.id(), {}); });
        followers.push_back(who);
    }
    for (auto const count : {2, 1'000'000}) {
        AccountHead head;
        head.id = author.id();
        head.followers_count = count;
        auto const found =
            server.read([&](db::Tx& tx) { return list_followers_among(tx, head, readers); });
        EXPECT_EQ(found, followers);
    }
    auto const tag = server.write([&](db::Tx& tx) { return ensure_tag(tx, "Cats"); });
    server.write([&](db::Tx& tx) { return follow_tag(tx, readers[3], tag.id); });
    auto const of_tags = server.read([&](db::Tx& tx) {
        return list_tag_followers_among(tx, std::vector<std::string>{"dogs", "cats"}, readers);
    });
    EXPECT_EQ(of_tags, std::vector{readers[3]});
    auto const followed = server.read([&](db::Tx& tx) {
        return list_followed_among(tx, readers[1], std::vector{author.id(), readers[0]});
    });
    EXPECT_EQ(followed, std::vector{author.id()});
}

}  // namespace
}  // namespace skein::social
