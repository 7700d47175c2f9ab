#include "social/post_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>

namespace skein::social {
namespace {

constexpr std::string_view base = "https://skein.example";

std::string html_of(std::string_view text) {
    return std::string(render_post(text, {}, base).str());
}

MentionedAccount mentioned(std::string_view handle, std::string url) {
    auto const parsed = Handle::parse(handle).value();
    return {parsed, AccountId{1}, std::move(url), parsed.user};
}

std::vector<std::string> handles(std::string_view text) {
    std::vector<std::string> found;
    for (auto const& handle : handles_in(text)) found.push_back(handle.str());
    return found;
}

using Texts = std::vector<std::string>;

TEST(PostText, blank_lines_part_paragraphs_and_single_ones_break) {
    EXPECT_EQ(html_of("one\ntwo\n\nthree\n\n\n\nfour"),
              "<p>one<br />two</p><p>three</p><p>four</p>");
    EXPECT_EQ(html_of("\n\n  padded \n"), "<p>padded</p>");
    EXPECT_EQ(html_of(""), "");
    EXPECT_EQ(html_of(" \n "), "");
}

TEST(PostText, what_looks_like_html_is_text) {
    EXPECT_EQ(html_of("<script>alert(\"&\")</script>"),
              "<p>&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;</p>");
}

TEST(PostText, a_link_shows_its_host_and_thirty_characters) {
    EXPECT_EQ(html_of("see https://example.org/short."),
              "<p>see <a href=\"https://example.org/short\" target=\"_blank\" rel=\"nofollow "
              "noopener\" translate=\"no\"><span class=\"invisible\">https://</span><span "
              "class=\"\">example.org/short</span><span class=\"invisible\"></span></a>.</p>");
    EXPECT_EQ(html_of("https://www.example.org/a/very/long/path?with=a&query#too"),
              "<p><a href=\"https://www.example.org/a/very/long/path?with=a&amp;query#too\" "
              "target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span "
              "class=\"invisible\">https://www.</span><span class=\"ellipsis\">"
              "example.org/a/very/long/path?w</span><span class=\"invisible\">ith=a&amp;query#too"
              "</span></a></p>");
}

/// The addresses that become links.
Texts links(std::string_view text) {
    Texts found;
    auto const html = html_of(text);
    for (auto at = html.find("<a href=\""); at != std::string::npos;
         at = html.find("<a href=\"", at)) {
        at += 9;
        found.push_back(html.substr(at, html.find('"', at) - at));
    }
    return found;
}

TEST(PostText, a_link_ends_where_the_sentence_goes_on) {
    EXPECT_EQ(links("(https://example.org/a)"), Texts{"https://example.org/a"});
    EXPECT_EQ(links("https://example.org/a_(b)."), Texts{"https://example.org/a_(b)"});
    EXPECT_EQ(links("https://example.org/?q=1!"), Texts{"https://example.org/?q=1"});
    EXPECT_EQ(links("“https://example.org/x”"), Texts{"https://example.org/x"});
    EXPECT_EQ(links("https://example.org、次"), Texts{"https://example.org"});
    EXPECT_EQ(links("https://www.example.orgをみる"), Texts{"https://www.example.org"});
    EXPECT_EQ(links("https://ja.wikipedia.org/wiki/日本 です"),
              Texts{"https://ja.wikipedia.org/wiki/日本"});
    EXPECT_EQ(links("HTTP://EXAMPLE.ORG/A b"), Texts{"HTTP://EXAMPLE.ORG/A"});
    EXPECT_EQ(links("https://bücher.example/ü"), Texts{"https://bücher.example/ü"});
}

TEST(PostText, what_is_no_address_is_no_link) {
    for (auto const* text :
         {"javascript:alert(1)", "https://", "https:// example.org", "http://localhost/x",
          "https://user@example.org/", "xhttps://example.org", "ftp://example.org/",
          "https://exa\\mple", "https://300.1.1.1/", "data:text/html,x"})
        EXPECT_EQ(links(text), Texts{}) << text;
}

TEST(PostText, an_address_cannot_break_out_of_its_attribute) {
    auto const html = html_of("https://example.org/\"onmouseover=alert(1) https://e.example/'x>y");
    EXPECT_EQ(html.find("\"onmouseover"), std::string::npos);
    EXPECT_EQ(html.find("x>y"), std::string::npos);
}

TEST(PostText, a_known_handle_becomes_a_card_without_its_domain) {
    std::vector const known{mentioned("Bob@remote.example", "https://remote.example/@Bob")};
    EXPECT_EQ(
        render_post("hi @bob@REMOTE.example!", known, base).str(),
        "<p>hi <span class=\"h-card\" translate=\"no\"><a href=\"https://remote.example/@Bob\" "
        "class=\"u-url mention\">@<span>Bob</span></a></span>!</p>");
    EXPECT_EQ(html_of("hi @nobody@remote.example"), "<p>hi @nobody@remote.example</p>");
    EXPECT_EQ(render_post("@bob", known, base).str(), "<p>@bob</p>");
}

TEST(PostText, handles_are_found_once_and_only_outside_words_and_addresses) {
    EXPECT_EQ(handles("@ann, @Ann and @bob@Remote.example."), (Texts{"ann", "bob@remote.example"}));
    EXPECT_EQ(handles("mail ann@example.org or https://example.org/@ann =@x /@y"), Texts{});
    EXPECT_EQ(handles("(@ann) \"@b_2\" @c.d- @e@f.example:8443"),
              (Texts{"ann", "b_2", "c.d", "e@f.example:8443"}));
    EXPECT_EQ(handles("@ann@-bad- @@x @ @. "), (Texts{"ann"}));
    EXPECT_EQ(handles("@bob@example.orgさん"), Texts{"bob@example.org"});
    std::string many;
    for (int i = 0; i < 200; ++i) many += fmt::format("@user{} ", i);
    EXPECT_EQ(handles_in(many).size(), mentions_max);
}

TEST(PostText, tags_of_every_script_are_found) {
    EXPECT_EQ(tags_in("#Skein #skein #สวัสดีครับ #مرحبا #日本語 ＃全角 #a·b "
                      "#می‌خواهم"),
              (Texts{"Skein", "สวัสดีครับ", "مرحبا", "日本語", "全角", "a·b", "می‌خواهم"}));
    EXPECT_EQ(
        tags_in("#1 #123 #1a #1_2 #_ #a_ #- # ## #! (#ok) x#no https://example.org/#no &#39;"),
        (Texts{"1a", "1_2", "a_", "ok"}));
    EXPECT_EQ(tags_in("#a#b #c/#d"), (Texts{"a", "c"}));
    std::string many;
    for (int i = 0; i < 300; ++i) many += fmt::format("#t{} ", i);
    EXPECT_EQ(tags_in(many).size(), tags_max);
}

TEST(PostText, a_tag_links_to_its_folded_name) {
    EXPECT_EQ(html_of("#Skein"),
              "<p><a href=\"https://skein.example/tags/skein\" class=\"mention hashtag\" "
              "rel=\"tag\">#<span>Skein</span></a></p>");
    EXPECT_EQ(html_of("＃Ａｂ"),
              "<p><a href=\"https://skein.example/tags/ab\" class=\"mention hashtag\" "
              "rel=\"tag\">#<span>Ａｂ</span></a></p>");
}

TEST(PostText, custom_emoji_stay_as_they_are) {
    EXPECT_EQ(html_of("hello :blobcat: :x:"), "<p>hello :blobcat: :x:</p>");
}

TEST(PostText, length_counts_what_people_see) {
    EXPECT_EQ(post_length("hello", ""), 5);
    EXPECT_EQ(post_length("hello", "cw"), 7);
    EXPECT_EQ(post_length("👩‍👩‍👧‍👦 สวัสดี", ""), 1 + 1 + 4);
    EXPECT_EQ(post_length("https://example.org/" + std::string(400, 'a') + " x", ""), 25);
    EXPECT_EQ(post_length("https://example.org/" + std::string(4000, 'a'), ""), 23 + 4020 - 2048);
    EXPECT_EQ(post_length("@ann@a-very-long-host.example hi", ""), 7);
    EXPECT_EQ(post_length("#tag", ""), 4);
    EXPECT_EQ(post_length("https://a https://", ""), 18);
}

TEST(PostText, text_is_kept_without_controls_and_padding) {
    EXPECT_EQ(clean_post_text("  a\r\nb\rc \n"), "a\nb\nc");
    EXPECT_EQ(clean_post_text(std::string_view("a\0b\x07\tc\xff", 7)), "ab\tc\uFFFD");
    EXPECT_EQ(clean_post_text("\u0085x\u009F"), "x");
}

TEST(PostText, a_field_is_one_line_and_its_links_say_me) {
    EXPECT_EQ(
        render_field("<b> https://example.org/ #x @y").str(),
        "&lt;b&gt; <a href=\"https://example.org/\" target=\"_blank\" rel=\"nofollow noopener "
        "me\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"\">"
        "example.org/</span><span class=\"invisible\"></span></a> #x @y");
}

TEST(PostText, broken_bytes_do_no_harm) {
    EXPECT_EQ(html_of("a\xff@b #\xc3"), "<p>a\uFFFD@b #\uFFFD</p>");
}

/// Work grows with the text, not with its square: sixteen times the text costs far less than the
/// two hundred and fifty-six a quadratic scan would need.
TEST(PostText, hostile_texts_are_read_in_linear_time) {
    auto const cost = [](std::string const& text) {
        auto const now = [] {
            timespec at{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
            return std::chrono::seconds(at.tv_sec) + std::chrono::nanoseconds(at.tv_nsec);
        };
        auto best = std::chrono::nanoseconds(std::chrono::hours(1));
        for (int i = 0; i < 3; ++i) {
            auto const start = now();
            handles_in(text);
            post_length(text, "");
            best = std::min<std::chrono::nanoseconds>(best, now() - start);
        }
        return static_cast<double>(best.count());
    };
    for (auto const* piece : {"http://", "https://a.b/(", "@a@", "@a@b-", "#_", "#a\u00b7", "@",
                              "((", "http://@", "https://x.y.z.", "@a.b-c@d.e:"}) {
        std::string small, large;
        while (small.size() < 4'000) small += piece;
        while (large.size() < 64'000) large += piece;
        EXPECT_LT(cost(large), 100 * cost(small) + 2e6) << piece;
    }
}

}  // namespace
}  // namespace skein::social
