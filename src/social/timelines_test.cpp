#include "social/timelines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "platform/crypto/random.h"
#include "social/audience.h"
#include "social/media.h"
#include "social/relations.h"
#include "social/timeline_pages.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using testing::Person;
using testing::PostOptions;
using testing::TestServer;

db::Query<StatusId> const posts_of_account{
    "test.posts_of_account", "SELECT id FROM statuses WHERE account_id = $1 ORDER BY id DESC"};

// Copies of the newest post, with its tag.
db::Sql const multiply_newest{
    "test.multiply_newest",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1), "
    "newest (tag, post) AS (SELECT tag_id, status_id FROM status_tags ORDER BY status_id DESC "
    "LIMIT 1) INSERT INTO status_tags (tag_id, status_id) SELECT tag, post + i FROM newest, n"};

class Timelines : public ::testing::Test {
  protected:
    using Heads = Result<std::vector<StatusHead>>;
    std::vector<StatusId> ids(std::function<Heads(db::Tx&)> const& list) {
        return ids_of(server.read(list));
    }
    std::vector<StatusId> public_ids(AccountId viewer, PublicFilter filter = {}, Page page = {}) {
        return ids([&](db::Tx& tx) { return list_public(tx, viewer, filter, page); });
    }
    std::vector<StatusId> tag_ids(TagFilter filter, AccountId viewer = {}, Page page = {}) {
        return ids([&](db::Tx& tx) { return list_tagged(tx, viewer, filter, page); });
    }
    std::vector<StatusId> account_ids(AccountId viewer, AccountId account,
                                      AccountFilter filter = {}, Page page = {}) {
        return ids([&](db::Tx& tx) { return list_by_account(tx, viewer, account, filter, page); });
    }
    MediaId picture(Person const& owner) {
        Media media;
        media.account_id = owner.id();
        media.kind = MediaKind::image;
        media.state = MediaState::ready;
        media.original_key = "key";
        return server.write([&](db::Tx& tx) { return insert_media(tx, media); }).id;
    }
    Status boost(Person const& who, Status const& status) {
        return server.write([&](db::Tx& tx) {
            return boost_status(tx, {.account = who.id(), .visibility = Visibility::public_},
                                status);
        });
    }
    void set_state(Person const& who, AccountState state) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, who.id()));
            account.state = state;
            return update_account(tx, account);
        });
    }
    template <class Deed>
    void relate(Deed const& deed) {
        server.write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    }

    TestServer server;
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve", {.domain = "remote.example"});
};

TEST_F(Timelines, public_shows_public_posts_and_neither_boosts_nor_narrower_ones) {
    auto const open = server.post(ann, "open");
    for (auto const narrow : {Visibility::unlisted, Visibility::private_, Visibility::direct})
        server.post(ann, "narrow", narrow);
    boost(bob, open);
    for (auto const viewer : {AccountId{}, ann.id(), bob.id()})
        EXPECT_THAT(public_ids(viewer), ElementsAre(open.id));
}

TEST_F(Timelines, public_shows_threads_of_one_author_and_no_answers_to_others) {
    auto const open = server.post(ann, "open");
    auto const answer = server.post(bob, "answer", PostOptions{.in_reply_to = open.id});
    auto const thread = server.post(ann, "and", PostOptions{.in_reply_to = open.id});
    server.post(ann, "thanks", PostOptions{.in_reply_to = answer.id});
    for (auto const viewer : {AccountId{}, ann.id(), bob.id()})
        EXPECT_THAT(public_ids(viewer), ElementsAre(thread.id, open.id));
}

TEST_F(Timelines, public_shows_no_answers_to_what_is_unknown_here) {
    auto const open = server.post(eve, "open");
    StatusDraft draft;
    draft.author = eve.id();
    draft.network = Network::activitypub;
    draft.address = "https://remote.example/answer";
    draft.content = "no";
    draft.answers_unknown = true;
    draft.tags = {"t"};
    auto const answer = server.write([&](db::Tx& tx) { return publish_status(tx, draft); });
    EXPECT_THAT(public_ids({}), ElementsAre(open.id));
    EXPECT_THAT(public_ids({}, {.remote_only = true}), ElementsAre(open.id));
    EXPECT_THAT(tag_ids({.any = {"t"}}), ElementsAre(answer.id)) << "as answers to others";
}

TEST_F(Timelines, public_filters_by_origin_and_media) {
    auto const local = server.post(ann, "local");
    auto const remote = server.post(eve, "remote");
    auto const local_media = server.post(ann, "look", {.media = {picture(ann)}});
    auto const remote_media = server.post(eve, "look", {.media = {picture(eve)}});
    EXPECT_THAT(public_ids({}), ElementsAre(remote_media.id, local_media.id, remote.id, local.id));
    EXPECT_THAT(public_ids({}, {.local_only = true}), ElementsAre(local_media.id, local.id));
    EXPECT_THAT(public_ids({}, {.remote_only = true}), ElementsAre(remote_media.id, remote.id));
    EXPECT_THAT(public_ids({}, {.only_media = true}), ElementsAre(remote_media.id, local_media.id));
    EXPECT_THAT(public_ids({}, {.local_only = true, .only_media = true}),
                ElementsAre(local_media.id));
    EXPECT_THAT(public_ids({}, {.remote_only = true, .only_media = true}),
                ElementsAre(remote_media.id));
}

TEST_F(Timelines, strangers_lists_leave_out_muted_blocked_limited_and_suspended_people) {
    auto const mine = server.post(ann, "mine #t"), theirs = server.post(bob, "theirs #t");
    auto const far = server.post(eve, "far #t");
    auto const both = [&](AccountId viewer) {
        auto const shown = public_ids(viewer);
        EXPECT_EQ(tag_ids({.any = {"t"}}, viewer), shown);
        return shown;
    };
    EXPECT_THAT(both(ann.id()), ElementsAre(far.id, theirs.id, mine.id));
    relate([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), true, {}); });
    EXPECT_THAT(both(ann.id()), ElementsAre(far.id, mine.id));
    relate([&](db::Tx& tx) { return unmute(tx, ann.id(), bob.id()); });
    relate([&](db::Tx& tx) { return block(tx, bob.id(), ann.id()); });
    EXPECT_THAT(both(ann.id()), ElementsAre(far.id, mine.id)) << "blocked by them";
    EXPECT_THAT(both(bob.id()), ElementsAre(far.id, theirs.id)) << "and the other way";
    relate([&](db::Tx& tx) { return unblock(tx, bob.id(), ann.id()); });
    set_state(bob, AccountState::limited);
    EXPECT_THAT(both(ann.id()), ElementsAre(far.id, mine.id));
    EXPECT_THAT(both(bob.id()), ElementsAre(far.id, theirs.id, mine.id)) << "seen by oneself";
    relate([&](db::Tx& tx) { return follow(tx, ann.id(), bob.id(), {}); });
    EXPECT_THAT(both(ann.id()), ElementsAre(far.id, theirs.id, mine.id)) << "and by followers";
    set_state(eve, AccountState::suspended);
    for (auto const viewer : {AccountId{}, ann.id()})
        EXPECT_EQ(std::ranges::count(both(viewer), far.id), 0);
}

TEST_F(Timelines, a_mute_ends_when_its_time_has_come) {
    auto const theirs = server.post(bob, "theirs");
    relate([&](db::Tx& tx) {
        return mute(tx, ann.id(), bob.id(), true, tx.now() + std::chrono::hours(1));
    });
    EXPECT_THAT(public_ids(ann.id()), IsEmpty());
    server.clock().advance(std::chrono::minutes(61));
    EXPECT_THAT(public_ids(ann.id()), ElementsAre(theirs.id));
}

TEST_F(Timelines, tags_combine_as_any_all_and_none) {
    auto const a = server.post(ann, "#a"), b = server.post(ann, "#b"),
               ab = server.post(eve, "#a #b"), abc = server.post(ann, "#A #B #c");
    server.post(ann, "#a #b", Visibility::unlisted);
    server.post(ann, "#d");
    EXPECT_THAT(tag_ids({.any = {"a"}}), ElementsAre(abc.id, ab.id, a.id));
    EXPECT_THAT(tag_ids({.any = {"a", "b"}}), ElementsAre(abc.id, ab.id, b.id, a.id));
    EXPECT_THAT(tag_ids({.any = {"a"}, .all = {"b"}}), ElementsAre(abc.id, ab.id));
    EXPECT_THAT(tag_ids({.any = {"a"}, .all = {"b", "c"}}), ElementsAre(abc.id));
    EXPECT_THAT(tag_ids({.any = {"a", "b"}, .none = {"c"}}), ElementsAre(ab.id, b.id, a.id));
    EXPECT_THAT(tag_ids({.any = {"a"}, .all = {"unheard"}}), IsEmpty());
    EXPECT_THAT(tag_ids({.any = {"a"}, .none = {"unheard"}}), ElementsAre(abc.id, ab.id, a.id));
    EXPECT_THAT(tag_ids({.any = {"unheard"}}), IsEmpty());
    EXPECT_THAT(tag_ids({.any = {"a"}, .local_only = true}), ElementsAre(abc.id, a.id));
    EXPECT_THAT(tag_ids({.any = {"a"}, .remote_only = true}), ElementsAre(ab.id));
    EXPECT_THAT(tag_ids({.any = {"a", "b"}}, {}, {.limit = 2}), ElementsAre(abc.id, ab.id));
    EXPECT_THAT(tag_ids({.any = {"a", "b"}}, {}, {.max_id = ab.id.value}), ElementsAre(b.id, a.id));
    EXPECT_THAT(
        tag_ids({.any = {"a", "b"}}, {}, {.floor_id = a.id.value, .ascending = true, .limit = 2}),
        ElementsAre(ab.id, b.id));
}

TEST_F(Timelines, an_account_shows_each_viewer_what_is_for_them) {
    auto const open = server.post(ann, "open"),
               unlisted = server.post(ann, "u", Visibility::unlisted),
               narrow = server.post(ann, "p", Visibility::private_),
               direct = server.post(ann, "@bob d", Visibility::direct);
    EXPECT_THAT(account_ids({}, ann.id()), ElementsAre(unlisted.id, open.id));
    EXPECT_THAT(account_ids(bob.id(), ann.id()), ElementsAre(direct.id, unlisted.id, open.id));
    EXPECT_THAT(account_ids(ann.id(), ann.id()),
                ElementsAre(direct.id, narrow.id, unlisted.id, open.id));
    relate([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_THAT(account_ids(bob.id(), ann.id()),
                ElementsAre(direct.id, narrow.id, unlisted.id, open.id));
    relate([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); });
    EXPECT_THAT(account_ids(bob.id(), ann.id()), IsEmpty());
    set_state(ann, AccountState::suspended);
    EXPECT_THAT(account_ids({}, ann.id()), IsEmpty());
}

TEST_F(Timelines, an_account_has_filters) {
    auto const plain = server.post(ann, "plain #Tag");
    auto const media = server.post(ann, "media", {.media = {picture(ann)}});
    auto const theirs = server.post(bob, "theirs");
    auto const reply = server.post(ann, "reply", PostOptions{.in_reply_to = theirs.id});
    auto const thread = server.post(ann, "thread", PostOptions{.in_reply_to = plain.id});
    auto const shared = boost(ann, theirs);
    auto const all = account_ids({}, ann.id());
    EXPECT_THAT(all, ElementsAre(shared.id, thread.id, reply.id, media.id, plain.id));
    EXPECT_THAT(account_ids({}, ann.id(), {.only_media = true}), ElementsAre(media.id));
    EXPECT_THAT(account_ids({}, ann.id(), {.exclude_replies = true}),
                ElementsAre(shared.id, thread.id, media.id, plain.id));
    EXPECT_THAT(account_ids({}, ann.id(), {.exclude_boosts = true}),
                ElementsAre(thread.id, reply.id, media.id, plain.id));
    EXPECT_THAT(account_ids({}, ann.id(), {.tagged = "tag"}), ElementsAre(plain.id));
    EXPECT_THAT(account_ids({}, ann.id(), {.tagged = "unheard"}), IsEmpty());
}

TEST_F(Timelines, pinned_posts_come_in_the_order_of_pinning_to_those_who_may_see_them) {
    auto const one = server.post(ann, "one"), two = server.post(ann, "two"),
               narrow = server.post(ann, "narrow", Visibility::private_);
    relate([&](db::Tx& tx) -> Result<void> {
        for (auto const& post : {two, narrow, one}) TRY_OK(pin_status(tx, ann.id(), post));
        return {};
    });
    EXPECT_THAT(account_ids(ann.id(), ann.id(), {.pinned = true}),
                ElementsAre(one.id, narrow.id, two.id));
    EXPECT_THAT(account_ids({}, ann.id(), {.pinned = true}), ElementsAre(one.id, two.id));
}

TEST_F(Timelines, a_boost_hides_with_what_it_boosts) {
    auto const theirs = server.post(bob, "theirs");
    auto const shared = boost(ann, theirs);
    EXPECT_THAT(account_ids(eve.id(), ann.id()), ElementsAre(shared.id));
    auto const carol = server.make_account("carol");
    relate([&](db::Tx& tx) { return block(tx, bob.id(), carol.id()); });
    EXPECT_THAT(account_ids(carol.id(), ann.id()), IsEmpty());
    set_state(bob, AccountState::suspended);
    EXPECT_THAT(account_ids({}, ann.id()), IsEmpty());
}

TEST_F(Timelines, hidden_posts_do_not_shorten_a_page) {
    std::vector<StatusId> expected;
    for (int i = 0; i < 100; ++i) {
        auto const post = server.post(i % 10 == 0 ? ann : bob, "x");
        if (i % 10 == 0) expected.insert(expected.begin(), post.id);
    }
    relate([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), true, {}); });
    EXPECT_EQ(public_ids(ann.id(), {}, {.limit = 10}), expected);
    auto const up =
        public_ids(ann.id(), {}, {.floor_id = expected[9].value, .ascending = true, .limit = 3});
    EXPECT_THAT(up, ElementsAre(expected[6], expected[7], expected[8]));
}

TEST_F(Timelines, nobody_empties_a_tag_with_posts_that_few_may_see) {
    auto const old = server.post(ann, "#geese");
    server.post(bob, "#geese", {.visibility = Visibility::direct});
    // As if bob had written far more than one page looks through.
    server.write([](db::Tx& tx) { return tx.run(multiply_newest, 4'000); });
    EXPECT_THAT(tag_ids({.any = {"geese"}}, eve.id()), ElementsAre(old.id));
    auto const fresh = server.post(ann, "#geese");
    EXPECT_THAT(tag_ids({.any = {"geese"}}, eve.id()), ElementsAre(fresh.id, old.id));
}

TEST(TimelinePages, two_lists_that_have_ended_have_ended_together) {
    auto const batch = [](std::vector<std::int64_t> const& ids) {
        HeadBatch made;
        for (auto const id : ids) {
            made.heads.emplace_back().own.id.value = id;
            made.last_cursor = id;
        }
        made.rows = ids.size();
        return made;
    };
    // Else the next look would begin anew, at the oldest post there is.
    Page const page{.floor_id = 4, .ascending = true, .limit = 4};
    auto const both = merge(batch({5, 7, 9}), batch({6, 8}), page);
    EXPECT_EQ(both.heads.size(), 5u);
    EXPECT_LT(both.rows, 4u);
    EXPECT_EQ(merge(both, batch({10}), page).heads.size(), 6u);
}

TEST_F(Timelines, pages_are_stable_while_others_post) {
    crypto::SeededRandom random(7);
    std::vector<StatusId> there;
    for (int i = 0; i < 60; ++i) there.push_back(server.post(i % 2 ? ann : bob, "old").id);
    std::vector<StatusId> seen;
    Page page;
    page.limit = 7;
    for (;;) {
        auto const ids = public_ids({}, {}, page);
        if (ids.empty()) break;
        seen.insert(seen.end(), ids.begin(), ids.end());
        page.max_id = ids.back().value;
        for (auto n = random.below(5); n > 0; --n) server.post(ann, "new");
    }
    EXPECT_THAT(seen, ElementsAreArray(there.rbegin(), there.rend()));
    // Upwards: a poller that goes on from the newest it has seen misses nothing.
    Page up;
    up.ascending = true;
    up.floor_id = there.back().value;
    up.limit = 4;
    std::vector<StatusId> polled;
    for (int quiet = 0; quiet < 2;) {
        auto const ids = public_ids({}, {}, up);
        for (auto at = ids.rbegin(); at != ids.rend(); ++at) polled.push_back(*at);
        if (ids.empty()) ++quiet;
        else up.floor_id = ids.front().value;
        if (polled.size() < 80) server.post(bob, "newer");
    }
    std::vector<StatusId> all;
    for (Page whole;;) {
        whole.limit = 40;
        auto const ids = public_ids({}, {}, whole);
        if (ids.empty()) break;
        all.insert(all.end(), ids.begin(), ids.end());
        whole.max_id = ids.back().value;
    }
    std::ranges::reverse(all);
    all.erase(all.begin(), all.begin() + 60);
    EXPECT_EQ(polled, all);
}

TEST_F(Timelines, the_number_of_statements_does_not_depend_on_the_number_of_posts) {
    auto const cost = [&](auto const& list) {
        list();  // Readers are read once.
        return server.statements(list);
    };
    auto const all = [&] {
        return std::array{cost([&] { public_ids(ann.id()); }),
                          cost([&] { tag_ids({.any = {"t"}}, ann.id()); }),
                          cost([&] { account_ids(ann.id(), bob.id()); })};
    };
    server.post(bob, "#t");
    auto const few = all();
    for (int i = 0; i < 39; ++i) server.post(i % 2 ? bob : ann, "#t");
    EXPECT_EQ(all(), few);
}

/// Nothing in any of these lists that its viewer may not see, and in the list of an account
/// everything they may; over random societies.
TEST(TimelinesAudience, no_list_shows_what_its_viewer_may_not_see) {
    std::size_t shown = 0, hidden = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        crypto::SeededRandom random(seed);
        TestServer server;
        std::vector<Person> people;
        for (int i = 0; i < 6; ++i)
            people.push_back(server.make_account(
                fmt::format("p{}", i),
                {.domain = i == 5 ? "remote.example" : "", .locked = random.below(4) == 0}));
        auto const pick = [&]() -> Person const& { return people[random.below(people.size())]; };
        std::vector<Status> posts;
        for (int i = 0; i < 60; ++i) {
            auto const &a = pick(), &b = pick();
            auto const deed = random.below(12);
            if (deed < 6) {
                PostOptions options;
                options.visibility = static_cast<Visibility>(random.below(5));
                if (random.below(3) == 0) options.addressees = {b.id()};
                posts.push_back(server.post(
                    a, "#t " + (random.below(3) ? "" : "@" + b.account.acct()), options));
                continue;
            }
            auto const done = server.db().write([&](db::Tx& tx) -> Result<void> {
                if (deed < 8) {
                    if (posts.empty()) return {};
                    TRY(auto const boosted,
                        boost_status(tx, {.account = a.id()}, posts[random.below(posts.size())]));
                    return {};
                }
                if (a.id() == b.id()) return {};
                if (deed == 8) return follow(tx, a.id(), b.id(), {});
                if (deed == 9) return accept_follow_request(tx, b.id(), a.id());
                return deed == 10 ? block(tx, a.id(), b.id()) : mute(tx, a.id(), b.id(), true, {});
            });
            (void)done;
        }
        std::vector<AccountId> viewers{{}};
        for (auto const& person : people) viewers.push_back(person.id());
        for (auto const viewer : viewers)
            server.read([&](db::Tx& tx) -> Result<void> {
                Page page;
                page.limit = 200;
                auto const check = [&](std::vector<StatusHead> const& heads) -> Result<void> {
                    auto const ids = ids_of(heads);
                    TRY(auto const visible, keep_visible(tx, viewer, ids));
                    EXPECT_EQ(visible, ids) << "seed " << seed << " viewer " << viewer.value;
                    shown += ids.size();
                    return {};
                };
                TRY(auto const open, list_public(tx, viewer, {}, page));
                TRY_OK(check(open));
                TRY(auto const tagged, list_tagged(tx, viewer, {.any = {"t"}}, page));
                TRY_OK(check(tagged));
                for (auto const& person : people) {
                    TRY(auto const mine, list_by_account(tx, viewer, person.id(), {}, page));
                    TRY_OK(check(mine));
                    TRY(auto const whole, tx.list(posts_of_account, person.id()));
                    TRY(auto const expected, keep_visible(tx, viewer, whole));
                    EXPECT_EQ(ids_of(mine), expected) << "seed " << seed;
                    hidden += whole.size() - mine.size();
                    if (!person.account.local()) continue;
                    TRY(auto const home, list_home(tx, person.id(), page));
                    if (person.id() == viewer) TRY_OK(check(home));
                }
                return {};
            });
    }
    // A comparison of nothing with nothing would prove nothing.
    EXPECT_GT(shown, 1000u);
    EXPECT_GT(hidden, 500u);
}

TEST(Readers, every_statement_that_changes_relations_is_in_a_file_that_touches_readers) {
    // Names of statements as relations.cpp and lists.cpp give them; another one must call
    // `touch_reader` too. Those of own_rows.cpp need not: of an account that is gone nobody reads.
    std::set<std::string_view> const known{"follows.insert",         "follows.update",
                                           "follows.remove",         "blocks.insert",
                                           "blocks.remove",          "mutes.put",
                                           "mutes.remove",           "mutes.remove_expired",
                                           "lists.insert",           "lists.update",
                                           "lists.remove",           "list_members.insert",
                                           "list_members.remove",    "list_members.remove_all",
                                           "list_members.remove_of", "own_rows.blocks",
                                           "own_rows.blocks_of",     "own_rows.mutes",
                                           "own_rows.mutes_of"};
    int found = 0;
    for (auto const* sql : db::Sql::all())
        for (auto const* table : {"follows", "blocks", "mutes", "lists", "list_members"})
            for (auto const* verb : {"INSERT INTO ", "DELETE FROM ", "UPDATE "}) {
                auto const at = sql->text().find(std::string(verb) + table + " ");
                if (at == std::string_view::npos) continue;
                ++found;
                EXPECT_TRUE(known.contains(sql->name())) << sql->name();
            }
    EXPECT_GE(found, 7);
}

TEST(Readers, relations_are_right_at_once_and_kept_between) {
    TestServer server;
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const reader = [&] {
        return server.read([&](db::Tx& tx) { return load_reader(tx, ann.id()); });
    };
    EXPECT_FALSE(reader()->follows(bob.id()));
    EXPECT_EQ(reader().get(), reader().get()) << "kept";
    auto const relate = [&](auto const& deed) {
        server.write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    };
    relate([&](db::Tx& tx) { return follow(tx, ann.id(), bob.id(), {}); });
    ASSERT_TRUE(reader()->follows(bob.id()));
    EXPECT_TRUE(reader()->follows(bob.id())->show_boosts);
    relate([&](db::Tx& tx) { return follow(tx, ann.id(), bob.id(), {.show_boosts = false}); });
    EXPECT_FALSE(reader()->follows(bob.id())->show_boosts);
    relate([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), true, {}); });
    EXPECT_TRUE(reader()->mutes(bob.id(), server.clock().now()));
    relate([&](db::Tx& tx) { return unmute(tx, ann.id(), bob.id()); });
    EXPECT_FALSE(reader()->mutes(bob.id(), server.clock().now()));
    relate([&](db::Tx& tx) { return block(tx, bob.id(), ann.id()); });
    EXPECT_TRUE(reader()->blocks(bob.id())) << "also when blocked by them";
    EXPECT_FALSE(reader()->follows(bob.id()));
    relate([&](db::Tx& tx) { return unblock(tx, bob.id(), ann.id()); });
    EXPECT_FALSE(reader()->blocks(bob.id()));
}

TEST(Readers, what_a_rolled_back_write_saw_is_not_kept) {
    TestServer server;
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const failed = server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(follow(tx, ann.id(), bob.id(), {}));
        TRY(auto const seen, load_reader(tx, ann.id()));
        EXPECT_TRUE(seen->follows(bob.id()));
        return fail(Errc::conflict, "no");
    });
    EXPECT_FALSE(failed);
    server.write([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), true, {}); });
    auto const reader = server.read([&](db::Tx& tx) { return load_reader(tx, ann.id()); });
    EXPECT_FALSE(reader->follows(bob.id()));
}

}  // namespace
}  // namespace skein::social
