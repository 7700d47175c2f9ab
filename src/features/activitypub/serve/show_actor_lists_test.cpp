#include "features/activitypub/serve/serving_test.h"
#include "features/activitypub/signatures/followers_digest.h"
#include "social/featured_tags.h"
#include "social/quotes.h"
#include "social/statuses.h"
#include "social/tags.h"

namespace skein::activitypub {
namespace {

using social::Visibility;
using testing::Answer;

class ActorLists : public Serving {
  protected:
    std::string path(std::string_view which) { return actor_path(ann) + std::string(which); }
    std::string path_of(std::string const& address) {
        return address.substr(std::string_view("https://skein.example").size());
    }
    std::vector<std::string> items(Answer const& answer) {
        std::vector<std::string> items;
        if (auto const list = answer.root().find("orderedItems"))
            for (auto const& item : list->elements())
                items.emplace_back(item.is_object() ? item.get_text("id")
                                                    : item.text().value_or(""));
        return items;
    }
};

TEST_F(ActorLists, the_outbox_has_what_was_published_newest_first) {
    auto const first = test.post(ann, "one");
    auto const others = test.post(bob, "two");
    auto const boost = test.write(
        [&](db::Tx& tx) { return social::boost_status(tx, {.account = ann.id()}, others); });
    test.post(ann, "for followers", Visibility::private_);
    test.post(ann, "@bob hey", Visibility::direct);
    auto const outbox = get(path("/outbox"));
    EXPECT_EQ(outbox.at("type"), "OrderedCollection");
    EXPECT_EQ(outbox.at("id"), actor_of(ann) + "/outbox");
    EXPECT_EQ(outbox.at("totalItems"), "2");
    auto const page = get(path_of(outbox.at("first")));
    EXPECT_EQ(page.at("type"), "OrderedCollectionPage");
    EXPECT_EQ(page.at("partOf"), outbox.at("id"));
    EXPECT_EQ(items(page),
              (std::vector{address_of(boost) + "/activity", address_of(first) + "/activity"}));
    EXPECT_EQ(page.at("orderedItems.0.type"), "Announce");
    EXPECT_EQ(page.at("orderedItems.0.object"), address_of(others));
    EXPECT_EQ(page.at("orderedItems.1.type"), "Create");
    EXPECT_EQ(page.at("orderedItems.1.object.id"), address_of(first));
    EXPECT_EQ(page.at("orderedItems.1.object.@context"), "absent");
    EXPECT_EQ(page.at("next"), "absent");
}

TEST_F(ActorLists, the_outbox_has_more_for_a_follower) {
    auto const post = test.post(ann, "for followers", Visibility::private_);
    follow(known(alice), ann.id());
    EXPECT_EQ(items(get(path("/outbox?page=true"))), std::vector<std::string>{});
    auto const page = signed_get(path("/outbox?page=true"));
    EXPECT_EQ(items(page), std::vector{address_of(post) + "/activity"});
    EXPECT_EQ(page.header("Cache-Control"), "private, no-store");
}

TEST_F(ActorLists, a_signature_that_nobody_can_check_shows_what_none_does) {
    auto const post = test.post(ann, "hello");
    internet.set(std::string(alice), testing::make_answer(503, ""));
    EXPECT_EQ(items(signed_get(path("/outbox?page=true"))),
              std::vector{address_of(post) + "/activity"});
    EXPECT_TRUE(test.outside().requests().empty());
}

TEST_F(ActorLists, the_outbox_comes_in_pages_at_the_same_number_of_statements) {
    for (int i = 0; i < 25; ++i) test.post(ann, "@bob #tag hello");
    auto const page = get(path("/outbox?page=true"));
    EXPECT_EQ(items(page).size(), 20U);
    auto const next = path_of(page.at("next"));
    EXPECT_EQ(items(get(next)).size(), 5U);
    auto const full = test.statements([&] { get(path("/outbox?page=true")); });
    auto const short_one = test.statements([&] { get(next); });
    EXPECT_EQ(full, short_one);
}

TEST_F(ActorLists, followers_are_listed_unless_their_owner_hides_them) {
    follow(bob.id(), ann.id());
    follow(known(alice), ann.id());
    follow(ann.id(), bob.id());
    auto const followers = get(path("/followers"));
    EXPECT_EQ(followers.at("totalItems"), "2");
    EXPECT_EQ(items(get(path_of(followers.at("first")))),
              (std::vector{std::string(alice), actor_of(bob)}));
    EXPECT_EQ(items(get(path("/following?page=true"))), std::vector{actor_of(bob)});
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        account.hide_collections = true;
        return social::update_account(tx, account);
    });
    auto const hidden = get(path("/followers"));
    EXPECT_EQ(hidden.at("totalItems"), "2");
    EXPECT_EQ(hidden.at("first"), "absent");
    EXPECT_EQ(raw(path("/followers?page=true")).status, 404);
}

TEST_F(ActorLists, pins_are_featured) {
    auto const first = test.post(ann, "one"), second = test.post(ann, "two");
    auto const hidden = test.post(ann, "three", Visibility::private_);
    for (auto const* post : {&first, &second, &hidden})
        test.write([&](db::Tx& tx) { return social::pin_status(tx, ann.id(), *post); });
    auto const featured = get(path("/collections/featured"));
    EXPECT_EQ(items(featured), (std::vector{address_of(second), address_of(first)}));
    EXPECT_EQ(featured.at("totalItems"), "2");
}

TEST_F(ActorLists, tags_of_the_profile_are_a_collection) {
    EXPECT_EQ(get(path("/collections/tags")).at("totalItems"), "0");
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const tag, social::ensure_tag(tx, "Tea"));
        return social::feature_tag(tx, ann.id(), tag.id, "Tea");
    });
    auto const tags = get(path("/collections/tags"));
    EXPECT_EQ(tags.at("totalItems"), "1");
    EXPECT_EQ(tags.at("items.0.type"), "Hashtag");
    EXPECT_EQ(tags.at("items.0.name"), "#Tea");
    EXPECT_TRUE(tags.at("items.0.href").ends_with("/tags/tea"));
}

TEST_F(ActorLists, a_server_learns_which_of_its_people_follow) {
    auto const alices = known(alice), ginas = known(gina);
    follow(alices, ann.id());
    follow(ginas, ann.id());
    follow(bob.id(), ann.id());
    auto const target = path("/followers_synchronization");
    EXPECT_EQ(raw(target).status, 401);
    auto const mine = signed_get(target);
    EXPECT_EQ(items(mine), std::vector{std::string(alice)});
    EXPECT_EQ(mine.header("Cache-Control"), "private, no-store");
    EXPECT_EQ(items(signed_get(target, gina)), std::vector{std::string(gina)});
}

TEST_F(ActorLists, only_a_server_delivers_to_an_inbox) {
    EXPECT_EQ(raw(path("/inbox")).status, 405);
    EXPECT_EQ(raw("/inbox").status, 405);
}

class Deeds : public Serving {};

TEST_F(Deeds, a_like_is_found_while_it_is_one) {
    auto const post = test.post(bob, "hello");
    auto const path = fmt::format("{}/likes/{}", actor_path(ann), post.id.value);
    EXPECT_EQ(raw(path).status, 404);
    test.write([&](db::Tx& tx) { return social::add_favourite(tx, ann.id(), post); });
    auto const like = get(path);
    EXPECT_EQ(like.at("type"), "Like");
    EXPECT_EQ(like.at("id"), "https://skein.example" + path);
    EXPECT_EQ(like.at("object"), address_of(post));
    test.write([&](db::Tx& tx) { return social::remove_favourite(tx, ann.id(), post); });
    EXPECT_EQ(raw(path).status, 404);
}

TEST_F(Deeds, a_request_to_follow_is_shown_to_who_is_asked_only) {
    auto const alices = known(alice);
    follow(ann.id(), alices);
    auto const path = fmt::format("{}/follows/{}", actor_path(ann), alices.value);
    EXPECT_EQ(raw(path).status, 404);
    EXPECT_EQ(signed_raw(path, gina).status, 404);
    auto const follow = signed_get(path);
    EXPECT_EQ(follow.at("type"), "Follow");
    EXPECT_EQ(follow.at("object"), alice);
    test.write([&](db::Tx& tx) { return social::accept_follow_request(tx, alices, ann.id()); });
    EXPECT_EQ(raw(path).status, 200);
    EXPECT_EQ(raw(fmt::format("{}/blocks/{}", actor_path(ann), alices.value)).status, 404);
}

TEST_F(Deeds, a_stamp_holds_until_it_is_taken_back) {
    auto const quoted = test.post(ann, "hello");
    auto const quoting = test.write([&](db::Tx& tx) {
        social::StatusDraft draft;
        draft.author = bob.id();
        draft.text = draft.content = "look";
        draft.quote = social::QuoteDraft{.quoted = quoted.id};
        return social::publish_status(tx, draft);
    });
    auto const object = get(status_path(quoting));
    EXPECT_EQ(object.at("quote"), address_of(quoted));
    EXPECT_EQ(object.at("_misskey_quote"), address_of(quoted));
    EXPECT_TRUE(object.at("content").starts_with("<p class=\"quote-inline\">RE: <a href="));
    auto const address = object.at("quoteAuthorization");
    EXPECT_EQ(address, stamp_address(server, ann.id(), quoting.id));
    auto const path = address.substr(std::string_view("https://skein.example").size());
    auto const stamp = get(path);
    EXPECT_EQ(stamp.at("type"), "QuoteAuthorization");
    EXPECT_EQ(stamp.at("id"), address);
    EXPECT_EQ(stamp.at("attributedTo"), actor_of(ann));
    EXPECT_EQ(stamp.at("interactingObject"), address_of(quoting));
    EXPECT_EQ(stamp.at("interactionTarget"), address_of(quoted));
    test.write(
        [&](db::Tx& tx) { return social::revoke_quote(tx, ann.id(), quoted.id, quoting.id); });
    EXPECT_EQ(raw(path).status, 404);
    EXPECT_EQ(get(status_path(quoting)).at("quote"), "absent");
}

}  // namespace
}  // namespace skein::activitypub
