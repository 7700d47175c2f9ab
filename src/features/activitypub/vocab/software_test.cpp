// What is peculiar to one program or another, by hand.

#include <gtest/gtest.h>

#include <fstream>

#include "features/activitypub/vocab/dates.h"
#include "features/activitypub/vocab/object.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

namespace groups = social::policy_groups;

auto const now = *parse_date("2026-03-04T12:00:00Z");

/// The innermost object of an activity.
ObjectDocument post_of(std::string const& file, PolicyOwner const& owner = {}) {
    std::ifstream in(std::string(SKEIN_SOURCE_DIR "/tests/fixtures/federation/activities/") + file +
                     ".json");
    auto const text = std::string(std::istreambuf_iterator<char>(in), {});
    auto const document = json::Document::parse(text);
    EXPECT_TRUE(document) << file;
    auto object = document->root();
    while (auto const inner = first_of(object, "object")) object = *inner;
    auto post = read_object(object, now, owner);
    EXPECT_TRUE(post) << file << " " << post.error().detail;
    return post.value_or(ObjectDocument{});
}

TEST(Software, PeerTube_sends_markdown_authors_and_thumbnails) {
    auto const video = post_of("peertube-create-video");
    EXPECT_TRUE(video.content.starts_with("<p><strong>Soldering 101</strong></p>"));
    EXPECT_TRUE(video.content.contains("Learn <strong>soldering</strong>."));
    EXPECT_TRUE(video.content.contains("href=\"https://peertube.example/videos/watch/v1\""));
    EXPECT_EQ(video.attributed_to.size(), 2U);
    EXPECT_EQ(video.attachments.at(0).url, "https://peertube.example/t.jpg");
    auto const comment = post_of("peertube-comment");
    EXPECT_TRUE(comment.content.contains("&lt;3")) << comment.content;
    EXPECT_FALSE(comment.updated);
}

TEST(Software, Lemmy_sends_pages_that_lead_elsewhere) {
    auto const page = post_of("lemmy-announce-create-page");
    EXPECT_TRUE(page.content.contains("<strong>Cast-on methods</strong>"));
    EXPECT_TRUE(page.content.contains("long-tail?"));
    EXPECT_TRUE(page.content.contains("href=\"https://knit.example/caston\""));
    EXPECT_EQ(page.language, "en");
    EXPECT_EQ(page.attachments.at(0).url, "https://lemmy.example/pictrs/image/t.webp");
    auto const message = post_of("lemmy-private-message");
    EXPECT_EQ(visibility_of(message.audience, "", message.mentions), social::Visibility::direct);
}

TEST(Software, WordPress_escapes_addresses_and_sends_excerpts) {
    auto const article = post_of("wordpress-article");
    EXPECT_EQ(article.id.str(), "https://blog.example/?p=27");
    EXPECT_EQ(article.warning, "");
    EXPECT_EQ(article.url, "https://blog.example/2026/03/epic-print/");
    EXPECT_EQ(article.attachments.at(0).url, "https://i0.wp.example/x.png?fit=980%2C980&ssl=1");
    EXPECT_EQ(article.attachments.size(), 1U);
    EXPECT_EQ(article.policy->quote.automatic, groups::everyone);
    EXPECT_EQ(article.language, "en");
}

TEST(Software, articles_are_read_whole_with_their_titles) {
    auto const walk = post_of("writefreely-article");
    EXPECT_TRUE(walk.content.starts_with("<p><strong>On walking</strong></p><p>Step after step."));
    EXPECT_TRUE(walk.content.contains("href=\"https://writefreely.example/wren/on-walking\""));
    auto const issue = post_of("ghost-article");
    EXPECT_TRUE(issue.content.starts_with("<p><strong>Issue 12</strong></p><p>Body</p>"));
    EXPECT_EQ(issue.attachments.at(0).url, "https://ghost.example/c.jpg");
    auto const event = post_of("mobilizon-event");
    EXPECT_TRUE(event.content.contains("2026-12-11 19:00 UTC – 2026-12-11 21:00 UTC · Hall"));
    EXPECT_TRUE(event.content.contains("href=\"https://hall.example/\""));
    auto const review = post_of("bookwyrm-review");
    EXPECT_EQ(review.warning, "Spoilers!");
    EXPECT_TRUE(review.content.contains("<strong>A cracking read</strong></p><p>Enjoyable.</p>"));
}

TEST(Software, Misskey_marks_quotes_and_empty_warnings) {
    auto const quote = post_of("misskey-create-quote");
    EXPECT_EQ(without_quote_line(quote.content, quote.quote->str()), "<p><span>nya</span></p>");
    EXPECT_TRUE(quote.mentions.empty());
    EXPECT_TRUE(quote.hashtags.empty());
    EXPECT_EQ(post_of("misskey-create-empty-cw").warning, "\u200b");
    EXPECT_TRUE(post_of("misskey-create-empty-cw").sensitive);
    EXPECT_TRUE(post_of("misskey-create-file-only").sensitive);
    EXPECT_EQ(post_of("misskey-create-file-only").content, "");
    EXPECT_FALSE(post_of("misskey-create-mfm").content.contains("$["));
}

TEST(Software, GoToSocial_says_who_may_do_what) {
    PolicyOwner const gina{"https://gts.example/users/gina/followers",
                           "https://gts.example/users/gina/following"};
    auto const policy = post_of("gts-create-policy-reply-manual", gina).policy;
    ASSERT_TRUE(policy);
    EXPECT_EQ(policy->reply.automatic, groups::followers | groups::mentioned);
    EXPECT_EQ(policy->reply.manual, groups::everyone);
    EXPECT_EQ(policy->boost, (social::ActionPolicy{0, 0}));
    EXPECT_EQ(policy->favourite.automatic, groups::everyone);
    EXPECT_EQ(policy->quote, (social::ActionPolicy{0, 0}));
    auto const quote = post_of("gts-create-quote-with-stamp");
    EXPECT_FALSE(quote.quote_is_legacy);
    EXPECT_TRUE(quote.quote_authorization);
}

TEST(Software, ids_survive_as_they_are) {
    EXPECT_TRUE(post_of("bridgy-create").id.str().find("://", 10) != std::string::npos);
    EXPECT_EQ(post_of("bridgy-create").url, "");
    EXPECT_TRUE(post_of("threads-create").id.str().ends_with("/"));
    EXPECT_TRUE(post_of("threads-create").published);
    EXPECT_TRUE(post_of("mitra-create-proof").published);
    EXPECT_TRUE(post_of("wordpress-comment-reply").id.str().contains("?c="));
}

TEST(Software, that_means_harm_gets_nothing_through) {
    auto const html = post_of("hostile-html-xss").content;
    for (auto const* bad : {"<script", "<img", "<svg", "<iframe", "<style", "<math", " on",
                            "javascript:", "style=", "evil-class"})
        EXPECT_FALSE(html.contains(bad)) << bad << " in " << html;
    EXPECT_TRUE(html.contains("ok.example"));
    EXPECT_EQ(post_of("hostile-url-javascript").url, "");
    EXPECT_EQ(post_of("hostile-url-phishing-host").url, "");
    EXPECT_EQ(post_of("hostile-html-in-plain-fields").warning, "cw");
    EXPECT_FALSE(post_of("hostile-html-in-plain-fields").content.contains("<script"));
    EXPECT_TRUE(post_of("hostile-html-in-plain-fields").hashtags.empty());
    EXPECT_TRUE(post_of("hostile-emoji-bad").emojis.empty());
    EXPECT_LE(post_of("hostile-attachment-flood").attachments.size(), attachments_max);
    EXPECT_LE(post_of("hostile-mention-flood").mentions.size(), mention_tags_max);
    for (auto const& file : post_of("hostile-attachment-ssrf").attachments)
        EXPECT_FALSE(Url::parse(file.url)->host().is_ip()) << file.url;
    for (auto const& file : post_of("hostile-attachment-svg-html").attachments)
        EXPECT_FALSE(file.url.ends_with(".svg") && file.kind != social::MediaKind::unknown);
    EXPECT_EQ(post_of("hostile-contentmap-xss").language, "");
}

}  // namespace
}  // namespace skein::activitypub
