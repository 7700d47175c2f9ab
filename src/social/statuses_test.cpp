#include "social/statuses.h"

#include <gtest/gtest.h>

#include "core/events.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/media.h"
#include "social/policy.h"
#include "social/relations.h"
#include "social/tags.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::PostOptions;
using testing::TestServer;

struct Figures {
    std::int64_t replies = 0, boosts = 0, favourites = 0;
    auto row() { return std::tie(replies, boosts, favourites); }
    bool operator==(Figures const&) const = default;
};
db::Query<Figures> const find_figures{
    "test.statuses.figures",
    "SELECT replies_count, boosts_count, favourites_count FROM status_stats WHERE status_id = $1"};
db::Query<std::int64_t> const count_posts_of{
    "test.statuses.count_of", "SELECT statuses_count FROM account_stats WHERE account_id = $1"};
struct MentionRow {
    AccountId account;
    bool silent = false;
    auto row() { return std::tie(account, silent); }
    bool operator==(MentionRow const&) const = default;
};
db::Query<MentionRow> const list_mentions{
    "test.statuses.mentions",
    "SELECT account_id, silent FROM mentions WHERE status_id = $1 ORDER BY account_id"};
db::Query<std::int64_t> const count_left{
    "test.statuses.left",
    "SELECT (SELECT COUNT(*) FROM statuses WHERE id = $1 OR boost_of_id = $1) + (SELECT COUNT(*) "
    "FROM status_stats WHERE status_id = $1) + (SELECT COUNT(*) FROM mentions WHERE status_id = "
    "$1) + (SELECT COUNT(*) FROM status_tags WHERE status_id = $1) + (SELECT COUNT(*) FROM "
    "status_edits WHERE status_id = $1) + (SELECT COUNT(*) FROM favourites WHERE status_id = $1) + "
    "(SELECT COUNT(*) FROM bookmarks WHERE status_id = $1) + (SELECT COUNT(*) FROM pins WHERE "
    "status_id = $1) + (SELECT COUNT(*) FROM public_entries WHERE status_id = $1) + (SELECT "
    "COUNT(*) FROM notifications WHERE status_id = $1)"};
db::Query<std::int64_t> const count_public{
    "test.statuses.public", "SELECT COUNT(*) FROM public_entries WHERE status_id = $1"};

struct Told {
    std::vector<StatusPublished> published;
    std::vector<StatusEdited> edited;
    std::vector<StatusRemoved> removed;
    std::vector<FavouriteAdded> favourited;
};
void listen(Server& server) {
    server.on<StatusPublished>([](db::Tx& tx, StatusPublished const& event) -> Result<void> {
        tx.board().part<Told>().published.push_back(event);
        return {};
    });
    server.on<StatusEdited>([](db::Tx& tx, StatusEdited const& event) -> Result<void> {
        tx.board().part<Told>().edited.push_back(event);
        return {};
    });
    server.on<StatusRemoved>([](db::Tx& tx, StatusRemoved const& event) -> Result<void> {
        tx.board().part<Told>().removed.push_back(event);
        return {};
    });
    server.on<FavouriteAdded>([](db::Tx& tx, FavouriteAdded const& event) -> Result<void> {
        tx.board().part<Told>().favourited.push_back(event);
        return {};
    });
}

class Statuses : public ::testing::Test {
  protected:
    Told& told() { return server.server().part<Told>(); }
    Figures figures(StatusId id) {
        return server.read([&](db::Tx& tx) -> Result<Figures> {
            TRY(auto const found, tx.find(find_figures, id));
            return found.value_or(Figures{});
        });
    }
    std::int64_t posts_of(Person const& who) {
        return server.read([&](db::Tx& tx) { return tx.load(count_posts_of, who.id()); });
    }
    template <class Deed>
    auto change(Deed&& deed) {
        return server.db().write(std::forward<Deed>(deed));
    }
    Result<Status> boost(Person const& who, Status const& status,
                         Visibility visibility = Visibility::public_) {
        return change([&](db::Tx& tx) {
            return boost_status(tx, {.account = who.id(), .visibility = visibility}, status);
        });
    }
    Media picture(Person const& who) {
        Media media;
        media.account_id = who.id();
        media.kind = MediaKind::image;
        media.state = MediaState::ready;
        media.description = "a picture";
        return server.write([&](db::Tx& tx) { return insert_media(tx, media); });
    }
    std::vector<Media> media_of(StatusId id) {
        return server.read([&](db::Tx& tx) { return list_media_of(tx, std::span(&id, 1)); });
    }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann");
    Person bob = server.make_account("bob");
    Person eve = server.make_account("eve");
};

TEST_F(Statuses, a_post_is_stored_counted_and_told) {
    auto const post = server.post(ann, "Hello @bob #Skein");
    auto const stored = server.read([&](db::Tx& tx) { return load_status(tx, post.id); });
    EXPECT_EQ(stored.text, "Hello @bob #Skein");
    EXPECT_EQ(stored.created_at, server.clock().now());
    EXPECT_EQ(stored.conversation_id.value, post.id.value);
    EXPECT_EQ(posts_of(ann), 1);
    ASSERT_EQ(told().published.size(), 1U);
    EXPECT_EQ(told().published[0].status, post.id);
    EXPECT_FALSE(told().published[0].quiet);
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.list(list_mentions, post.id); }),
              (std::vector<MentionRow>{{bob.id(), false}}));
    auto const tags =
        server.read([&](db::Tx& tx) { return list_tags_of(tx, std::span(&post.id, 1)); });
    ASSERT_EQ(tags.size(), 1U);
    EXPECT_EQ(tags[0].name, "skein");
}

TEST_F(Statuses, only_public_posts_enter_the_public_list) {
    auto const entries = [&](Visibility visibility) {
        auto const post = server.post(ann, "x", visibility);
        return server.read([&](db::Tx& tx) { return tx.load(count_public, post.id); });
    };
    EXPECT_EQ(entries(Visibility::public_), 1);
    EXPECT_EQ(entries(Visibility::unlisted), 0);
    EXPECT_EQ(entries(Visibility::private_), 0);
    EXPECT_EQ(entries(Visibility::direct), 0);
}

TEST_F(Statuses, a_warning_makes_a_post_sensitive) {
    EXPECT_TRUE(server.post(ann, "x", PostOptions{.spoiler_text = "cw"}).sensitive);
    EXPECT_FALSE(server.post(ann, "x").sensitive);
}

TEST_F(Statuses, a_reply_joins_the_conversation_and_is_counted) {
    auto const parent = server.post(ann, "question");
    auto const reply = server.post(bob, "answer", PostOptions{.in_reply_to = parent.id});
    EXPECT_EQ(reply.conversation_id, parent.conversation_id);
    EXPECT_EQ(reply.in_reply_to_account_id, ann.id());
    EXPECT_EQ(figures(parent.id).replies, 1);
    EXPECT_EQ(told().published.back().in_reply_to_account, ann.id());
}

TEST_F(Statuses, figures_that_anybody_reads_leave_out_what_not_everybody_may_see) {
    auto const parent = server.post(ann, "question");
    auto const hidden = server.post(
        bob, "answer", PostOptions{.visibility = Visibility::direct, .in_reply_to = parent.id});
    server.post(bob, "for followers", Visibility::private_);
    EXPECT_EQ(figures(parent.id).replies, 0);
    EXPECT_EQ(posts_of(bob), 0);
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_status(tx, hidden, true); }));
    EXPECT_EQ(figures(parent.id).replies, 0);
    EXPECT_EQ(posts_of(bob), 0);
}

TEST_F(Statuses, nobody_replies_to_what_they_cannot_see) {
    auto const secret = server.post(ann, "secret", Visibility::private_);
    auto const reply = change([&](db::Tx& tx) {
        StatusDraft draft;
        draft.author = bob.id();
        draft.text = draft.content = "?";
        draft.in_reply_to_id = secret.id;
        return publish_status(tx, draft);
    });
    EXPECT_EQ(reply.error().code, Errc::not_found);
    EXPECT_EQ(posts_of(bob), 0);
}

TEST_F(Statuses, a_reply_to_a_boost_answers_what_was_boosted) {
    auto const original = server.post(ann, "original");
    auto const boosted = boost(bob, original).value();
    auto const reply = server.post(eve, "reply", PostOptions{.in_reply_to = boosted.id});
    EXPECT_EQ(reply.in_reply_to_id, original.id);
    EXPECT_EQ(reply.in_reply_to_account_id, ann.id());
    EXPECT_EQ(reply.conversation_id, original.conversation_id);
}

TEST_F(Statuses, a_post_of_the_past_sorts_there) {
    auto const now = server.post(ann, "now");
    auto const then = server.post(
        ann, "then", PostOptions{.created_at = server.clock().now() - std::chrono::days(9)});
    EXPECT_LT(then.id, now.id);
}

TEST_F(Statuses, a_policy_rejects_or_narrows_before_anything_is_stored) {
    server.server().part<Policies>().statuses.push_back(
        [](db::Tx&, std::span<StatusDraft const> drafts) -> Result<std::vector<PolicyAnswer>> {
            std::vector<PolicyAnswer> answers;
            for (auto const& draft : drafts) {
                auto const bad = draft.text.find("spam") != std::string::npos;
                auto const loud = draft.text.find("loud") != std::string::npos;
                answers.push_back({bad    ? Ruling::reject
                                   : loud ? Ruling::limit
                                          : Ruling::allow,
                                   "No spam here."});
            }
            return answers;
        });
    EXPECT_EQ(server.post(ann, "loud").visibility, Visibility::unlisted);
    EXPECT_EQ(server.post(ann, "loud", Visibility::private_).visibility, Visibility::private_);
    StatusDraft draft;
    draft.author = ann.id();
    draft.text = "spam";
    auto const refused = change([&](db::Tx& tx) { return publish_status(tx, draft); });
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
    EXPECT_EQ(refused.error().message, "No spam here.");
    EXPECT_EQ(posts_of(ann), 1);
}

TEST_F(Statuses, publishing_costs_the_same_for_one_mention_and_for_many) {
    std::string many, tags;
    for (int i = 0; i < 20; ++i) {
        server.make_account(fmt::format("p{}", i));
        many += fmt::format("@p{} ", i);
        tags += fmt::format("#t{} ", i);
    }
    server.post(ann, tags);
    auto const one = server.statements([&] { server.post(ann, "@p1 #t1"); });
    auto const all = server.statements([&] { server.post(ann, many + tags); });
    EXPECT_EQ(one, all);
}

// --- Editing ---

StatusEdit edit_to(std::string text) {
    StatusEdit edit;
    edit.text = edit.content = std::move(text);
    return edit;
}

TEST_F(Statuses, an_edit_keeps_the_version_before) {
    auto const post = server.post(ann, "first");
    server.clock().advance(std::chrono::minutes(5));
    auto edit = edit_to("second");
    edit.spoiler_text = "cw";
    auto const edited = change([&](db::Tx& tx) { return edit_status(tx, post, edit); }).value();
    EXPECT_EQ(edited.text, "second");
    EXPECT_TRUE(edited.sensitive);
    EXPECT_EQ(edited.version, post.version + 1);
    EXPECT_EQ(edited.edited_at, server.clock().now());
    EXPECT_EQ(edited.visibility, post.visibility);
    server.clock().advance(std::chrono::minutes(5));
    auto const again =
        change([&](db::Tx& tx) { return edit_status(tx, edited, edit_to("third")); }).value();
    auto const versions = server.read([&](db::Tx& tx) { return list_versions(tx, again); });
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_EQ(versions[0].text, "first");
    EXPECT_EQ(versions[0].created_at, post.created_at);
    EXPECT_EQ(versions[1].spoiler_text, "cw");
    EXPECT_EQ(versions[2].text, "third");
    EXPECT_EQ(versions[2].created_at, server.clock().now());
    EXPECT_EQ(told().edited.size(), 2U);
}

TEST_F(Statuses, who_was_mentioned_keeps_seeing_an_edited_post) {
    auto const post = server.post(ann, "@bob hi", Visibility::direct);
    auto edit = edit_to("@eve hi");
    edit.mentions = {eve.id()};
    auto const edited = change([&](db::Tx& tx) { return edit_status(tx, post, edit); }).value();
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.list(list_mentions, post.id); }),
              (std::vector<MentionRow>{{bob.id(), true}, {eve.id(), false}}));
    for (auto const& reader : {bob, eve})
        EXPECT_TRUE(server.read([&](db::Tx& tx) { return may_see(tx, reader.id(), edited); }));
    edit.mentions = {bob.id()};
    ASSERT_TRUE(change([&](db::Tx& tx) { return edit_status(tx, edited, edit); }));
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.list(list_mentions, post.id); }),
              (std::vector<MentionRow>{{bob.id(), false}, {eve.id(), true}}));
}

TEST_F(Statuses, an_edit_changes_tags_and_media) {
    auto const first = picture(ann), second = picture(ann);
    auto const post = server.post(ann, "#one", PostOptions{.media = {first.id}});
    EXPECT_TRUE(post.has_media);
    auto edit = edit_to("#two");
    edit.tags = {"two"};
    edit.media = {second.id};
    ASSERT_TRUE(change([&](db::Tx& tx) { return edit_status(tx, post, edit); }));
    auto const tags =
        server.read([&](db::Tx& tx) { return list_tags_of(tx, std::span(&post.id, 1)); });
    ASSERT_EQ(tags.size(), 1U);
    EXPECT_EQ(tags[0].name, "two");
    ASSERT_EQ(media_of(post.id).size(), 1U);
    EXPECT_EQ(media_of(post.id)[0].id, second.id);
}

TEST_F(Statuses, a_boost_cannot_be_edited) {
    auto const boosted = boost(bob, server.post(ann, "x")).value();
    auto const edited = change([&](db::Tx& tx) { return edit_status(tx, boosted, edit_to("y")); });
    EXPECT_EQ(edited.error().code, Errc::not_found);
}

// --- Boosts and favourites ---

TEST_F(Statuses, a_boost_is_made_once) {
    auto const post = server.post(ann, "x");
    auto const first = boost(bob, post).value(), second = boost(bob, post).value();
    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(figures(post.id).boosts, 1);
    EXPECT_EQ(posts_of(bob), 1);
    EXPECT_EQ(told().published.back().boosted_author, ann.id());
}

TEST_F(Statuses, a_boost_of_a_boost_boosts_the_original) {
    auto const post = server.post(ann, "x");
    auto const first = boost(bob, post).value();
    EXPECT_EQ(boost(eve, first).value().boost_of_id, post.id);
}

TEST_F(Statuses, only_open_posts_and_own_private_ones_are_boosted) {
    auto const secret = server.post(ann, "x", Visibility::private_);
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(boost(bob, secret).error().code, Errc::forbidden);
    EXPECT_EQ(boost(ann, secret).value().visibility, Visibility::private_);
    auto const direct = server.post(ann, "x", Visibility::direct);
    EXPECT_EQ(boost(ann, direct).error().code, Errc::forbidden);
    auto const open = server.post(ann, "x", Visibility::unlisted);
    EXPECT_EQ(boost(bob, open, Visibility::direct).error().code, Errc::unprocessable);
    EXPECT_EQ(boost(bob, open, Visibility::private_).value().visibility, Visibility::private_);
}

TEST_F(Statuses, an_unboost_takes_everything_back) {
    auto const post = server.post(ann, "x");
    ASSERT_TRUE(boost(bob, post));
    auto const unboost = [&] {
        return change([&](db::Tx& tx) { return unboost_status(tx, bob.id(), post); });
    };
    ASSERT_TRUE(unboost());
    ASSERT_TRUE(unboost());
    EXPECT_EQ(figures(post.id).boosts, 0);
    EXPECT_EQ(posts_of(bob), 0);
    ASSERT_EQ(told().removed.size(), 1U);
    EXPECT_EQ(told().removed[0].boost_of, post.id);
}

TEST_F(Statuses, a_favourite_counts_once_and_goes_to_the_original) {
    auto const post = server.post(ann, "x");
    auto const boosted = boost(bob, post).value();
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(change([&](db::Tx& tx) { return add_favourite(tx, eve.id(), boosted); }));
    EXPECT_EQ(figures(post.id).favourites, 1);
    ASSERT_EQ(told().favourited.size(), 1U);
    EXPECT_EQ(told().favourited[0].author, ann.id());
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(change([&](db::Tx& tx) { return remove_favourite(tx, eve.id(), post); }));
    EXPECT_EQ(figures(post.id).favourites, 0);
}

TEST_F(Statuses, favourites_and_bookmarks_hide_what_their_owner_may_no_longer_see) {
    auto const post = server.post(ann, "@eve hi", Visibility::private_);
    server.write([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); });
    server.write([&](db::Tx& tx) { return add_favourite(tx, bob.id(), post); });
    server.write([&](db::Tx& tx) { return add_bookmark(tx, bob.id(), post); });
    auto const lengths = [&] {
        return server.read([&](db::Tx& tx) -> Result<std::pair<std::size_t, std::size_t>> {
            TRY(auto const favourites, list_favourites(tx, bob.id(), {}));
            TRY(auto const bookmarks, list_bookmarks(tx, bob.id(), {}));
            return std::pair(favourites.size(), bookmarks.size());
        });
    };
    EXPECT_EQ(lengths(), std::pair(std::size_t{1}, std::size_t{1}));
    server.write([&](db::Tx& tx) { return unfollow(tx, bob.id(), ann.id()); });
    EXPECT_EQ(lengths(), std::pair(std::size_t{0}, std::size_t{0}));
}

// --- Pins ---

TEST_F(Statuses, five_own_posts_may_be_pinned) {
    auto const pin = [&](Person const& who, Status const& status) {
        return change([&](db::Tx& tx) { return pin_status(tx, who.id(), status); });
    };
    for (int i = 0; i < 5; ++i) {
        auto const post = server.post(ann, "x");
        ASSERT_TRUE(pin(ann, post));
        ASSERT_TRUE(pin(ann, post));
    }
    auto const sixth = server.post(ann, "x");
    EXPECT_EQ(pin(ann, sixth).error().message,
              "Validation failed: You have already pinned the maximum number of posts");
    EXPECT_EQ(pin(bob, sixth).error().message,
              "Validation failed: Someone else's post cannot be pinned");
    EXPECT_EQ(pin(bob, boost(bob, sixth).value()).error().code, Errc::unprocessable);
    EXPECT_EQ(pin(bob, server.post(bob, "x", Visibility::direct)).error().code,
              Errc::unprocessable);
}

// --- Removal ---

TEST_F(Statuses, a_removed_post_leaves_nothing_behind) {
    auto const parent = server.post(bob, "parent");
    auto const post = server.post(ann, "@bob #tag", PostOptions{.in_reply_to = parent.id});
    ASSERT_TRUE(change([&](db::Tx& tx) { return edit_status(tx, post, edit_to("@bob #tag!")); }));
    ASSERT_TRUE(boost(bob, post));
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(add_favourite(tx, bob.id(), post));
        TRY_OK(add_bookmark(tx, bob.id(), post));
        return pin_status(tx, ann.id(), post);
    });
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_status(tx, post, true); }));
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.load(count_left, post.id); }), 0);
    EXPECT_EQ(figures(parent.id).replies, 0);
    EXPECT_EQ(posts_of(ann), 0);
    EXPECT_EQ(posts_of(bob), 1);
    EXPECT_EQ(told().removed.size(), 2U);
}

TEST_F(Statuses, very_many_boosts_of_a_removed_post_follow_in_a_job) {
    auto const post = server.post(ann, "x");
    std::vector<StatusId> boosts;
    for (int i = 0; i < 130; ++i)
        boosts.push_back(boost(server.make_account(fmt::format("p{}", i)), post).value().id);
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_status(tx, post, true); }));
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return keep_visible(tx, bob.id(), boosts); }).empty());
    server.drain();
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.load(count_left, post.id); }), 0);
    EXPECT_EQ(told().removed.size(), 131U);
}

TEST_F(Statuses, media_of_a_removed_post_wait_for_a_redraft) {
    auto const kept = picture(ann);
    auto const post = server.post(ann, "x", PostOptions{.media = {kept.id}});
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_status(tx, post, false); }));
    auto const again = server.post(ann, "x", PostOptions{.media = {kept.id}});
    EXPECT_EQ(media_of(again.id).size(), 1U);
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_status(tx, again, true); }));
    auto const gone =
        server.db().read([&](db::Tx& tx) { return load_own_media(tx, ann.id(), kept.id); });
    EXPECT_EQ(gone.error().code, Errc::not_found);
}

// --- Idempotency ---

TEST_F(Statuses, a_key_gives_its_post_back_for_an_hour) {
    auto const post = server.post(ann, "x");
    server.write([&](db::Tx& tx) { return remember_key(tx, ann.id(), "key", post.id); });
    auto const found = [&](Person const& who, std::string_view key) {
        return server.read([&](db::Tx& tx) { return find_status_by_key(tx, who.id(), key); });
    };
    EXPECT_EQ(found(ann, "key"), post.id);
    EXPECT_EQ(found(bob, "key"), std::nullopt);
    EXPECT_EQ(found(ann, "other"), std::nullopt);
    server.clock().advance(std::chrono::minutes(61));
    EXPECT_EQ(found(ann, "key"), std::nullopt);
}

TEST_F(Statuses, a_key_is_taken_back_with_its_post) {
    auto const failed = change([&](db::Tx& tx) -> Result<void> {
        StatusDraft draft;
        draft.author = ann.id();
        draft.text = "x";
        TRY(auto const post, publish_status(tx, draft));
        TRY_OK(remember_key(tx, ann.id(), "key", post.id));
        return fail(Errc::conflict, "");
    });
    EXPECT_EQ(failed.error().code, Errc::conflict);
    EXPECT_EQ(server.read([&](db::Tx& tx) { return find_status_by_key(tx, ann.id(), "key"); }),
              std::nullopt);
}

}  // namespace
}  // namespace skein::social
