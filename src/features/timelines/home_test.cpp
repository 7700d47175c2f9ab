#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/events.h"
#include "features/timelines/config.h"
#include "features/timelines/feature.h"
#include "features/timelines/home_entries.h"
#include "features/timelines/jobs.h"
#include "platform/crypto/random.h"
#include "social/relations.h"
#include "social/timelines.h"
#include "testing/test_server.h"

namespace skein::timelines {
namespace {

using social::Status;
using social::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::PostOptions;
using testing::TestOptions;
using testing::TestServer;

db::Query<Entry> const all_entries{
    "test.home_entries",
    "SELECT account_id, status_id, author_id, original_id FROM home_entries WHERE account_id = $1 "
    "ORDER BY status_id DESC"};
db::Query<std::int64_t> const count_waiting{"test.count_waiting",
                                            "SELECT COUNT(*) FROM waiting_posts"};
db::Sql const age_home{"test.age_home", "UPDATE homes SET last_read_at = $2 WHERE account_id = $1"};

TestOptions options(std::map<std::string, std::string> settings = {}) {
    TestOptions options;
    options.features = {{"timelines", install}};
    options.settings = std::move(settings);
    options.settings.try_emplace("timelines.gather_milliseconds", "0");
    return options;
}

class Home : public ::testing::Test {
  protected:
    explicit Home(std::map<std::string, std::string> settings = {})
        : server(options(std::move(settings))) {}

    std::vector<StatusId> home(Person const& who, Page page = {}) {
        server.drain();
        return social::ids_of(
            server.read([&](db::Tx& tx) { return social::list_home(tx, who.id(), page); }));
    }
    std::vector<StatusId> stored(Person const& who) {
        server.drain();
        std::vector<StatusId> ids;
        for (auto const& entry :
             server.read([&](db::Tx& tx) { return tx.list(all_entries, who.id()); }))
            ids.push_back(entry.status);
        return ids;
    }
    template <class Deed>
    void write(Deed const& deed) {
        server.write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    }
    void follow(Person const& who, Person const& whom, social::FollowOptions const& how = {}) {
        // Those of one moment are merged together.
        server.clock().advance(std::chrono::milliseconds(1));
        write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(social::follow(tx, who.id(), whom.id(), how));
            auto accepted = social::accept_follow_request(tx, whom.id(), who.id());
            return accepted || accepted.error().code == Errc::not_found
                       ? Result<void>{}
                       : Result<void>(fail(accepted.error()));
        });
    }
    Status boost(Person const& who, Status const& status) {
        return server.write([&](db::Tx& tx) {
            return social::boost_status(
                tx, {.account = who.id(), .visibility = Visibility::public_}, status);
        });
    }
    void set_state(Person const& who, social::AccountState state) {
        write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, who.id()));
            account.state = state;
            return social::update_account(tx, account);
        });
    }

    TestServer server;
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           carol = server.make_account("carol"),
           eve = server.make_account("eve", {.domain = "remote.example"});
};

TEST_F(Home, shows_own_posts_and_those_of_people_followed) {
    follow(ann, bob);
    follow(ann, eve);
    auto const mine = server.post(ann, "mine"), theirs = server.post(bob, "theirs"),
               far = server.post(eve, "far");
    server.post(carol, "a stranger's");
    EXPECT_THAT(home(ann), ElementsAre(far.id, theirs.id, mine.id));
    EXPECT_THAT(home(bob), ElementsAre(theirs.id));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_waiting); }), 0);
}

TEST_F(Home, shows_narrow_posts_to_those_they_are_for) {
    follow(ann, bob);
    auto const narrow = server.post(bob, "p", Visibility::private_);
    auto const direct = server.post(bob, "@ann d", Visibility::direct);
    server.post(bob, "@carol d", Visibility::direct);
    EXPECT_THAT(home(ann), ElementsAre(direct.id, narrow.id));
    EXPECT_THAT(home(carol), IsEmpty()) << "named by somebody she does not follow";
    EXPECT_EQ(stored(ann).size(), 2u);
}

TEST_F(Home, leaves_out_replies_to_people_not_followed) {
    follow(ann, bob);
    auto const hers = server.post(carol, "hers"), mine = server.post(ann, "mine");
    auto const to_stranger = server.post(bob, "r", PostOptions{.in_reply_to = hers.id});
    auto const to_me = server.post(bob, "r", PostOptions{.in_reply_to = mine.id});
    auto const to_oneself = server.post(bob, "r", PostOptions{.in_reply_to = to_me.id});
    auto const my_reply = server.post(ann, "r", PostOptions{.in_reply_to = hers.id});
    EXPECT_THAT(home(ann), ElementsAre(my_reply.id, to_oneself.id, to_me.id, mine.id));
    EXPECT_EQ(std::ranges::count(stored(ann), to_stranger.id), 0);
    follow(ann, carol);
    auto const later = server.post(bob, "r", PostOptions{.in_reply_to = hers.id});
    EXPECT_EQ(home(ann).front(), later.id);
}

TEST_F(Home, shows_boosts_unless_they_are_not_wanted) {
    follow(ann, bob);
    auto const hers = server.post(carol, "hers");
    auto const first = boost(bob, hers);
    EXPECT_THAT(home(ann), ElementsAre(first.id));
    follow(ann, bob, {.show_boosts = false});
    EXPECT_THAT(home(ann), IsEmpty()) << "also those that are there already";
    boost(bob, server.post(carol, "another"));
    EXPECT_EQ(stored(ann).size(), 1u);
}

TEST_F(Home, keeps_to_the_languages_asked_for) {
    follow(ann, bob, {.languages = std::vector<std::string>{"de", "th"}});
    server.post(bob, "english");
    auto const german = server.post(bob, "deutsch", PostOptions{.language = "de"});
    auto const unknown = server.post(bob, "?", PostOptions{.language = ""});
    server.post(bob, "d", PostOptions{.language = "d"});
    EXPECT_THAT(home(ann), ElementsAre(unknown.id, german.id));
}

TEST_F(Home, hides_muted_people_their_boosts_and_boosts_of_them) {
    follow(ann, bob);
    follow(ann, carol);
    auto const theirs = server.post(bob, "theirs"), hers = server.post(carol, "hers");
    boost(bob, hers);
    auto const of_muted = boost(carol, theirs);
    EXPECT_EQ(home(ann).size(), 4u);
    write([&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, {}); });
    EXPECT_THAT(home(ann), ElementsAre(hers.id)) << "what is there already";
    auto const before = stored(ann).size();
    server.post(bob, "again");
    boost(carol, server.post(bob, "and again"));
    EXPECT_THAT(home(ann), ElementsAre(hers.id));
    EXPECT_EQ(stored(ann).size(), before) << "and what comes is not stored";
    write([&](db::Tx& tx) { return social::unmute(tx, ann.id(), bob.id()); });
    auto const shown = home(ann);
    EXPECT_EQ(shown.size(), 6u) << "a mute that ended hides nothing: " << shown.size();
    EXPECT_EQ(std::ranges::count(shown, of_muted.id), 1);
}

TEST_F(Home, hides_the_blocked_both_ways_and_boosts_of_them) {
    follow(ann, carol);
    auto const theirs = server.post(bob, "theirs");
    boost(carol, theirs);
    EXPECT_EQ(home(ann).size(), 1u);
    write([&](db::Tx& tx) { return social::block(tx, bob.id(), ann.id()); });
    EXPECT_THAT(home(ann), IsEmpty());
    write([&](db::Tx& tx) { return social::block(tx, ann.id(), carol.id()); });
    write([&](db::Tx& tx) { return social::unblock(tx, bob.id(), ann.id()); });
    EXPECT_THAT(home(ann), IsEmpty());
    EXPECT_THAT(stored(ann), IsEmpty()) << "swept";
}

TEST_F(Home, hides_boosts_of_limited_people_one_does_not_follow) {
    follow(ann, bob);
    follow(ann, eve);
    auto const hers = server.post(carol, "hers"), far = server.post(eve, "far");
    auto const shared = boost(bob, hers);
    EXPECT_THAT(home(ann), ElementsAre(shared.id, far.id));
    set_state(carol, social::AccountState::limited);
    set_state(eve, social::AccountState::limited);
    EXPECT_THAT(home(ann), ElementsAre(far.id));
    set_state(eve, social::AccountState::suspended);
    EXPECT_THAT(home(ann), IsEmpty());
}

TEST_F(Home, an_unfollowed_author_is_gone_at_once_and_swept_later) {
    follow(ann, bob);
    auto const mine = server.post(ann, "mine");
    server.post(bob, "theirs");
    EXPECT_EQ(home(ann).size(), 2u);
    write([&](db::Tx& tx) { return social::unfollow(tx, ann.id(), bob.id()); });
    auto const now = social::ids_of(
        server.read([&](db::Tx& tx) { return social::list_home(tx, ann.id(), {}); }));
    EXPECT_THAT(now, ElementsAre(mine.id));
    EXPECT_THAT(stored(ann), ElementsAre(mine.id));
}

TEST_F(Home, a_removed_post_is_gone_at_once_and_swept_later) {
    follow(ann, bob);
    auto const theirs = server.post(bob, "theirs");
    EXPECT_EQ(home(ann).size(), 1u);
    write([&](db::Tx& tx) { return social::remove_status(tx, theirs, true); });
    auto const now = social::ids_of(
        server.read([&](db::Tx& tx) { return social::list_home(tx, ann.id(), {}); }));
    EXPECT_THAT(now, IsEmpty());
    EXPECT_THAT(stored(ann), IsEmpty());
    EXPECT_THAT(stored(bob), IsEmpty());
}

TEST_F(Home, a_post_removed_before_it_was_fanned_out_reaches_nobody) {
    follow(ann, bob);
    server.drain();
    write([&](db::Tx& tx) -> Result<void> {
        social::StatusDraft draft;
        draft.author = bob.id();
        TRY(auto const post, social::publish_status(tx, draft));
        return social::remove_status(tx, post, true);
    });
    EXPECT_THAT(stored(ann), IsEmpty());
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_waiting); }), 0);
}

TEST_F(Home, an_imported_post_reaches_nobody) {
    follow(ann, bob);
    server.drain();
    write([&](db::Tx& tx) -> Result<void> {
        social::StatusDraft draft;
        draft.author = bob.id();
        draft.marks = social::status_marks::imported;
        TRY_OK(social::publish_status(tx, draft));
        return {};
    });
    EXPECT_THAT(stored(ann), IsEmpty());
}

TEST_F(Home, a_new_follow_brings_what_was_written_before) {
    std::vector<StatusId> expected;
    for (int i = 0; i < 5; ++i) {
        expected.insert(expected.begin(), server.post(bob, "old").id);
        expected.insert(expected.begin(), server.post(ann, "mine").id);
    }
    auto const narrow = server.post(bob, "p", Visibility::private_);
    follow(ann, bob);
    expected.insert(expected.begin(), narrow.id);
    EXPECT_EQ(home(ann), expected);
    EXPECT_EQ(stored(ann), expected);
}

TEST_F(Home, a_new_follow_of_a_great_writer_leaves_no_gap) {
    follow(ann, carol);
    std::vector<StatusId> expected;
    for (int i = 0; i < 300; ++i) {
        expected.insert(expected.begin(), server.post(bob, "old").id);
        if (i % 10 == 0) expected.insert(expected.begin(), server.post(carol, "c").id);
    }
    server.drain();
    follow(ann, bob);
    server.drain();
    std::vector<StatusId> seen;
    for (Page page;;) {
        page.limit = 40;
        auto const ids = home(ann, page);
        if (ids.empty()) break;
        seen.insert(seen.end(), ids.begin(), ids.end());
        page.max_id = ids.back().value;
    }
    EXPECT_EQ(seen, expected);
    EXPECT_LT(stored(ann).size(), expected.size()) << "the older ones come from a query";
}

TEST_F(Home, many_new_follows_of_one_person_are_merged_by_one_job) {
    server.drain();
    std::vector<StatusId> expected;
    for (int i = 0; i < 3; ++i) {
        expected.insert(expected.begin(), server.post(bob, "bob").id);
        expected.insert(expected.begin(), server.post(carol, "carol").id);
    }
    server.drain();
    std::size_t waiting = 0;
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::follow(tx, ann.id(), bob.id(), {}));
        TRY_OK(social::follow(tx, ann.id(), carol.id(), {}));
        TRY(auto const jobs, list_jobs(tx, false, "timelines.merge_follows", 10));
        waiting = jobs.size();
        return {};
    });
    EXPECT_EQ(waiting, 1u);
    EXPECT_EQ(home(ann), expected);
    EXPECT_EQ(stored(ann), expected);
}

TEST_F(Home, entries_beyond_the_limit_are_trimmed_and_older_pages_still_come) {
    follow(ann, bob);
    server.drain();
    std::vector<StatusId> expected;
    server.write([&](db::Tx& tx) -> Result<void> {
        for (int i = 0; i < 830; ++i) {
            social::StatusDraft draft;
            draft.author = bob.id();
            TRY(auto const post, social::publish_status(tx, draft));
            expected.insert(expected.begin(), post.id);
        }
        return {};
    });
    server.drain();
    EXPECT_EQ(stored(ann).size(), 830u);
    EXPECT_TRUE(trim_homes(server.server()));
    EXPECT_EQ(stored(ann).size(), static_cast<std::size_t>(social::home_entries_kept));
    Page page;
    page.limit = 40;
    page.max_id = expected[779].value;
    EXPECT_EQ(home(ann, page), std::vector(expected.begin() + 780, expected.begin() + 820));
    Page up;
    up.limit = 40;
    up.ascending = true;
    up.floor_id = expected[819].value;
    EXPECT_EQ(home(ann, up), std::vector(expected.begin() + 779, expected.begin() + 819));
}

TEST_F(Home, one_who_was_away_gets_no_entries_until_the_home_is_rebuilt) {
    follow(ann, bob);
    auto const before = server.post(bob, "before");
    EXPECT_EQ(stored(ann).size(), 1u);
    auto const token = server.token(ann);
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(age_home, ann.id(), tx.now() - std::chrono::days(15)));
        return {};
    });
    EXPECT_TRUE(retire_homes(server.server()));
    auto const during = server.post(bob, "while away");
    EXPECT_THAT(stored(ann), IsEmpty());
    EXPECT_THAT(stored(bob), ElementsAre(during.id, before.id)) << "others are not touched";
    auto const first = server.get("/api/v1/timelines/home", token);
    EXPECT_EQ(first.status, 206);
    auto const refresh = std::string(first.headers.get("Mastodon-Async-Refresh"));
    EXPECT_TRUE(refresh.starts_with("id=\"") && refresh.ends_with("\", retry=5")) << refresh;
    EXPECT_EQ(testing::json_of(first).root().elements().size(), 2u) << "what there is, at once";
    server.drain();
    auto const second = server.get("/api/v1/timelines/home", token);
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(second.headers.get("Mastodon-Async-Refresh"), "");
    EXPECT_EQ(testing::json_of(second).root().elements().size(), 2u);
    EXPECT_THAT(stored(ann), ElementsAre(during.id, before.id));
    auto const after = server.post(bob, "after");
    EXPECT_EQ(stored(ann).front(), after.id);
}

TEST_F(Home, a_home_that_is_whole_is_not_rebuilt_once_more) {
    follow(ann, bob);
    server.post(bob, "hello");
    server.drain();
    EXPECT_FALSE(server.write([&](db::Tx& tx) { return begin_rebuilding(tx, ann.id()); }));
    auto const token = server.token(ann);
    EXPECT_EQ(server.get("/api/v1/timelines/home", token).status, 200);
    // A job that was asked for while another was on its way tells of no end that is none.
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(retire_home(tx, ann.id()));
        TRY_OK(note_home_read(tx, ann.id(), "first"));
        TRY_OK(begin_rebuilding(tx, ann.id()));
        TRY_OK(end_rebuilding(tx, ann.id(), StatusId{1}));
        TRY_OK(social::begin_refresh(tx, "other", {.subject = "home " + to_string(ann.id())}));
        return {};
    });
    server.drain();
    auto const home = server.read([&](db::Tx& tx) { return social::find_home(tx, ann.id()); });
    EXPECT_EQ(home->entries_from, StatusId{1});
    EXPECT_FALSE(home->rebuilding_since);
    auto const other = server.read([&](db::Tx& tx) { return social::find_refresh(tx, "other"); });
    EXPECT_FALSE(other->finished);
}

TEST_F(Home, a_rebuilding_that_died_is_begun_again_after_an_hour) {
    follow(ann, bob);
    auto const post = server.post(bob, "hello");
    server.drain();
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(retire_home(tx, ann.id()));
        TRY_OK(begin_rebuilding(tx, ann.id()));
        return {};
    });
    auto const token = server.token(ann);
    auto const get = [&] { return server.get("/api/v1/timelines/home", token); };
    auto const early = get();
    EXPECT_EQ(early.status, 206);
    EXPECT_EQ(early.headers.get("Mastodon-Async-Refresh"), "");
    server.drain();
    EXPECT_EQ(get().status, 206) << "one may be at work";
    server.clock().advance(std::chrono::minutes(61));
    auto const late = get();
    EXPECT_EQ(late.status, 206);
    EXPECT_NE(late.headers.get("Mastodon-Async-Refresh"), "");
    server.drain();
    EXPECT_EQ(get().status, 200);
    EXPECT_THAT(stored(ann), ElementsAre(post.id));
}

TEST_F(Home, the_fan_out_tells_how_many_homes_grew) {
    follow(ann, bob);
    follow(carol, bob);
    server.drain();
    static std::map<StatusId, std::int64_t> grown;
    grown.clear();
    server.server().on<social::TimelineGrew>(
        [](db::Tx&, social::TimelineGrew const& event) -> Result<void> {
            grown[event.status] = event.readers;
            return {};
        });
    std::vector<std::int64_t> told;
    std::mutex mutex;
    auto const ear = server.server().hub().listen("home", ann.id().value, [&](auto const& news) {
        std::lock_guard const lock(mutex);
        told.push_back(news.id);
    });
    auto const post = server.post(bob, "hello");
    server.drain();
    EXPECT_EQ(grown[post.id], 3);
    std::lock_guard const lock(mutex);
    EXPECT_THAT(told, ElementsAre(post.id.value));
}

TEST_F(Home, the_number_of_statements_does_not_depend_on_the_number_of_posts) {
    follow(ann, bob);
    auto const token = server.token(ann);
    server.post(bob, "one");
    server.drain();
    auto const get = [&] { EXPECT_EQ(server.get("/api/v1/timelines/home", token).status, 200); };
    for (int i = 0; i < 60; ++i) server.post(bob, "more");
    server.drain();
    get();
    auto const page = [&](std::string query) {
        auto const target = "/api/v1/timelines/home" + query;
        return server.statements([&] { EXPECT_EQ(server.get(target, token).status, 200); });
    };
    page("?limit=40");
    EXPECT_EQ(page("?limit=40"), page("?limit=1"));
    EXPECT_EQ(page("?limit=20"), page("?limit=1"));
}

TEST_F(Home, ones_own_post_is_there_at_once) {
    auto const mine = server.post(ann, "mine");
    auto const now = social::ids_of(
        server.read([&](db::Tx& tx) { return social::list_home(tx, ann.id(), {}); }));
    EXPECT_THAT(now, ElementsAre(mine.id));
}

class GatheringHome : public Home {
  protected:
    GatheringHome() : Home({{"timelines.gather_milliseconds", "500"}}) {}
};

TEST_F(GatheringHome, posts_reach_others_together_when_the_time_is_over) {
    follow(ann, bob);
    server.drain();  // A new follow brings what is there already.
    auto const first = server.post(bob, "one");
    server.clock().advance(std::chrono::milliseconds(100));
    auto const second = server.post(bob, "two");
    EXPECT_THAT(home(ann), IsEmpty());
    server.clock().advance(std::chrono::milliseconds(500));
    EXPECT_THAT(home(ann), ElementsAre(second.id, first.id));
}

class WideHome : public Home {
  protected:
    WideHome() : Home({{"timelines.fan_out_max", "2"}}) {}
};

TEST_F(WideHome, authors_with_many_readers_are_merged_when_reading) {
    auto const dave = server.make_account("dave");
    follow(ann, bob);
    follow(carol, bob);
    auto const narrow = server.post(bob, "to two");
    EXPECT_THAT(stored(ann), ElementsAre(narrow.id));
    follow(dave, bob);
    auto const hers = server.post(carol, "hers");
    follow(ann, carol);
    auto const wide = server.post(bob, "to three");
    auto const later = server.post(carol, "later");
    EXPECT_EQ(std::ranges::count(stored(ann), wide.id), 0) << "not fanned out";
    EXPECT_THAT(stored(bob), ElementsAre(wide.id, narrow.id)) << "but into one's own home";
    EXPECT_THAT(home(ann), ElementsAre(later.id, wide.id, hers.id, narrow.id));
    EXPECT_THAT(home(dave), ElementsAre(wide.id, narrow.id));
    EXPECT_THAT(home(ann, {.max_id = later.id.value, .limit = 2}), ElementsAre(wide.id, hers.id));
    EXPECT_THAT(home(ann, {.floor_id = narrow.id.value, .ascending = true, .limit = 2}),
                ElementsAre(wide.id, hers.id));
    write([&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, {}); });
    EXPECT_THAT(home(ann), ElementsAre(later.id, hers.id));
}

}  // namespace
}  // namespace skein::timelines
