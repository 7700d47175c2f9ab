// What a hostile row of index.tsv says in words, checked by hand.

#include "features/activitypub/vectors_checks_test.h"

namespace skein::activitypub::vectors {
namespace {

std::string evil_content(FederationWorld& world, std::string_view object) {
    return content(world, object);
}
void text_of_alice_is_her_own(FederationWorld& world) {
    EXPECT_THAT(evil_content(world, "https://mastodon.example/users/alice/statuses/1"),
                HasSubstr("first post"));
}
void audience_stays_narrow(FederationWorld& world) {
    auto const status = world.status("https://mastodon.example/users/alice/statuses/203");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->visibility, Visibility::private_);
}
void nobody_is_named_so(FederationWorld& world) {
    for (auto const* name : {"name-rtl", "name-slash", "name-at", "name-empty", "name-long"})
        EXPECT_FALSE(world.account(fmt::format("https://evil.example/users/{}", name))) << name;
}
void nobody_takes_the_name_of_alice(FederationWorld& world) {
    auto const spoofer = world.account("https://evil.example/users/wfspoof");
    if (!spoofer) return;
    auto const account =
        world.test().read([&](db::Tx& tx) { return social::load_account(tx, spoofer); });
    EXPECT_EQ(account.domain, "evil.example");
}
void only_what_is_public_is_known_of_eve(FederationWorld& world) {
    EXPECT_THAT(world.fingerprint(), Not(HasSubstr("169.254.169.254")));
    EXPECT_THAT(world.fingerprint(), Not(HasSubstr("10.0.0.1")));
    EXPECT_THAT(world.fingerprint(), Not(HasSubstr("localhost")));
}
void followers_of_alice_stay_hers(FederationWorld& world) {
    EXPECT_THAT(world.fingerprint(),
                Not(HasSubstr("inbox https://evil.example/users/eve "
                              "https://evil.example/users/eve/inbox https://evil.example/inbox "
                              "https://mastodon.example/users/alice/followers")));
}

struct Post {
    social::Status status;
    std::vector<social::Media> media;
};
/// What eve's activity made: her only post.
std::optional<Post> post_of_eve(FederationWorld& world) {
    auto const author = world.account(eve);
    static db::Query<StatusId> const find{
        "test.find_post_of", "SELECT id FROM statuses WHERE account_id = $1 ORDER BY id DESC"};
    return world.test().read([&](db::Tx& tx) -> Result<std::optional<Post>> {
        TRY(auto const id, tx.find(find, author));
        if (!id) return std::nullopt;
        TRY(auto const status, social::load_status(tx, *id));
        TRY(auto const media, social::list_media_of(tx, std::span(&*id, 1)));
        return Post{status, media};
    });
}
void html_is_harmless(FederationWorld& world) {
    auto const post = post_of_eve(world);
    ASSERT_TRUE(post);
    for (auto const* bad : {"<script", "<img", "<svg", "<iframe", "<style", "<math", "onerror",
                            "onclick", "javascript:", "style=", "<form", "<input"})
        EXPECT_THAT(post->status.content, Not(HasSubstr(bad)));
}
void link_is_kept(FederationWorld& world) {
    html_is_harmless(world);
    EXPECT_THAT(post_of_eve(world)->status.content, HasSubstr("ok.example"));
    EXPECT_THAT(post_of_eve(world)->status.content, HasSubstr("nofollow"));
}
void language_is_unknown(FederationWorld& world) {
    html_is_harmless(world);
    EXPECT_EQ(post_of_eve(world)->status.language, "");
}
void page_is_its_own(FederationWorld& world) {
    auto const post = post_of_eve(world);
    ASSERT_TRUE(post);
    EXPECT_TRUE(post->status.url.value_or("").starts_with("https://evil.example/"))
        << post->status.url.value_or("");
}
void attachments_are_few(FederationWorld& world) {
    auto const post = post_of_eve(world);
    ASSERT_TRUE(post);
    EXPECT_LE(post->media.size(), 16u);
    for (auto const& address : world.asked())
        EXPECT_FALSE(address.contains("169.254") || address.contains("localhost"));
}
void mentions_are_few(FederationWorld& world) {
    EXPECT_LE(world.asked().size(), 10u);
    if (auto const post = post_of_eve(world))
        EXPECT_LE(count(world, count_all_mentions, post->status.id), 50);
}
void hashtags_are_few(FederationWorld& world) {
    if (auto const post = post_of_eve(world))
        EXPECT_LE(count(world, count_tags, post->status.id), 100);
}
void emoji_of_others_stay_theirs(FederationWorld& world) {
    auto const names = world.test().read(
        [](db::Tx& tx) { return tx.list(list_emoji_of, std::string("mastodon.example")); });
    EXPECT_THAT(names, IsEmpty());
}
void bad_emoji_are_dropped(FederationWorld& world) {
    auto const names = world.test().read(
        [](db::Tx& tx) { return tx.list(list_emoji_of, std::string("evil.example")); });
    EXPECT_THAT(names, IsEmpty());
}
void reply_stands_alone(FederationWorld& world) {
    auto const post = post_of_eve(world);
    if (!post) return;
    EXPECT_FALSE(post->status.in_reply_to_id);
    EXPECT_EQ(count(world, count_public, post->status.id), 0) << "it is an answer nonetheless";
}
void followers_of_alice_do_not_see_it(FederationWorld& world) {
    if (auto const post = post_of_eve(world))
        EXPECT_EQ(count(world, count_all_mentions, post->status.id), 0);
}
void is_eves_own(FederationWorld& world) {
    EXPECT_EQ(count(world, count_posts_of, world.account(alice)), 1) << "only the first post";
}
void text_has_no_controls(FederationWorld& world) {
    auto const post = post_of_eve(world);
    if (!post) return;
    for (char const c : post->status.content)
        EXPECT_FALSE(c >= 0 && c < 0x20 && c != '\n' && c != '\t');
}

Checks const checks{
    {"hostile-no-attribution", is_eves_own},
    {"hostile-update-widen-audience", audience_stays_narrow},
    {"hostile-announce-forged-inline", text_of_alice_is_her_own},
    {"hostile-reply-to-unseen-private", reply_stands_alone},
    {"hostile-html-xss", link_is_kept},
    {"hostile-html-in-plain-fields", html_is_harmless},
    {"hostile-contentmap-xss", language_is_unknown},
    {"hostile-url-javascript", page_is_its_own},
    {"hostile-url-phishing-host", page_is_its_own},
    {"hostile-attachment-ssrf", attachments_are_few},
    {"hostile-attachment-svg-html", attachments_are_few},
    {"hostile-attachment-flood", attachments_are_few},
    {"hostile-mention-flood", mentions_are_few},
    {"hostile-hashtag-flood", hashtags_are_few},
    {"hostile-emoji-foreign-id", emoji_of_others_stay_theirs},
    {"hostile-emoji-bad", bad_emoji_are_dropped},
    {"hostile-bidi-and-control", text_has_no_controls},
    {"hostile-actor-name-rtl", nobody_is_named_so},
    {"hostile-actor-name-slash", nobody_is_named_so},
    {"hostile-actor-name-at", nobody_is_named_so},
    {"hostile-actor-name-empty", nobody_is_named_so},
    {"hostile-actor-name-long", nobody_is_named_so},
    {"hostile-actor-webfinger-spoof", nobody_takes_the_name_of_alice},
    {"hostile-actor-inbox-internal", only_what_is_public_is_known_of_eve},
    {"hostile-actor-followers-foreign", followers_of_alice_stay_hers},
    {"hostile-address-foreign-followers", followers_of_alice_do_not_see_it},
    {"hostile-ld-context-redefine", is_eves_own},
};

}  // namespace

Checks const& hostile_checks() { return checks; }

}  // namespace skein::activitypub::vectors
