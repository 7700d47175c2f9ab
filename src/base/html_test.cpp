#include "base/html.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

TEST(SafeHtml, text_is_escaped_for_elements_and_attributes) {
    EXPECT_EQ(escape_html("<a href=\"x\" y='z'>&amp;</a>").str(),
              "&lt;a href=&quot;x&quot; y=&#39;z&#39;&gt;&amp;amp;&lt;/a&gt;");
    EXPECT_EQ(escape_html("plain ไทย").str(), "plain ไทย");
}

TEST(SafeHtml, joins_literals_and_texts) {
    SafeHtml page = "<p>";
    page += escape_html("a<b");
    page += "</p>";
    EXPECT_EQ(page.str(), "<p>a&lt;b</p>");
    EXPECT_EQ((SafeHtml("<br>") + escape_html("&")).str(), "<br>&amp;");
    EXPECT_TRUE(SafeHtml().empty());
    SafeHtml nothing;
    nothing += "";
    EXPECT_TRUE(nothing.empty());
}

TEST(PlainText, tags_go_and_breaks_stay) {
    EXPECT_EQ(plain_text_of("<p>Hi<br>there<BR />you</p><p>again</p>"), "Hi\nthere\nyou\n\nagain");
    EXPECT_EQ(plain_text_of("<a href=\"x\">link</a> <!-- no --> <b>bold</b>"), "link  bold");
    EXPECT_EQ(plain_text_of("<broken>a</p "), "a");
    EXPECT_EQ(plain_text_of("1 < 2 <3 > &lt;b&gt;"), "1 < 2 <3 > <b>");
    EXPECT_EQ(plain_text_of("cut <a href="), "cut ");
}

TEST(PlainText, entities_are_decoded_once) {
    EXPECT_EQ(plain_text_of("&amp;lt; &quot;&apos;&#39;&#x1F600;&nbsp;"), "&lt; \"''😀\u00A0");
    EXPECT_EQ(plain_text_of("&unknown; & && &; &#; &#x; &#1a; &amp"),
              "&unknown; & && &; &#; &#x; &#1a; &amp");
    EXPECT_EQ(plain_text_of("&#0;&#xD800;&#x110000;"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(plain_text_of("&#99999999999;"), "&#99999999999;");
}

TEST(PlainText, of_escaped_text_is_the_text) {
    std::string const text = "<script>&amp; \"quoted\" 'x' ไทย </p>";
    EXPECT_EQ(plain_text_of(escape_html(text).str()), text);
}

}  // namespace
}  // namespace skein
