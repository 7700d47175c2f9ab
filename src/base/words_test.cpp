#include "base/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> words(std::string_view text) { return search_words(text, 100); }

TEST(SearchWords, are_without_case_accents_and_width) {
    EXPECT_THAT(words("Crème brûlée, STRASSE & Straße"),
                ElementsAre("creme", "brulee", "strasse", "strasse"));
    EXPECT_THAT(words("Ｈｅｌｌｏ Ｗｏｒｌｄ"), ElementsAre("hello", "world"));
    EXPECT_THAT(words("Łódź, Ångström, smørrebrød"), ElementsAre("lodz", "angstrom", "smorrebrod"));
    EXPECT_THAT(words("Ёлка"), ElementsAre("елка"));
    EXPECT_THAT(words("ά Άλφα"), ElementsAre("α", "αλφα"));
    EXPECT_EQ(words("ﺍﻟﺴَّلام"), words("السلام"));
    EXPECT_EQ(words("ｶﾞﾗｽ"), words("ガラス"));
}

TEST(SearchWords, are_split_at_whatever_is_no_letter) {
    EXPECT_THAT(
        words("can't e-mail me@example.org snake_case 3.14"),
        ElementsAre("can", "t", "e", "mail", "me", "example", "org", "snake", "case", "3", "14"));
    EXPECT_THAT(words("l’été — “été”"), ElementsAre("l", "ete", "ete"));
    EXPECT_THAT(words("!?… 🎉 ' \" % # @"), IsEmpty());
    EXPECT_THAT(words(""), IsEmpty());
}

TEST(SearchWords, are_found_where_no_spaces_are_written) {
    EXPECT_THAT(words("ฉันรักประเทศไทย"), Contains("รัก"));
    EXPECT_THAT(words("ພາສາລາວ ສະບາຍດີ"), Contains("ສະບາຍດີ"));
    EXPECT_GT(words("ខ្ញុំស្រលាញ់ប្រទេសកម្ពុជា").size(), 2U);
    EXPECT_GT(words("မြန်မာနိုင်ငံသည်").size(), 1U);
    EXPECT_THAT(words("我喜欢北京烤鸭"), Contains("北京"));
    EXPECT_THAT(words("東京で寿司を食べた"), Contains("寿司"));
    EXPECT_THAT(words("안녕하세요 세계"), ElementsAre("안녕하세요", "세계"));
    EXPECT_THAT(words("नमस्ते दुनिया"), ElementsAre("नमस्ते", "दुनिया"));
}

TEST(SearchWords, are_bounded_in_number_and_length) {
    EXPECT_EQ(search_words("a b c d", 3).size(), 3U);
    EXPECT_EQ(search_words("á b c d", 3).size(), 3U);
    for (auto const* letter : {"x", "я", "𝔘"}) {
        std::string word;
        for (int i = 0; i < 400; ++i) word += letter;
        auto const cut = words(word);
        ASSERT_FALSE(cut.empty());
        EXPECT_LE(cut[0].size(), search_word_bytes_max);
    }
    EXPECT_THAT(words("\xff\xfe ok \xc3"), Contains("ok"));
}

}  // namespace
}  // namespace skein
