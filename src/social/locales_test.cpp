#include "social/locales.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "social/locale_files.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;

Locale const invented("ar", R"({
    "test.one.plain": "Don't",
    "test.one.value": "Hello {name}",
    "test.one.link": "See <b>{name}</b> or <up>sign up</up>, <other>so</other>",
    "test.one.count": "{n, plural, two {two} other {#}}",
    "test.one.broken": "{n"})");

TEST(Locales, are_all_there_with_every_key_and_value) {
    std::vector<std::string_view> languages;
    auto const& english = locale_for("en");
    for (auto const* locale : all_locales()) {
        languages.push_back(locale->language());
        EXPECT_EQ(locale->keys(), english.keys()) << locale->language();
        for (auto const key : english.keys()) {
            auto const* message = locale->find(key);
            ASSERT_TRUE(message) << key;
            EXPECT_THAT(message->names(),
                        ::testing::UnorderedElementsAreArray(english.find(key)->names()))
                << locale->language() << " " << key;
        }
    }
    EXPECT_THAT(languages, ElementsAre("en", "ar", "de", "th"));
    EXPECT_FALSE(english.keys().empty());
    EXPECT_EQ(all_locale_files().size(), all_locales().size());
}

TEST(Locales, say_messages_and_escape_what_is_put_into_html) {
    EXPECT_EQ(invented("test.one.plain"), "Don't");
    EXPECT_EQ(invented("test.one.absent"), "");
    EXPECT_EQ(invented("test.one.broken"), "") << "left out, and logged";
    Locale const english("en",
                         R"({"a": "See <b>{name}</b> or <up>sign up</up>, <other>so</other>"})");
    EXPECT_EQ(english.html("a", {{"name", "<up>&"}}, {{"up", "/auth?a=1&b=\"2\""}}).str(),
              "See <strong>&lt;up&gt;&amp;</strong> or <a href=\"/auth?a=1&amp;b=&quot;2&quot;\">"
              "sign up</a>, <other>so</other>");
    EXPECT_EQ(english.html("a", {{"name", html("<a href=\"{}\">{}</a>", "/", "<")}}).str(),
              "See <strong><a href=\"/\">&lt;</a></strong> or <up>sign up</up>, "
              "<other>so</other>");
}

TEST(Locales, keep_names_apart_from_a_text_from_right_to_left) {
    EXPECT_EQ(invented("test.one.value", {{"name", "ann"}}), "Hello \u2068ann\u2069");
    EXPECT_EQ(invented("test.one.count", {{"n", 2}}), "two");
    EXPECT_TRUE(locale_for("ar").right_to_left());
    EXPECT_EQ(locale_for("ar").direction(), "rtl");
    EXPECT_EQ(locale_for("th").direction(), "ltr");
}

TEST(Locales, are_found_by_tags_and_by_what_a_browser_accepts) {
    EXPECT_EQ(locale_for("de-AT").language(), "de");
    EXPECT_EQ(locale_for("TH_th").language(), "th");
    EXPECT_EQ(locale_for("tlh").language(), "en");
    EXPECT_FALSE(find_locale(""));
    EXPECT_FALSE(find_locale(std::string(4000, 'd')));
    auto const accepted = [](std::string_view header) {
        auto const* locale = first_accepted(header);
        return locale ? locale->language() : "none";
    };
    EXPECT_EQ(accepted("de"), "de");
    EXPECT_EQ(accepted("fr-CH, fr;q=0.9, th;q=0.8, de;q=0.7, *;q=0.5"), "th");
    EXPECT_EQ(accepted("en;q=0.2,ar-EG;q=0.9"), "ar");
    EXPECT_EQ(accepted("de;q=0, en;q=0.1"), "en");
    EXPECT_EQ(accepted("fr, *"), "none");
    for (auto const* rubbish : {"", ";", ",,,", "de;q=x", "de;q=2", "de;q=-1", ";q=1", "q=1"})
        EXPECT_EQ(accepted(rubbish), "none") << rubbish;
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "xx,";
    EXPECT_EQ(accepted(many + "de"), "none") << "nobody reads that far";
}

TEST(Locales, know_the_sentences_of_errors) {
    EXPECT_EQ(translated(locale_for("de"), "This account is gone."),
              "Dieses Konto gibt es nicht mehr.");
    EXPECT_EQ(translated(locale_for("de"), "Something else"), "");
}

}  // namespace
}  // namespace skein::social
