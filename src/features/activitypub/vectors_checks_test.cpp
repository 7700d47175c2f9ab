// What a row of index.tsv says in words, checked by hand: one function for each file, or for
// several that say the same.

#include "features/activitypub/vectors_checks_test.h"
#include "social/interaction_policy.h"
#include "social/moves.h"
#include "social/reports.h"

namespace skein::activitypub::vectors {
namespace {

// --- Posts ---

void reply_is_counted(FederationWorld& world) {
    EXPECT_EQ(count(world, count_replies, world.own(101)), 1);
}
void seen_by_the_addressed(FederationWorld& world) {
    auto const status = world.status("https://mastodon.example/users/alice/statuses/205");
    ASSERT_TRUE(status);
    EXPECT_EQ(count(world, count_silent, status->id, world.person("ana").id()), 1);
}
void counts_are_taken(FederationWorld& world) {
    auto const status = world.status("https://mastodon.example/users/alice/statuses/209");
    ASSERT_TRUE(status);
    EXPECT_EQ(votes(world, status->id), (std::vector<std::int64_t>{5, 2}));
    auto const poll =
        world.test().read([&](db::Tx& tx) { return social::find_poll_of(tx, status->id); });
    EXPECT_EQ(poll->voters_count, 7);
    EXPECT_FALSE(status->edited_at);
}
void edit_tells_nobody_twice(FederationWorld& world) {
    EXPECT_EQ(count(world, count_notices_of, world.person("ana").id(), world.account(alice), 1), 1);
}
void note_is_gone(FederationWorld& world) {
    expect_gone(world, "https://mastodon.example/users/alice/statuses/201");
    EXPECT_EQ(count(world, count_notices_of, world.person("ana").id(), world.account(alice), 1), 0);
}

std::string create_by_alice(std::string_view number) {
    return fmt::format(
        R"({{"id":"{0}/statuses/{1}/activity","type":"Create","actor":"{0}",
            "to":["https://www.w3.org/ns/activitystreams#Public"],"object":{{
            "id":"{0}/statuses/{1}","type":"Note","attributedTo":"{0}","content":"<p>late</p>",
            "to":["https://www.w3.org/ns/activitystreams#Public"]}}}})",
        alice, number);
}
void late_create_makes_nothing(FederationWorld& world) {
    EXPECT_EQ(world.deliver({.signer = std::string(alice), .body = create_by_alice("299")}), 202);
    expect_gone(world, "https://mastodon.example/users/alice/statuses/299");
}
void genuine_create_still_works(FederationWorld& world) {
    EXPECT_EQ(world.deliver({.signer = std::string(alice), .body = create_by_alice("555")}), 202);
    EXPECT_THAT(content(world, "https://mastodon.example/users/alice/statuses/555"),
                HasSubstr("late"));
}
void ghost_is_gone(FederationWorld& world) {
    EXPECT_FALSE(world.account("https://mastodon.example/users/ghosted"));
}
void picardy_is_gone(FederationWorld& world) {
    EXPECT_FALSE(world.account("https://lemmy.example/u/picardy"));
}
void nobody_is_asked(FederationWorld& world) { EXPECT_THAT(world.asked(), IsEmpty()); }

void once_only(FederationWorld& world) {
    auto const before = world.fingerprint();
    EXPECT_EQ(world.deliver({.signer = std::string(alice),
                             .inbox = "ana",
                             .body = read_fixture("activities/tolerate-same-twice.json")}),
              202);
    EXPECT_EQ(world.fingerprint(), before);
}

template <char const* address>
void is_gone(FederationWorld& world) {
    expect_gone(world, address);
}
constexpr char gts_singles[] = "https://gts.example/users/gina/statuses/01B1";
constexpr char misskey_quote[] = "https://misskey.example/notes/q1";
constexpr char pleroma_note[] = "https://pleroma.example/objects/n1";
constexpr char friendica_note[] = "https://friendica.example/objects/4edd";
constexpr char wordpress_article[] = "https://blog.example/?p=27";
constexpr char writefreely_article[] = "https://writefreely.example/api/posts/abc";

void edited_once(FederationWorld& world) {
    EXPECT_THAT(content(world, wren), HasSubstr("New text"));
}
void edited_twice(FederationWorld& world) {
    EXPECT_THAT(content(world, wren), HasSubstr("Newer text"));
}
void alt_is_in_summary(FederationWorld& world) {
    auto const status = world.status(gts_singles);
    ASSERT_TRUE(status);
    auto const media = world.test().read(
        [&](db::Tx& tx) { return social::list_media_of(tx, std::span(&status->id, 1)); });
    ASSERT_THAT(media, SizeIs(1));
    EXPECT_NE(media[0].description, "");
}
void policy_is_kept(FederationWorld& world) {
    auto const status = world.status("https://gts.example/users/gina/statuses/01B2");
    if (!status) GTEST_FAIL() << "no status";
    auto const policy =
        world.test().read([&](db::Tx& tx) { return social::load_policy(tx, status->id); });
    EXPECT_EQ(policy.reply.automatic & social::policy_groups::everyone, 0);
    EXPECT_NE(policy.reply.manual, 0);
    EXPECT_EQ(policy.boost.automatic & social::policy_groups::everyone, 0);
    EXPECT_NE(policy.favourite.automatic & social::policy_groups::everyone, 0);
    EXPECT_EQ(policy.quote, social::ActionPolicy{});
}
void is_never_public(FederationWorld& world) {
    for (auto const* address :
         {"https://pleroma.example/objects/cm1", "https://lemmy.example/private_message/1"})
        if (auto const status = world.status(address))
            EXPECT_GE(status->visibility, Visibility::limited);
}

// --- Boosts ---

void boost_is_gone(FederationWorld& world) {
    expect_gone(world, "https://mastodon.example/users/alice/statuses/210/activity");
    EXPECT_EQ(count(world, count_boosts, world.account(alice), world.own(101)), 0);
    EXPECT_EQ(count(world, count_notices_of, world.person("ana").id(), world.account(alice), 3), 0);
}
void boost_of_own_private(FederationWorld& world) {
    auto const boost = world.status("https://mastodon.example/users/alice/statuses/212/activity");
    ASSERT_TRUE(boost && boost->boost_of_id);
    EXPECT_EQ(boost->visibility, Visibility::private_);
}
void boost_of_gina(FederationWorld& world) {
    auto const original = world.status("https://gts.example/users/gina/statuses/01AAA");
    ASSERT_TRUE(original);
    EXPECT_EQ(count(world, count_boosts, world.account(alice), original->id), 1);
}
void relay_boosts_nothing(FederationWorld& world) {
    EXPECT_EQ(count(world, count_posts_of, world.account("https://relay.example/actor")), 0);
    EXPECT_THAT(content(world, "https://mastodon.example/users/alice/statuses/1"),
                HasSubstr("first post"));
}
void page_of_picardy(FederationWorld& world) {
    auto const page = world.status("https://lemmy.example/post/60");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->account_id, world.account("https://lemmy.example/u/picardy"));
    EXPECT_THAT(page->content, HasSubstr("Cast-on methods"));
    EXPECT_THAT(page->content, HasSubstr("knit.example"));
    EXPECT_EQ(count(world, count_boosts, world.account(knitting), page->id), 1);
}
void comment_of_its_origin(FederationWorld& world) {
    EXPECT_THAT(content(world, "https://beehaw.example/comment/9"), HasSubstr("Steel, always."));
}
void no_boost_by_the_group(FederationWorld& world) {
    EXPECT_EQ(count(world, count_posts_of, world.account(knitting)), 0);
}
void no_boost_by_the_category(FederationWorld& world) {
    EXPECT_EQ(count(world, count_posts_of, world.account("https://nodebb.example/category/3")), 0);
}
void article_of_nora(FederationWorld& world) {
    auto const post = world.status("https://nodebb.example/post/1");
    ASSERT_TRUE(post);
    EXPECT_EQ(post->account_id, world.account("https://nodebb.example/uid/7"));
    EXPECT_EQ(
        count(world, count_boosts, world.account("https://nodebb.example/category/3"), post->id),
        1);
}
void update_through_the_blog(FederationWorld& world) {
    EXPECT_THAT(content(world, wordpress_article), HasSubstr("v2"));
    EXPECT_EQ(count(world, count_posts_of, world.account("https://blog.example/?author=0")), 0);
}
void video_is_boosted(FederationWorld& world) {
    auto const video = world.status("https://peertube.example/videos/watch/v1");
    ASSERT_TRUE(video);
    EXPECT_EQ(video->account_id, world.account("https://peertube.example/accounts/tuber"));
    EXPECT_EQ(
        count(world, count_boosts,
              world.account("https://peertube.example/video-channels/tuber_channel"), video->id),
        1);
}

// --- Likes and reactions ---

void alice_likes(FederationWorld& world) { EXPECT_TRUE(likes(world, alice, 101)); }
void alice_likes_no_more(FederationWorld& world) { EXPECT_FALSE(likes(world, alice, 101)); }
void alice_likes_as_before(FederationWorld& world) {
    EXPECT_TRUE(likes(world, alice, 101));
    EXPECT_EQ(count(world, count_notices_of, world.person("ana").id(), world.account(alice), 6), 1);
}
void theo_likes(FederationWorld& world) {
    EXPECT_TRUE(likes(world, "https://threads.example/ap/users/17841400000000001/", 101));
}
void miku_reacts(FederationWorld& world) {
    EXPECT_THAT(reactions(world, miku, 101), UnorderedElementsAre("🎉"));
}
void miku_reacts_anew(FederationWorld& world) {
    EXPECT_THAT(reactions(world, miku, 101), UnorderedElementsAre("ablobcat@misskey.example"));
}
void miku_likes(FederationWorld& world) {
    EXPECT_TRUE(likes(world, miku, 103));
    EXPECT_THAT(reactions(world, miku, 103), IsEmpty());
}
void miku_reacts_no_more(FederationWorld& world) {
    EXPECT_THAT(reactions(world, miku, 101), IsEmpty());
}
void lea_reacts_twice(FederationWorld& world) {
    EXPECT_THAT(reactions(world, lea, 101), UnorderedElementsAre("🔥"));
    auto body = read_fixture("activities/pleroma-emoji-react.json");
    body.replace(body.find("🔥"), std::string_view("🔥").size(), "🐈");
    body.replace(body.find("/er1"), 4, "/er9");
    EXPECT_EQ(world.deliver({.signer = std::string(lea), .body = body}), 202);
    EXPECT_THAT(reactions(world, lea, 101), UnorderedElementsAre("🔥", "🐈"));
}
void akio_reacts(FederationWorld& world) {
    EXPECT_THAT(reactions(world, akio, 101), UnorderedElementsAre("dinosaur@akkoma.example"));
}
void akio_reacts_no_more(FederationWorld& world) {
    EXPECT_THAT(reactions(world, akio, 101), IsEmpty());
}

// --- Follows ---

void expect_accepted(FederationWorld& world, std::string_view who, std::string_view follow_id) {
    EXPECT_TRUE(follows(world, who, ana));
    auto const accepts = sent_to(world, "", "\"Accept\"");
    ASSERT_THAT(accepts, SizeIs(1));
    EXPECT_THAT(accepts.front(), HasSubstr(std::string(follow_id)));
    EXPECT_THAT(accepts.front(), HasSubstr("\"Follow\""));
}
void mallory_is_let_in(FederationWorld& world) {
    expect_accepted(world, mallory, "https://mastodon.example/5fa7-aa01");
    EXPECT_THAT(sent_to(world, "https://mastodon.example/users/mallory2/inbox", "Accept"),
                SizeIs(1));
}
void alice_hears_again(FederationWorld& world) {
    expect_accepted(world, alice, "https://mastodon.example/5fa7-aa02");
    EXPECT_EQ(count(world, count_notices_of, world.person("ana").id(), world.account(alice), 4), 1);
}
void gina_hears_again(FederationWorld& world) {
    EXPECT_TRUE(follows(world, gina, ana));
    EXPECT_THAT(sent_to(world, "https://gts.example/users/gina/inbox", "\"Accept\""), SizeIs(1));
}
void lea_is_let_in(FederationWorld& world) {
    expect_accepted(world, lea, "https://pleroma.example/activities/fo1");
}
void ghost_is_let_in(FederationWorld& world) {
    EXPECT_THAT(sent_to(world, "https://ghost.example/.ghost/", "\"Accept\""), SizeIs(1));
}
void carol_is_let_in(FederationWorld& world) {
    constexpr auto* carol = "https://bsky.bridge.example/ap/did:plc:abcdefghij234567klmnop2q";
    EXPECT_TRUE(follows(world, carol, ana));
    auto const account = load(world, carol);
    EXPECT_EQ(account.acct(), "carol.bsky.social@bsky.bridge.example");
}
void carol_is_gone(FederationWorld& world) {
    EXPECT_FALSE(
        follows(world, "https://bsky.bridge.example/ap/did:plc:abcdefghij234567klmnop2q", ana));
}
void alice_waits_for_bo(FederationWorld& world) {
    EXPECT_FALSE(follows(world, alice, bo));
    EXPECT_EQ(count(world, count_requests, world.account(alice), world.person("bo").id()), 1);
    EXPECT_THAT(sent_to(world, "", "\"Accept\""), IsEmpty());
}
void mallory_is_gone(FederationWorld& world) { EXPECT_FALSE(follows(world, mallory, ana)); }
void bo_follows_alice(FederationWorld& world) { EXPECT_TRUE(follows(world, bo, alice)); }
void bo_follows_miku(FederationWorld& world) { EXPECT_TRUE(follows(world, bo, miku)); }
void bo_follows_the_group(FederationWorld& world) { EXPECT_TRUE(follows(world, bo, knitting)); }
void bo_follows_mitri(FederationWorld& world) {
    EXPECT_TRUE(follows(world, bo, "https://mitra.example/users/mitri"));
}
void cy_is_parted_from_alice(FederationWorld& world) { EXPECT_FALSE(follows(world, cy, alice)); }
void alice_blocks_ana(FederationWorld& world) {
    EXPECT_FALSE(follows(world, alice, ana) || follows(world, ana, alice));
    EXPECT_EQ(count(world, count_blocks, world.account(alice), world.person("ana").id()), 1);
}
void alice_blocks_no_more(FederationWorld& world) {
    EXPECT_FALSE(follows(world, alice, ana) || follows(world, ana, alice));
    EXPECT_EQ(count(world, count_blocks, world.account(alice), world.person("ana").id()), 0);
}
void modsie_blocks_nobody(FederationWorld& world) {
    EXPECT_EQ(count(world, count_blocks, world.account("https://lemmy.example/u/modsie"),
                    world.person("ana").id()),
              0);
}
void cy_goes_along(FederationWorld& world) {
    constexpr std::string_view old = "https://mastodon.example/users/oldacct",
                               fresh = "https://gts.example/users/newacct";
    EXPECT_FALSE(follows(world, cy, old));
    EXPECT_EQ(count(world, count_requests, world.person("cy").id(), world.account(fresh)), 1);
    EXPECT_THAT(sent_to(world, "https://gts.example/users/newacct/inbox", "\"Follow\""), SizeIs(1));
    auto const account = load(world, old);
    EXPECT_EQ(account.moved_to_id, world.account(fresh));
}

// --- Profiles, pins, reports ---

void expect_report(FederationWorld& world, std::vector<StatusId> const& statuses) {
    auto const reports =
        world.test().read([](db::Tx& tx) { return social::list_reports(tx, false, 10); });
    ASSERT_THAT(reports, SizeIs(1));
    EXPECT_EQ(reports.front().target_id, world.person("ana").id());
    EXPECT_THAT(reports.front().statuses, ::testing::UnorderedElementsAreArray(statuses));
}
void two_posts_are_reported(FederationWorld& world) {
    expect_report(world, {world.own(101), world.own(102)});
}
void one_post_is_reported(FederationWorld& world) { expect_report(world, {world.own(101)}); }
void is_pinned(FederationWorld& world) {
    auto const status = world.status("https://mastodon.example/users/alice/statuses/1");
    ASSERT_TRUE(status);
    EXPECT_EQ(count(world, count_pins, status->id), 1);
}
void is_not_pinned(FederationWorld& world) {
    auto const status = world.status("https://mastodon.example/users/alice/statuses/1");
    ASSERT_TRUE(status);
    EXPECT_EQ(count(world, count_pins, status->id), 0);
}
void alice_has_a_new_name(FederationWorld& world) {
    auto const account = load(world, alice);
    EXPECT_EQ(account.display_name, "Alice 🌱 :blobcat:");
    // The key is as it was: she goes on signing with it.
    EXPECT_EQ(world.deliver_file("mastodon-like"), 202);
    EXPECT_TRUE(likes(world, alice, 101));
}

// --- Polls ---

void tea_is_voted_for(FederationWorld& world) {
    EXPECT_EQ(votes(world, world.own(103)), (std::vector<std::int64_t>{1, 0}));
    expect_gone(world, "https://mastodon.example/users/alice#votes/8");
}
void two_colours_are_voted_for(FederationWorld& world) {
    EXPECT_EQ(votes(world, world.own(104)), (std::vector<std::int64_t>{1, 0, 1}));
    auto const poll =
        world.test().read([&](db::Tx& tx) { return social::find_poll_of(tx, world.own(104)); });
    EXPECT_EQ(poll->voters_count, 1);
}

// --- Quotes ---

void quote_is_allowed(FederationWorld& world) {
    constexpr std::string_view quoting = "https://mastodon.example/users/alice/statuses/213";
    auto const found = quote(world, quoting);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, social::QuoteState::accepted);
    auto const answers = sent_to(world, "https://mastodon.example/users/alice/inbox", "\"Accept\"");
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_THAT(answers.front(),
                HasSubstr("https://mastodon.example/users/alice/quote_requests/3"));
    auto const answer = json::Document::parse(answers.front()).value();
    std::string const stamp(answer.root().get_text("result"));
    ASSERT_TRUE(stamp.starts_with("https://skein.example/"));
    auto const document = world.test().request(
        http::Method::get, stamp.substr(std::string_view("https://skein.example").size()),
        {.headers = {{"Accept", "application/activity+json"}}});
    EXPECT_EQ(document.status, 200);
    EXPECT_THAT(skein::testing::body_of(document), HasSubstr("QuoteAuthorization"));
    EXPECT_THAT(skein::testing::body_of(document), HasSubstr(std::string(quoting)));
}
void quote_is_refused(FederationWorld& world) {
    EXPECT_THAT(sent_to(world, "https://mastodon.example/", "\"Accept\""), IsEmpty());
    auto const answers = sent_to(world, "https://mastodon.example/", "\"Reject\"");
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_THAT(answers.front(),
                HasSubstr("https://mastodon.example/users/alice/quote_requests/4"));
}
void quote_waits(FederationWorld& world) { EXPECT_THAT(world.sent(), IsEmpty()); }
void our_quote_is_allowed(FederationWorld& world) {
    auto const found = quote(world, "https://skein.example/users/cy/statuses/400");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, social::QuoteState::accepted);
    EXPECT_EQ(found->authorization, "https://mastodon.example/users/alice/quote_authorizations/8");
    world.test().clock().advance(std::chrono::minutes(10));
    world.test().drain();
    EXPECT_THAT(sent_to(world, "", "quote_authorizations/8"), Not(IsEmpty()));
}
void quote_is_taken_back(FederationWorld& world) {
    auto const found = quote(world, "https://gts.example/users/gina/statuses/01QUOTE");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, social::QuoteState::revoked);
}

Checks const checks{
    {"mastodon-create-reply-local", reply_is_counted},
    {"mastodon-create-limited", seen_by_the_addressed},
    {"mastodon-update-question-counts", counts_are_taken},
    {"mastodon-update-note", edit_tells_nobody_twice},
    {"mastodon-delete-note", note_is_gone},
    {"mastodon-delete-before-create", late_create_makes_nothing},
    {"mastodon-delete-actor", ghost_is_gone},
    {"mastodon-delete-actor-unknown", nobody_is_asked},
    {"mastodon-announce-remote", boost_of_gina},
    {"mastodon-announce-own-private", boost_of_own_private},
    {"mastodon-undo-announce", boost_is_gone},
    {"mastodon-like", alice_likes},
    {"mastodon-like-duplicate", alice_likes_as_before},
    {"mastodon-undo-like", alice_likes_no_more},
    {"mastodon-follow-open", mallory_is_let_in},
    {"mastodon-follow-again", alice_hears_again},
    {"mastodon-follow-locked", alice_waits_for_bo},
    {"mastodon-undo-follow", mallory_is_gone},
    {"mastodon-accept-follow", bo_follows_alice},
    {"mastodon-reject-established", cy_is_parted_from_alice},
    {"mastodon-block", alice_blocks_ana},
    {"mastodon-undo-block", alice_blocks_no_more},
    {"mastodon-flag", two_posts_are_reported},
    {"mastodon-move", cy_goes_along},
    {"mastodon-add-featured", is_pinned},
    {"mastodon-remove-featured", is_not_pinned},
    {"mastodon-update-actor", alice_has_a_new_name},
    {"mastodon-poll-vote", tea_is_voted_for},
    {"mastodon-quote-request", quote_is_allowed},
    {"mastodon-quote-request-denied", quote_is_refused},
    {"mastodon-quote-request-manual", quote_waits},
    {"mastodon-accept-quote-request", our_quote_is_allowed},
    {"mastodon-delete-stamp", quote_is_taken_back},
    {"gts-create-singles", alt_is_in_summary},
    {"gts-create-policy-reply-manual", policy_is_kept},
    {"gts-delete-no-id", is_gone<gts_singles>},
    {"gts-poll-votes-array", two_colours_are_voted_for},
    {"gts-flag-no-to", one_post_is_reported},
    {"gts-follow-keyid-path", gina_hears_again},
    {"misskey-like-unicode", miku_reacts},
    {"misskey-like-custom", miku_reacts_anew},
    {"misskey-like-heart", miku_likes},
    {"misskey-undo-like", miku_reacts_no_more},
    {"misskey-accept-bare", bo_follows_miku},
    {"misskey-delete-no-audience", is_gone<misskey_quote>},
    {"misskey-flag-text-urls", one_post_is_reported},
    {"pleroma-emoji-react", lea_reacts_twice},
    {"akkoma-emoji-react-custom", akio_reacts},
    {"akkoma-undo-emoji-react", akio_reacts_no_more},
    {"pleroma-chatmessage", is_never_public},
    {"pleroma-delete-object-uri", is_gone<pleroma_note>},
    {"pleroma-follow-state", lea_is_let_in},
    {"lemmy-announce-create-page", page_of_picardy},
    {"lemmy-announce-create-remote-comment", comment_of_its_origin},
    {"lemmy-announce-like", no_boost_by_the_group},
    {"lemmy-announce-dislike", no_boost_by_the_group},
    {"lemmy-announce-delete-by-mod", no_boost_by_the_group},
    {"lemmy-private-message", is_never_public},
    {"lemmy-accept-group-follow", bo_follows_the_group},
    {"lemmy-block-from-community", modsie_blocks_nobody},
    {"lemmy-delete-user-removedata", picardy_is_gone},
    {"peertube-announce-channel", video_is_boosted},
    {"wordpress-announce-update", update_through_the_blog},
    {"mitra-accept-object-uri", bo_follows_mitri},
    {"friendica-delete-tombstone", is_gone<friendica_note>},
    {"nodebb-announce-article", article_of_nora},
    {"nodebb-update-category-topic", no_boost_by_the_category},
    {"relay-mastodon-create", relay_boosts_nothing},
    {"relay-announce", relay_boosts_nothing},
    {"tolerate-same-twice", once_only},
    {"threads-like", theo_likes},
    {"ghost-follow", ghost_is_let_in},
    {"bridgy-follow", carol_is_let_in},
    {"bridgy-undo-follow", carol_is_gone},
    {"wordpress-delete", is_gone<wordpress_article>},
    {"writefreely-update", edited_once},
    {"writefreely-update-second", edited_twice},
    {"writefreely-delete", is_gone<writefreely_article>},
    {"hostile-delete-prefetch-forge", genuine_create_still_works},
};

}  // namespace

Check check_of(std::string_view file) {
    auto const name = file.substr(0, file.find('.'));
    for (auto const* some : {&checks, &hostile_checks()})
        if (auto const found = some->find(name); found != some->end()) return found->second;
    return nullptr;
}

}  // namespace skein::activitypub::vectors
