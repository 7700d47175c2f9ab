#include <gtest/gtest.h>

#include <map>
#include <set>

#include "features/timelines/feature.h"
#include "platform/crypto/random.h"
#include "social/audience.h"
#include "social/relations.h"
#include "social/timelines.h"
#include "testing/test_server.h"

namespace skein::timelines {
namespace {

using social::Status;
using social::Visibility;
using testing::Person;
using testing::PostOptions;
using testing::TestOptions;
using testing::TestServer;

TestOptions options(std::map<std::string, std::string> settings) {
    TestOptions options;
    options.features = {{"timelines", install}};
    options.settings = std::move(settings);
    options.settings.try_emplace("timelines.gather_milliseconds", "0");
    return options;
}

/// Random societies: whatever page size, direction and fan-out limit, a home read page by page is
/// what the rules say, and holds nothing its owner may not see.
class RandomHome : public ::testing::TestWithParam<int> {
  protected:
    struct Society {
        explicit Society(std::uint64_t seed, std::string fan_out_max)
            : random(seed), server(options({{"timelines.fan_out_max", std::move(fan_out_max)}})) {
            for (int i = 0; i < 6; ++i)
                people.push_back(server.make_account(fmt::format("p{}", i),
                                                     {.domain = i == 5 ? "remote.example" : ""}));
        }
        Person const& pick() { return people[random.below(people.size())]; }
        void attempt(std::function<Result<void>(db::Tx&)> const& deed) {
            auto const done = server.db().write(deed);
            (void)done;  // Many are refused, which is as good.
        }
        void relate(std::uint64_t deeds) {
            for (int i = 0; i < 14; ++i) {
                auto const &a = pick(), &b = pick();
                auto const deed = random.below(deeds);
                attempt([&](db::Tx& tx) -> Result<void> {
                    if (deed < 4) {
                        TRY_OK(social::follow(tx, a.id(), b.id(), {.show_boosts = deed != 3}));
                        return b.account.local()
                                   ? Result<void>{}
                                   : social::accept_follow_request(tx, b.id(), a.id());
                    }
                    if (deed == 4) return social::mute(tx, a.id(), b.id(), true, {});
                    if (deed == 5) return social::unfollow(tx, a.id(), b.id());
                    return social::block(tx, a.id(), b.id());
                });
            }
        }
        void publish() {
            for (int i = 0; i < 50; ++i) {
                auto const& who = pick();
                if (!posts.empty() && random.below(4) == 0) {
                    auto const& original = posts[random.below(posts.size())];
                    attempt([&](db::Tx& tx) -> Result<void> {
                        TRY_OK(social::boost_status(
                            tx, {.account = who.id(), .visibility = Visibility::public_},
                            original));
                        return {};
                    });
                } else {
                    PostOptions how;
                    how.visibility = static_cast<Visibility>(random.below(5));
                    auto const& parent =
                        posts.empty() ? Status{} : posts[random.below(posts.size())];
                    auto const sees = !posts.empty() && server.read([&](db::Tx& tx) {
                        return social::may_see(tx, who.id(), parent);
                    });
                    if (sees && random.below(3) == 0) how.in_reply_to = parent.id;
                    auto const text = random.below(2) ? "@" + pick().account.acct() : "text";
                    posts.push_back(server.post(who, text, how));
                }
                if (random.below(8) == 0) server.drain();
            }
            server.drain();
        }
        /// Everything there is, newest first, by the rules in the test's own words.
        std::vector<StatusId> expected(AccountId viewer) {
            return server.read([&](db::Tx& tx) -> Result<std::vector<StatusId>> {
                TRY(auto const ids, tx.list(all_ids));
                TRY(auto const visible, social::keep_visible(tx, viewer, ids));
                std::vector<StatusId> kept;
                for (auto const id : visible) {
                    TRY(auto const status, social::load_status(tx, id));
                    TRY(auto const wanted, belongs(tx, viewer, status));
                    if (wanted) kept.push_back(id);
                }
                return kept;
            });
        }
        Result<bool> belongs(db::Tx& tx, AccountId viewer, Status const& status) {
            if (status.account_id == viewer) return true;
            std::vector asked{status.account_id};
            auto original = status;
            if (status.boost_of_id) {
                TRY(original, social::load_status(tx, *status.boost_of_id));
            }
            asked.push_back(original.account_id);
            asked.push_back(status.in_reply_to_account_id.value_or(viewer));
            TRY(auto const is, social::list_relationships(tx, viewer, asked));
            if (!is[0].following || is[0].muting || is[1].muting) return false;
            if (status.boost_of_id) return is[0].showing_boosts;
            auto const answered = status.in_reply_to_account_id;
            return !answered || *answered == viewer || *answered == status.account_id ||
                   is[2].following;
        }

        static inline db::Query<StatusId> const all_ids{"test.all_ids",
                                                        "SELECT id FROM statuses ORDER BY id DESC"};
        crypto::SeededRandom random;
        TestServer server;
        std::vector<Person> people;
        std::vector<Status> posts;
    };

    static std::vector<StatusId> page_through(Society& society, AccountId viewer, bool up,
                                              std::int64_t limit) {
        std::vector<StatusId> seen;
        Page page;
        page.limit = limit;
        page.ascending = up;
        for (;;) {
            auto const ids = social::ids_of(society.server.read(
                [&](db::Tx& tx) { return social::list_home(tx, viewer, page); }));
            if (ids.empty()) return seen;
            if (up) {
                seen.insert(seen.begin(), ids.begin(), ids.end());
                page.floor_id = ids.front().value;
            } else {
                seen.insert(seen.end(), ids.begin(), ids.end());
                page.max_id = ids.back().value;
            }
        }
    }
};

TEST_P(RandomHome, is_what_the_rules_say_page_by_page) {
    std::size_t compared = 0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Society society(seed, std::to_string(GetParam()));
        society.relate(6);
        society.publish();
        society.relate(8);
        for (int i = 0; i < 5 && !society.posts.empty(); ++i) {
            auto const gone = society.posts[society.random.below(society.posts.size())];
            society.attempt([&](db::Tx& tx) -> Result<void> {
                TRY(auto const status, social::load_status(tx, gone.id));
                return social::remove_status(tx, status, true);
            });
        }
        for (auto const swept : {false, true}) {
            if (swept) society.server.drain();
            for (auto const& person : society.people) {
                if (!person.account.local()) continue;
                auto const expected = society.expected(person.id());
                auto const down = page_through(society, person.id(), false, 3);
                // What was muted or not followed when it was written has no entry: a home never
                // holds more than the rules say, and all of what they said all along.
                std::set<StatusId> const rule(expected.begin(), expected.end());
                for (auto const id : down) EXPECT_TRUE(rule.contains(id)) << "seed " << seed;
                EXPECT_TRUE(std::ranges::is_sorted(down, std::greater<>()));
                EXPECT_EQ(page_through(society, person.id(), true, 4), down) << "seed " << seed;
                EXPECT_EQ(page_through(society, person.id(), false, 40), down) << "seed " << seed;
                compared += down.size();
            }
        }
    }
    EXPECT_GT(compared, 500u);
}

TEST_P(RandomHome, is_whole_when_the_relations_came_first) {
    std::size_t compared = 0;
    for (std::uint64_t seed = 101; seed <= 108; ++seed) {
        Society society(seed, std::to_string(GetParam()));
        society.relate(5);
        society.server.drain();
        society.publish();
        for (auto const& person : society.people) {
            if (!person.account.local()) continue;
            auto const expected = society.expected(person.id());
            EXPECT_EQ(page_through(society, person.id(), false, 3), expected) << "seed " << seed;
            compared += expected.size();
        }
    }
    EXPECT_GT(compared, 500u);
}

INSTANTIATE_TEST_SUITE_P(FanOutLimits, RandomHome, ::testing::Values(1, 2, 2000));

}  // namespace
}  // namespace skein::timelines
