#include <gtest/gtest.h>

#include <regex>

#include "base/json.h"
#include "features/public_pages/feature.h"
#include "social/relations.h"
#include "social/views/decorator.h"
#include "social/views/views.h"
#include "testing/test_server.h"

namespace skein::public_pages {
namespace {

using social::Visibility;
using testing::body_of;
using testing::Person;
using testing::TestServer;

/// Says that posts with the word "linked" link to a page.
void install_cards(Server& server) {
    server.part<social::Decorators>().statuses.push_back(
        {.field = "card",
         .fallback = "null",
         .render = [](db::Tx& tx, AccountId,
                      std::span<StatusId const> ids) -> Result<std::vector<std::string>> {
             TRY(auto const statuses, social::list_statuses(tx, ids));
             std::vector<std::string> texts(ids.size());
             for (auto const& status : statuses)
                 if (status.content.contains("linked"))
                     texts[static_cast<std::size_t>(std::ranges::find(ids, status.id) -
                                                    ids.begin())] =
                         R"({"url":"https://news.example/a?b=1&c=2","title":"News <b>",)"
                         R"("description":"","provider_name":"","image":null,"author":)" +
                         std::string("null}");
             return texts;
         }});
}

class PublicPages : public ::testing::Test {
  protected:
    http::Response open(std::string_view path, std::string cookie = {}) {
        return server.request(http::Method::get, path,
                              {.cookie = std::move(cookie), .headers = {{"Accept", "text/html"}}});
    }
    std::string text(std::string_view path, std::string cookie = {}) {
        auto const response = open(path, std::move(cookie));
        EXPECT_EQ(response.status, 200) << path;
        return body_of(response);
    }
    static std::string path_of(Person const& author, social::Status const& post) {
        return fmt::format("/@{}/{}", author.account.username, post.id.value);
    }
    social::Status quote(Person const& author, std::string_view words, StatusId quoted,
                         Visibility visibility = Visibility::public_) {
        return server.write([&](db::Tx& tx) {
            social::StatusDraft draft;
            draft.author = author.id();
            draft.content = fmt::format("<p>{}</p>", words);
            draft.visibility = visibility;
            draft.quote = social::QuoteDraft{.quoted = quoted};
            return social::publish_status(tx, draft);
        });
    }
    void change(Person const& who, std::function<void(social::Account&)> const& with) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, who.id()));
            with(account);
            return social::update_account(tx, account);
        });
    }
    void add_emoji(std::string shortcode) {
        server.write([&](db::Tx& tx) {
            social::Emoji emoji;
            emoji.shortcode = std::move(shortcode);
            emoji.file_key = "abc.png";
            return social::put_emoji(tx, emoji);
        });
    }

    TestServer server{{.features = {{"public_pages", install}, {"cards", install_cards}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
};

TEST_F(PublicPages, show_what_a_post_quotes_to_those_who_may_see_it) {
    auto const open_post = server.post(ann, "Said to all");
    auto const shown = text(path_of(bob, quote(bob, "Look", open_post.id)));
    EXPECT_TRUE(shown.contains("Said to all"));
    EXPECT_TRUE(shown.contains("u-quotation-of"));
    auto const own = server.post(bob, "Only for some", Visibility::private_);
    auto const narrow = quote(bob, "My own", own.id);
    EXPECT_EQ(open(path_of(bob, narrow)).status, 404) << "a quote of a private post is private";
}

TEST_F(PublicPages, a_quoted_post_that_was_deleted_is_said_to_be_gone) {
    auto const quoted = server.post(ann, "Soon gone");
    auto const quoting = quote(bob, "Look", quoted.id);
    server.write([&](db::Tx& tx) { return social::remove_status(tx, quoted, true); });
    auto const shown = text(path_of(bob, quoting));
    EXPECT_FALSE(shown.contains("Soon gone"));
    EXPECT_TRUE(shown.contains("quoted-post--gone"));
}

TEST_F(PublicPages, a_quoted_post_is_hidden_from_whom_its_author_blocks) {
    auto const quoted = server.post(ann, "Not for eve");
    auto const quoting = quote(bob, "Look", quoted.id);
    auto const eve = server.make_account("eve");
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), eve.id()); });
    EXPECT_FALSE(text(path_of(bob, quoting), server.session(eve)).contains("Not for eve"));
    EXPECT_TRUE(text(path_of(bob, quoting)).contains("Not for eve"));
}

TEST_F(PublicPages, link_cards_are_drawn_and_escaped) {
    auto const shown = text(path_of(ann, server.post(ann, "linked https://news.example/a")));
    EXPECT_TRUE(shown.contains("class=\"link-card\" href=\"https://news.example/a?b=1&amp;c=2\""));
    EXPECT_TRUE(shown.contains("News &lt;b&gt;"));
    EXPECT_TRUE(shown.contains("news.example</span>"));
}

TEST_F(PublicPages, custom_emojis_stand_in_text_and_never_in_attributes) {
    add_emoji("goose");
    change(ann, [](auto& account) { account.display_name = "Ann :goose:"; });
    auto const post = server.post(ann, "Hello :goose: and :nothing: at 12:30:45");
    auto const shown = text(path_of(ann, post));
    EXPECT_TRUE(shown.contains("Hello <img class=\"html__emoji\""));
    EXPECT_TRUE(shown.contains("and :nothing: at 12:30:45"));
    EXPECT_TRUE(shown.contains("<bdi>Ann <img class=\"html__emoji\""));
    EXPECT_TRUE(shown.contains("alt=\"Ann :goose:\"")) << "in an attribute it stays text";
    std::regex const broken("=\"[^\"]*<img");
    EXPECT_FALSE(std::regex_search(shown, broken));
}

TEST_F(PublicPages, boosts_and_answers_say_whose_they_are) {
    auto const post = server.post(ann, "Original");
    server.write([&](db::Tx& tx) {
        return social::boost_status(tx, {.account = bob.id(), .visibility = Visibility::public_},
                                    post);
    });
    server.post(bob, "An answer", {.in_reply_to = post.id});
    auto const profile = text("/@bob");
    EXPECT_TRUE(profile.contains("Boosted by <a href=\"https://skein.example/@bob\">"));
    EXPECT_FALSE(profile.contains("An answer"));
    auto const replies = text("/@bob/with_replies");
    EXPECT_TRUE(replies.contains("An answer"));
    EXPECT_TRUE(replies.contains("In reply to <a href=\"https://skein.example/@ann\">"));
    EXPECT_EQ(open("/@nobody/with_replies").status, 404);
}

TEST_F(PublicPages, tabs_page_on_their_own_addresses) {
    for (int i = 0; i < 45; ++i) {
        server.clock().advance(std::chrono::minutes(1));
        server.post(ann, fmt::format("line{}x", i));
    }
    std::vector<std::string> seen;
    std::string path = "/@ann/with_replies";
    for (int pages = 0; pages < 5 && !path.empty(); ++pages) {
        auto const page = text(path);
        static std::regex const line("line(\\d+)x</p>");
        for (std::sregex_iterator at(page.begin(), page.end(), line), end; at != end; ++at)
            seen.push_back((*at)[1]);
        // A new post moves nothing of what follows.
        server.post(ann, "Meanwhile");
        std::smatch next;
        static std::regex const link("<a rel=\"next\" href=\"https://skein.example([^\"]+)\"");
        path = std::regex_search(page, next, link) ? next[1].str() : "";
        EXPECT_EQ(pages > 0, page.contains("Back to the newest"));
        if (!path.empty()) EXPECT_TRUE(path.starts_with("/@ann/with_replies?max_id="));
    }
    ASSERT_EQ(seen.size(), 45U);
    EXPECT_EQ(seen.front(), "44");
    EXPECT_EQ(seen.back(), "0");
    EXPECT_EQ(open("/@ann?max_id=abc").status, 400);
}

TEST_F(PublicPages, the_number_of_statements_does_not_depend_on_the_number_of_posts) {
    add_emoji("goose");
    auto const quoted = server.post(bob, "Quoted :goose:");
    auto const post_some = [&](Person const& author, int count) {
        for (int i = 0; i < count; ++i) {
            server.post(author, "linked :goose: https://news.example/a");
            quote(author, "Look :goose:", quoted.id);
        }
    };
    auto const one = server.make_account("one"), many = server.make_account("many");
    post_some(one, 1);
    post_some(many, 10);
    auto const count = [&](std::string_view path) {
        text(path);
        return server.statements([&] { text(path); });
    };
    EXPECT_EQ(count("/@one"), count("/@many"));
    EXPECT_EQ(count("/@one/with_replies"), count("/@many/with_replies"));
    EXPECT_LE(count("/@many"), 20U);
    EXPECT_LE(count("/explore"), 20U);
}

TEST_F(PublicPages, a_page_with_twenty_posts_is_small) {
    for (int i = 0; i < 20; ++i)
        server.post(
            ann, fmt::format("Post {} with some words, #tag{} and https://a.example/{}", i, i, i));
    EXPECT_LT(text("/@ann").size(), 64U << 10) << "about a sixth of it when compressed";
}

TEST_F(PublicPages, whom_those_who_run_the_server_limit_is_kept_by_no_search_engine) {
    change(ann, [](auto& account) { account.indexable = true; });
    auto const post = server.post(ann, "Words");
    EXPECT_TRUE(open("/@ann").headers.get("X-Robots-Tag").empty());
    change(ann, [](auto& account) { account.state = social::AccountState::limited; });
    EXPECT_FALSE(open("/@ann").headers.get("X-Robots-Tag").empty());
    EXPECT_FALSE(open(path_of(ann, post)).headers.get("X-Robots-Tag").empty());
    EXPECT_TRUE(text("/@ann").contains("profile-head__moved"));
    EXPECT_FALSE(text("/explore").contains("Words"));
}

TEST_F(PublicPages, in_memory_of_somebody_nobody_is_asked_to_follow) {
    EXPECT_TRUE(text("/@ann").contains("/authorize_interaction?uri="));
    change(ann, [](auto& account) { account.memorial = true; });
    auto const page = text("/@ann");
    EXPECT_TRUE(page.contains("In memoriam"));
    EXPECT_FALSE(page.contains("/authorize_interaction?uri="));
}

TEST_F(PublicPages, whoever_moved_away_says_where) {
    change(ann, [&](auto& account) { account.moved_to_id = bob.id(); });
    EXPECT_TRUE(text("/@ann").contains("moved to <a href=\"https://skein.example/@bob\">"));
}

TEST_F(PublicPages, remote_accounts_and_posts_lead_home) {
    auto const far = server.make_account("far", {.domain = "far.example"});
    change(far, [](auto& account) { account.url = "https://far.example/@far"; });
    for (auto const* tab : {"", "/with_replies", "/media"}) {
        auto const answer = open(fmt::format("/@far@far.example{}", tab));
        EXPECT_EQ(answer.status, 302);
        EXPECT_EQ(answer.headers.get("Location"), "https://far.example/@far");
    }
}

TEST_F(PublicPages, explore_shows_public_posts_of_here_and_no_others) {
    server.post(ann, "Openly");
    server.post(ann, "Quietly", Visibility::unlisted);
    server.post(ann, "Narrowly", Visibility::private_);
    auto const page = text("/explore");
    EXPECT_TRUE(page.contains("Openly"));
    EXPECT_FALSE(page.contains("Quietly"));
    EXPECT_FALSE(page.contains("Narrowly"));
    auto const eve = server.make_account("eve");
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), eve.id()); });
    EXPECT_FALSE(text("/explore", server.session(eve)).contains("Openly"));
}

TEST_F(PublicPages, an_embedded_post_may_be_framed_and_nothing_else) {
    auto const post = server.post(ann, "Frame me");
    auto const path = fmt::format("/embed/{}", post.id.value);
    auto const page = open(path, server.session(bob));
    EXPECT_EQ(page.status, 200);
    auto const policy = std::string(page.headers.get("Content-Security-Policy"));
    EXPECT_TRUE(policy.contains("frame-ancestors *"));
    EXPECT_TRUE(policy.contains("form-action 'none'"));
    EXPECT_TRUE(page.headers.get("X-Frame-Options").empty());
    EXPECT_TRUE(page.headers.get("Set-Cookie").empty());
    EXPECT_FALSE(body_of(page).contains("<form"));
    EXPECT_TRUE(body_of(page).contains("Frame me"));
    for (auto const& other : {std::string("/@ann"), std::string("/explore"), path_of(ann, post)}) {
        auto const answer = open(other);
        EXPECT_TRUE(
            answer.headers.get("Content-Security-Policy").contains("frame-ancestors 'none'"));
        EXPECT_EQ(answer.headers.get("X-Frame-Options"), "DENY");
    }
}

TEST_F(PublicPages, an_embedded_post_is_for_everybody_whoever_looks) {
    auto const post = server.post(ann, "Only for some", Visibility::private_);
    auto const path = fmt::format("/embed/{}", post.id.value);
    EXPECT_EQ(open(path).status, 404);
    EXPECT_EQ(open(path, server.session(ann)).status, 404);
    EXPECT_EQ(open("/embed/abc").status, 404);
    auto const lead = open(fmt::format("/@ann/{}/embed", post.id.value));
    EXPECT_EQ(lead.status, 301);
    EXPECT_EQ(lead.headers.get("Location"), path);
}

TEST_F(PublicPages, a_json_feed_says_what_the_others_say) {
    server.post(ann, "Words & <more>");
    auto const other = server.post(bob, "Of bob");
    server.write([&](db::Tx& tx) {
        return social::boost_status(tx, {.account = ann.id(), .visibility = Visibility::public_},
                                    other);
    });
    auto const answer = server.get("/@ann.json");
    EXPECT_EQ(answer.headers.get("Content-Type"), "application/feed+json; charset=utf-8");
    auto const feed = json::Document::parse(body_of(answer)).value();
    EXPECT_EQ(feed.root().get_text("version"), "https://jsonfeed.org/version/1.1");
    EXPECT_EQ(feed.root().get_text("home_page_url"), "https://skein.example/@ann");
    EXPECT_EQ(feed.root().get_text("feed_url"), "https://skein.example/@ann.json");
    auto const items = feed.root().find("items")->elements();
    ASSERT_EQ(items.size(), 1U) << "boosts are the words of others";
    EXPECT_EQ(items[0].get_text("content_html"), "<p>Words &amp; &lt;more&gt;</p>");
    EXPECT_EQ(items[0].get_text("language"), "en");
}

TEST_F(PublicPages, hostile_words_stay_words) {
    change(ann, [](auto& account) {
        account.display_name = "\"><script>alert(1)</script>";
        account.fields = R"([{"name":"<img src=x onerror=alert(1)>","value":"","html":""}])";
    });
    auto const post = server.post(ann, "text", {.spoiler_text = "<b onclick=alert(1)>\" :x:"});
    for (auto const& path : {std::string("/@ann"), path_of(ann, post), std::string("/explore"),
                             fmt::format("/embed/{}", post.id.value), std::string("/@ann/media"),
                             std::string("/@ann.rss")}) {
        auto const page = text(path);
        EXPECT_FALSE(page.contains("<script")) << path;
        EXPECT_FALSE(page.contains("<img src=x")) << path;
        EXPECT_FALSE(page.contains("<b onclick")) << path;
    }
}

TEST_F(PublicPages, speak_the_language_of_the_reader_and_keep_that_of_the_post) {
    auto const post = server.post(ann, "สวัสดี", {.language = "th"});
    auto const page =
        body_of(server.request(http::Method::get, path_of(ann, post),
                               {.headers = {{"Accept", "text/html"}, {"Accept-Language", "ar"}}}));
    EXPECT_TRUE(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    EXPECT_TRUE(page.contains("<div class=\"html\" dir=\"auto\" lang=\"th\">"));
}

}  // namespace
}  // namespace skein::public_pages
