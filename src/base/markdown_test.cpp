#include "base/markdown.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

std::string render(std::string_view text) { return std::string(render_markdown(text).str()); }

TEST(Markdown, becomes_html_of_the_kinds_that_may_stay) {
    EXPECT_EQ(render("**a** _b_ ~~c~~ `d`"),
              "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>\n");
    EXPECT_EQ(render("# a"), "<p><strong>a</strong></p>\n");
    EXPECT_EQ(render("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    EXPECT_EQ(render("> a"), "<blockquote>\n<p>a</p>\n</blockquote>\n");
    EXPECT_EQ(render("a\nb"), "<p>a<br>\nb</p>\n");
    EXPECT_EQ(render("[a](https://a.example) https://b.example"),
              "<p><a href=\"https://a.example/\" rel=\"nofollow noopener noreferrer ugc\" "
              "target=\"_blank\">a</a> <a href=\"https://b.example/\" rel=\"nofollow noopener "
              "noreferrer ugc\" target=\"_blank\">https://b.example</a></p>\n");
}

TEST(Markdown, html_in_it_is_text) {
    EXPECT_EQ(render("<script>alert(1)</script>"),
              "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    EXPECT_EQ(render("a <b onclick=x>c</b>"), "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n");
}

TEST(Markdown, links_go_nowhere_else_and_pictures_go) {
    EXPECT_EQ(render("[a](javascript:alert(1)) [b](/x)"), "<p>a b</p>\n");
    EXPECT_EQ(render("![a](https://a.example/x.png)"), "<p></p>\n");
}

TEST(Markdown, is_cut_at_its_limit) {
    EXPECT_EQ(render(std::string(100 << 10, 'x')).size(), (64U << 10) + 8);
}

}  // namespace
}  // namespace skein
