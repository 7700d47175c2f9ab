#include "base/phrases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool finds(std::string phrase, std::string_view text, bool whole_word) {
    Phrases::Phrase const one{std::move(phrase), whole_word};
    return !Phrases(std::span(&one, 1)).find_in(fold_for_phrases(text)).empty();
}

TEST(Phrases, are_found_all_at_once_and_each_once) {
    std::vector<Phrases::Phrase> const list{{"he"}, {"she"}, {"his"}, {"hers"}, {""}, {"HE"}};
    Phrases const phrases(list);
    EXPECT_THAT(phrases.find_in("ushers and she"), ElementsAre(0, 1, 3, 5));
    EXPECT_THAT(phrases.find_in("hi"), IsEmpty());
    EXPECT_THAT(phrases.find_in(""), IsEmpty());
    EXPECT_THAT(Phrases().find_in("anything"), IsEmpty());
}

TEST(Phrases, that_are_the_same_are_all_found_and_looked_for_once) {
    std::vector<Phrases::Phrase> list{{"cat", true}, {"cat"}, {"CAT", true}, {"Cat"}, {"cats"}};
    EXPECT_THAT(Phrases(list).find_in("category"), ElementsAre(1, 3));
    EXPECT_THAT(Phrases(list).find_in("a cat"), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(Phrases(list).find_in("cats"), ElementsAre(1, 3, 4));
    // Phrase by phrase at every place this would be asked ten thousand million times.
    list.assign(100'000, {"aa", true});
    EXPECT_THAT(Phrases(list).find_in(std::string(100'000, 'a')), IsEmpty());
    EXPECT_EQ(Phrases(list).find_in("aa").size(), list.size());
}

TEST(Phrases, know_no_case_no_width_and_nothing_invisible) {
    EXPECT_TRUE(finds("straße", "In der STRASSE", false));
    EXPECT_TRUE(finds("Ｗｉｄｅ", "wide", false));
    EXPECT_TRUE(finds("spoiler", "spo\u200Biler", false));
    EXPECT_TRUE(finds("ΣΊΣΥΦΟΣ", "σίσυφος", false));
    EXPECT_TRUE(finds("caf\u00e9", "cafe\u0301", false)) << "composed or not";
    EXPECT_FALSE(finds("resume", "résumé", false)) << "accents are letters";
}

TEST(Phrases, as_whole_words_end_where_words_do) {
    EXPECT_TRUE(finds("cat", "a cat.", true));
    EXPECT_TRUE(finds("cat", "cat", true));
    EXPECT_FALSE(finds("cat", "category, concat, _cat_", true));
    EXPECT_TRUE(finds("cat", "category", false));
    EXPECT_TRUE(finds("cat", "category of a cat", true)) << "a later one";
    EXPECT_TRUE(finds("#cat", "x#cat", true)) << "what begins with no letter begins anywhere";
    EXPECT_FALSE(finds("#cat", "x#cats", true));
    EXPECT_TRUE(finds("$$$", "a$$$b", true));
    EXPECT_TRUE(finds("can", "can't", true));
    EXPECT_FALSE(finds("мир", "миром", true));
    EXPECT_TRUE(finds("two words", "in two words, yes", true));
}

TEST(Phrases, know_words_of_scripts_without_spaces) {
    EXPECT_TRUE(finds("猫", "私は猫が好き", true));
    EXPECT_TRUE(finds("ภาษา", "ผมพูดภาษาไทย", true));
    EXPECT_FALSE(finds("タ", "コンピュータです", true));
    EXPECT_TRUE(finds("タ", "コンピュータです", false));
}

TEST(Phrases, find_what_a_search_for_each_finds) {
    std::vector<Phrases::Phrase> list;
    for (auto const* text : {"a", "ab", "bab", "bc", "bca", "c", "caa", "aaa"})
        list.push_back({text});
    Phrases const phrases(list);
    std::uint32_t dice = 1;
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            dice = dice * 1664525U + 1013904223U;
            text += static_cast<char>('a' + (dice >> 24) % 3);
        }
        std::vector<std::size_t> expected;
        for (std::size_t i = 0; i < list.size(); ++i)
            if (text.find(list[i].text) != std::string::npos) expected.push_back(i);
        EXPECT_EQ(phrases.find_in(text), expected) << text;
    }
}

}  // namespace
}  // namespace skein
