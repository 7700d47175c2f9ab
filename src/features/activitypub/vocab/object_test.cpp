#include "features/activitypub/vocab/object.h"

#include <gtest/gtest.h>

#include "features/activitypub/vocab/dates.h"

namespace skein::activitypub {
namespace {

using social::MediaKind;
using social::Visibility;
namespace groups = social::policy_groups;

auto const now = *parse_date("2026-03-04T12:00:00Z");

Result<ObjectDocument> read_text(std::string const& text, PolicyOwner const& owner = {}) {
    auto const document = json::Document::parse(text);
    EXPECT_TRUE(document) << text;
    return read_object(document->root(), now, owner);
}

ObjectDocument read(std::string const& type, std::string const& more,
                    PolicyOwner const& owner = {}) {
    auto read =
        read_text(R"({"id":"https://a.example/1","attributedTo":"https://a.example/u","type":")" +
                      type + "\"," + more + "}",
                  owner);
    EXPECT_TRUE(read) << more;
    return read.value_or(ObjectDocument{});
}
ObjectDocument note(std::string const& more) {
    return read("Note", R"("content":"<p>x</p>",)" + more);
}

TEST(Objects, that_are_no_posts_are_refused) {
    for (auto const* text :
         {R"({"type":"Note","content":"x"})", R"({"id":"https://a.example/1","content":"x"})",
          R"({"id":"https://a.example/1","type":"Tombstone"})",
          R"({"id":"https://a.example/1","type":"Person","name":"x"})",
          R"({"id":"https://a.example/1","type":"Collection","name":"x"})",
          R"({"id":"https://a.example/1","type":"CacheFile","expires":"x"})",
          R"({"id":"https://a.example/1","type":"Like","actor":"x","object":"y","content":"z"})",
          R"({"id":"https://a.example/1","type":"Note"})", R"("https://a.example/1")", "[]"})
        EXPECT_FALSE(read_text(text)) << text;
}

TEST(Objects, text_is_html_unless_it_says_otherwise) {
    EXPECT_EQ(read("Note", R"("content":"<p onclick=1>a<br>b</p>")").content, "<p>a<br>b</p>");
    EXPECT_EQ(read("Note", R"("content":"a\nb")").content, "a<br>b");
    EXPECT_EQ(read("Note", R"("content":"<b>1\n\n<3\nx","mediaType":"text/plain")").content,
              "<p>&lt;b&gt;1</p><p>&lt;3<br>x</p>");
    auto const markdown = read("Note", R"("content":"**a** <3","mediaType":"text/markdown")");
    EXPECT_TRUE(markdown.content.contains("<strong>a</strong>"));
    EXPECT_TRUE(markdown.content.contains("&lt;3"));
}

TEST(Objects, other_types_show_title_text_and_link) {
    auto const article = read("Article", R"("name":"A <b> title","summary":"<p>Short</p>",)"
                                         R"("content":"<p>Long</p>","url":"https://a.example/p")");
    EXPECT_TRUE(
        article.content.starts_with("<p><strong>A &lt;b&gt; title</strong></p><p>Long</p>"));
    EXPECT_TRUE(article.content.contains("<a href=\"https://a.example/p\""));
    EXPECT_EQ(article.warning, "");
    EXPECT_FALSE(article.sensitive);
    auto const page = read("Page", R"("name":"Look","attachment":[{"type":"Link",)"
                                   R"("href":"https://knit.example/"}])");
    EXPECT_TRUE(page.content.contains("<strong>Look</strong>"));
    EXPECT_TRUE(page.content.contains("href=\"https://knit.example/\""));
    EXPECT_TRUE(page.content.contains("href=\"https://a.example/1\""));
    auto const event = read("Event", R"("name":"Dance","startTime":"2026-12-11T19:00:00+01:00",)"
                                     R"("location":{"type":"Place","name":"Hall"})");
    EXPECT_TRUE(event.content.contains("2026-12-11 18:00 UTC · Hall"));
    auto const strange = read("Recipe", R"("name":"Soup","content":"<p>Boil.</p>")");
    EXPECT_TRUE(strange.content.contains("<strong>Soup</strong></p><p>Boil.</p>"));
}

TEST(Objects, a_title_that_the_text_repeats_stands_once) {
    auto const once =
        read("Article", R"("name":"On walking","content":"<h1>On Walking</h1><p>x</p>")");
    EXPECT_EQ(once.content.find("alking"), once.content.rfind("alking"));
    auto const titled = read("Note", R"("name":"Topic","content":"<p>x</p>")");
    EXPECT_EQ(titled.content, "<p><strong>Topic</strong></p><p>x</p>");
}

TEST(Objects, a_long_article_shows_what_it_is_about) {
    auto const body = "\"content\":\"<p>" + std::string(40'000, 'x') + "</p>\"";
    EXPECT_TRUE(read("Article", R"("summary":"In short",)" + body).content.contains("In short"));
    EXPECT_TRUE(read("Article", R"("preview":{"type":"Note","content":"Preview"},)" + body)
                    .content.contains("Preview"));
    EXPECT_LT(read("Article", body).content.size(), 5000U);
    EXPECT_GT(read("Note", body).content.size(), 40'000U);
}

TEST(Objects, a_warning_is_text_and_makes_sensitive) {
    EXPECT_EQ(note(R"("summary":"<b>sp</b>oil &amp; <img src=x>\nx")").warning, "spoil & x");
    EXPECT_TRUE(note(R"("summary":"x")").sensitive);
    EXPECT_EQ(note(R"("summary":"\u200b")").warning, "\u200b");
    for (auto const* none : {R"("summary":"")", R"("summary":null)", R"("summary":"<p></p>")"}) {
        EXPECT_EQ(note(none).warning, "");
        EXPECT_FALSE(note(none).sensitive);
    }
    EXPECT_EQ(read("Review", R"("name":"B","content":"x","summary":"Spoilers!")").warning,
              "Spoilers!");
    EXPECT_EQ(read("Article", R"("content":"x","summary":"Gore","sensitive":true)").warning,
              "Gore");
}

TEST(Objects, the_language_is_that_of_the_same_text) {
    EXPECT_EQ(note(R"("contentMap":{"und":"<p>x</p>","de":"<p>x</p>"})").language, "de");
    EXPECT_EQ(note(R"("contentMap":{"de":"<p>y</p>"})").language, "");
    EXPECT_EQ(note(R"("contentMap":{"<script>":"<p>x</p>"})").language, "");
    EXPECT_EQ(note(R"("language":{"identifier":"nl","name":"Dutch"})").language, "nl");
    auto const only = read("Note", R"("contentMap":{"@none":"z","fr":"<p>oui</p>"})");
    EXPECT_EQ(only.content, "<p>oui</p>");
    EXPECT_EQ(only.language, "fr");
}

TEST(Objects, a_vote_is_a_name_without_text_that_answers) {
    auto const* const reply = R"("inReplyTo":"https://b.example/1",)";
    EXPECT_EQ(read("Note", std::string(reply) + R"("name":"tea")").vote, "tea");
    EXPECT_EQ(read("Note", std::string(reply) + R"("name":"tea","content":"")").vote, "tea");
    EXPECT_EQ(read("Note", std::string(reply) + R"("name":"tea","content":"<p>x</p>")").vote, "");
    EXPECT_EQ(read("Note", R"("name":"tea")").vote, "");
}

TEST(Objects, times_stay_within_what_can_be) {
    EXPECT_EQ(note(R"("published":"2030-01-01T00:00:00Z")").published, now);
    EXPECT_FALSE(note(R"("published":"soon")").published);
    EXPECT_FALSE(
        note(R"("published":"2026-01-01T00:00:00Z","updated":"2026-01-01T00:00:00.4Z")").updated);
    EXPECT_TRUE(
        note(R"("published":"2026-01-01T00:00:00Z","updated":"2026-01-01T00:01:00Z")").updated);
}

TEST(Objects, a_page_of_another_host_is_not_shown_as_its_own) {
    EXPECT_EQ(note(R"("url":"https://www.a.example/1")").url, "https://www.a.example/1");
    for (auto const* url : {R"("https://mastodon.example/@alice/1")", R"("javascript:x")", "{}",
                            R"("https://a.example.evil.example/")", R"("https://example/")"})
        EXPECT_EQ(note("\"url\":" + std::string(url)).url, "") << url;
    EXPECT_EQ(note(R"("replies":"https://b.example/r","likes":{"id":"https://a.example/l",)"
                   R"("totalItems":-4})")
                  .replies,
              "");
}

TEST(Attachments, are_read_in_many_forms_and_kept_in_order) {
    auto const post = note(
        R"("attachment":[null,"https://a.example/x.jpg",{"type":"Image"},)"
        R"({"type":"Document","url":[{"type":"Link","href":"https://a.example/y","mediaType":"image/webp"}]},)"
        R"({"type":"Document","url":"https://a.example/z.mp4","summary":"alt","blurhash":null,)"
        R"("focalPoint":[0.5,-2],"width":10,"height":-1},)"
        R"({"type":"Audio","url":"https://127.0.0.1/x.mp3"},)"
        R"({"type":"Image","mediaType":"image/svg+xml","url":"https://a.example/v.svg"},)"
        R"({"type":"Image","url":"https://a.example/w.png?a=1&#038;b=2","name":"\"><script>",)"
        R"("focalPoint":[-0.5,0.25],"blurhash":"LIIE|gRj00WB-;j[t7j[4nWBj[Rj"}])");
    ASSERT_EQ(post.attachments.size(), 4U);
    EXPECT_EQ(post.attachments[0].kind, MediaKind::image);
    EXPECT_EQ(post.attachments[1].kind, MediaKind::video);
    EXPECT_EQ(post.attachments[1].description, "alt");
    EXPECT_FALSE(post.attachments[1].focus_x);
    EXPECT_EQ(post.attachments[1].width, 10);
    EXPECT_EQ(post.attachments[2].kind, MediaKind::unknown);
    EXPECT_EQ(post.attachments[3].url, "https://a.example/w.png?a=1&b=2");
    EXPECT_EQ(post.attachments[3].description, "\"><script>");
    EXPECT_EQ(post.attachments[3].focus_y, 0.25);
    EXPECT_EQ(post.attachments[3].blurhash.size(), 28U);
    EXPECT_EQ(note(R"("attachment":{"type":"Image","url":"https://a.example/x.png",)"
                   R"("blurhash":"<script>alert"})")
                  .attachments.at(0)
                  .blurhash,
              "");
    EXPECT_TRUE(
        note(R"("attachment":{"type":"Image","url":"https://a.example/x","sensitive":true})")
            .sensitive);
}

TEST(Attachments, of_types_that_are_files_themselves) {
    auto const video =
        read("Video",
             R"("name":"V","icon":[{"type":"Image","url":"https://a.example/s.jpg","width":100},)"
             R"({"type":"Image","url":"https://a.example/l.jpg","width":800}],"url":[)"
             R"({"type":"Link","mediaType":"text/html","href":"https://a.example/w"},)"
             R"({"type":"Link","mediaType":"video/mp4","href":"https://a.example/v.mp4"}])");
    EXPECT_EQ(video.url, "https://a.example/w");
    ASSERT_EQ(video.attachments.size(), 1U);
    EXPECT_EQ(video.attachments[0].url, "https://a.example/l.jpg");
    auto const audio = read("Audio", R"("name":"A","url":[{"type":"Link","mediaType":"audio/mpeg",)"
                                     R"("href":"https://a.example/a.mp3"}])");
    EXPECT_EQ(audio.attachments.at(0).kind, MediaKind::audio);
    EXPECT_EQ(audio.url, "");
}

TEST(Tags, are_taken_or_dropped_one_by_one) {
    auto const post = note(
        R"("tag":["x",null,{"type":"Edition","name":"x"},)"
        R"({"type":"Mention","href":"https://b.example/u"},{"type":"Mention","href":"https://b.example/u"},)"
        R"({"type":"Mention","name":"@x"},{"type":"Mention","href":"javascript:x"},)"
        R"({"type":"Hashtag","name":"#One"},{"type":"Hashtag","name":"one"},)"
        R"({"type":"Hashtag","name":"＃ｔｗｏ"},{"type":"Hashtag","name":"#a b"},)"
        R"({"type":"Hashtag","name":"#<b>"},{"type":"Hashtag","name":"#123"},{"type":"Hashtag"},)"
        R"({"type":"Emoji","id":null,"name":":cat:","icon":{"url":"https://c.example/c.png"}},)"
        R"({"type":"Emoji","name":"dog","icon":"https://c.example/d.png"},)"
        R"({"type":"Emoji","name":":b-d:","icon":{"url":"https://c.example/c.png"}},)"
        R"({"type":"Emoji","name":":x:","icon":{"url":"https://[::1]/c.png"}}])");
    ASSERT_EQ(post.mentions.size(), 1U);
    EXPECT_EQ(post.hashtags, (std::vector<std::string>{"One", "ｔｗｏ"}));
    ASSERT_EQ(post.emojis.size(), 2U);
    EXPECT_EQ(post.emojis[1].shortcode, "dog");
}

TEST(Audiences, decide_visibility_and_in_doubt_the_narrowest) {
    auto const visibility = [](std::string const& members, std::string const& followers,
                               std::string const& mention = "") {
        auto const tag =
            mention.empty() ? "" : R"(,"tag":{"type":"Mention","href":")" + mention + "\"}";
        auto const post = note(members + tag);
        return visibility_of(post.audience, followers, post.mentions);
    };
    std::string const f = "https://a.example/f", b = "https://b.example/u";
    EXPECT_EQ(visibility(R"("to":"as:Public")", f), Visibility::public_);
    EXPECT_EQ(visibility(R"("to":["https://a.example/f"],"cc":[{"id":"Public"}])", f),
              Visibility::unlisted);
    EXPECT_EQ(visibility(R"("to":"https://a.example/f")", f), Visibility::private_);
    EXPECT_EQ(visibility(R"("cc":["https://b.example/u","https://a.example/f"])", f, b),
              Visibility::private_);
    EXPECT_EQ(visibility(R"("to":"https://b.example/u")", f, b), Visibility::direct);
    EXPECT_EQ(visibility(R"("to":"https://b.example/u")", f), Visibility::limited);
    EXPECT_EQ(visibility(R"("to":["https://b.example/u","https://c.example/u"])", f, b),
              Visibility::limited);
    EXPECT_EQ(visibility(R"("to":"https://b.example/followers")", f), Visibility::limited);
    EXPECT_EQ(visibility(R"("to":"https://a.example/f")", ""), Visibility::limited);
    EXPECT_EQ(visibility(R"("bto":"as:Public","bcc":"as:Public","audience":"as:Public")", f),
              Visibility::direct);
}

TEST(Audiences, a_chat_message_is_never_public) {
    for (auto const* to :
         {R"("to":["as:Public","https://b.example/u"])", R"("cc":"as:Public")", R"("to":[])"}) {
        auto const chat = read("ChatMessage", std::string(R"("content":"x",)") + to);
        EXPECT_FALSE(chat.audience.empty());
        EXPECT_GE(visibility_of(chat.audience, "", chat.mentions), Visibility::limited) << to;
    }
}

TEST(PollReading, are_read_with_their_counts) {
    auto const poll =
        read("Question", R"("content":"?","anyOf":[{"type":"Note","name":"<b>","replies":)"
                         R"({"totalItems":3}},{"name":""},{"name":"b","_misskey_votes":2}],)"
                         R"("endTime":"2027-01-01T00:00:00Z","closed":true)")
            .poll;
    ASSERT_TRUE(poll);
    EXPECT_TRUE(poll->multiple);
    EXPECT_EQ(poll->options, (std::vector<social::PollOption>{{"<b>", 3}, {"b", 2}}));
    EXPECT_EQ(poll->expires_at, parse_date("2027-01-01"));
    EXPECT_EQ(poll->closed_at, now);
    EXPECT_FALSE(poll->voters_count);
    EXPECT_FALSE(read("Question", R"("content":"?","oneOf":[])").poll);
    EXPECT_FALSE(note(R"("oneOf":[{"name":"a"}])").poll);
    std::string many = R"("content":"?","oneOf":[{"name":"a"})";
    for (int i = 0; i < 100; ++i) many += fmt::format(R"(,{{"name":"{}"}})", i);
    EXPECT_EQ(read("Question", many + "]").poll->options.size(), poll_options_max);
}

TEST(Policies, say_who_may_at_once_and_who_must_ask) {
    PolicyOwner const owner{"https://a.example/f", "https://a.example/g"};
    auto const policy = read("Note",
                             R"("content":"x","interactionPolicy":{"canReply":{)"
                             R"("automaticApproval":["https://a.example/u","https://a.example/f"],)"
                             R"("manualApproval":"as:Public"},"canAnnounce":{"always":)"
                             R"("https://a.example/u"},"canQuote":{"automaticApproval":)"
                             R"(["https://a.example/g","https://b.example/u"]}})",
                             owner)
                            .policy;
    ASSERT_TRUE(policy);
    EXPECT_EQ(policy->reply.automatic, groups::followers | groups::mentioned);
    EXPECT_EQ(policy->reply.manual, groups::everyone);
    EXPECT_EQ(policy->boost, (social::ActionPolicy{0, 0}));
    EXPECT_EQ(policy->quote, (social::ActionPolicy{groups::following | groups::others, 0}));
    EXPECT_EQ(policy->favourite, social::InteractionPolicy{}.favourite);
    EXPECT_FALSE(note(R"("interactionPolicy":null)").policy);
}

TEST(Quotes, are_known_in_new_and_in_older_forms) {
    auto const fresh = note(R"("quote":"https://b.example/1","quoteUrl":"https://c.example/1",)"
                            R"("quoteAuthorization":"https://b.example/s")");
    EXPECT_EQ(fresh.quote->str(), "https://b.example/1");
    EXPECT_FALSE(fresh.quote_is_legacy);
    EXPECT_TRUE(fresh.quote_authorization);
    for (
        auto const* old :
        {R"("quoteUrl":"https://b.example/1")", R"("quoteUri":"https://b.example/1")",
         R"("_misskey_quote":"https://b.example/1","quote":null)",
         R"("tag":[{"type":"Link","rel":"https://misskey-hub.net/ns#_misskey_quote","href":"https://b.example/1"}])"}) {
        auto const post = note(std::string(old) + R"(,"quoteAuthorization":"https://b.example/s")");
        ASSERT_TRUE(post.quote) << old;
        EXPECT_TRUE(post.quote_is_legacy);
        EXPECT_FALSE(post.quote_authorization);
    }
    EXPECT_FALSE(note(R"("quote":"https://a.example/1")").quote) << "itself";
    EXPECT_FALSE(note(R"("tag":[{"type":"Link","href":"https://b.example/1"}])").quote);
}

TEST(Quotes, the_line_that_stands_for_one_can_be_taken_out) {
    auto const without = [](std::string_view html) {
        return without_quote_line(html, "https://b.example/1");
    };
    EXPECT_EQ(
        without("<p class=\"quote-inline\">RE: <a href=\"https://b.example/1\">1</a></p><p>a</p>"),
        "<p>a</p>");
    EXPECT_EQ(without("<p>a<span class=\"quote-inline\"><br><br>RE: <span>x</span></span>"
                      "<a href=\"https://b.example/1\" rel=\"x\">1</a></p>"),
              "<p>a</p>");
    EXPECT_EQ(
        without(
            "<p>a<span class=\"quote-inline\">RE: </span><a href=\"https://c.example/\">c</a></p>"),
        "<p>a<a href=\"https://c.example/\">c</a></p>");
    for (auto const* kept : {"", "<p>class=\"quote-inline\" is text</p>", "<p>a</p>",
                             "<a class=\"quote-inline\" href=\"https://x.example/\">x</a>"})
        EXPECT_EQ(without(kept), kept);
    EXPECT_EQ(without("<p class=\"quote-inline"), "");
}

}  // namespace
}  // namespace skein::activitypub
