#include "base/text.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace skein {
namespace {

TEST(Text, characters_are_what_people_count) {
    EXPECT_EQ(count_graphemes(""), 0U);
    EXPECT_EQ(count_graphemes("abc\r\n"), 4U);
    EXPECT_EQ(count_graphemes("äöü"), 3U);
    EXPECT_EQ(count_graphemes("e\u0301"), 1U);
    EXPECT_EQ(count_graphemes("👨‍👩‍👧‍👦"), 1U);
    EXPECT_EQ(count_graphemes("🇩🇪🇹🇭"), 2U);
    EXPECT_EQ(count_graphemes("กำ"), 1U);
    EXPECT_EQ(count_graphemes("a\xFF"), 2U);
}

TEST(Text, a_heap_of_marks_counts_by_its_size) {
    std::string heap = "e";
    for (int i = 0; i < 63; ++i) heap += "\u0301";
    EXPECT_EQ(count_graphemes(heap), 2U);
    EXPECT_EQ(count_graphemes("👩🏿‍❤️‍💋‍👨🏿"), 1U);
    EXPECT_EQ(count_graphemes("🏴󠁧󠁢󠁥󠁮󠁧󠁿"), 1U);
}

TEST(Text, more_characters_than_allowed_are_found_at_any_size) {
    EXPECT_FALSE(has_more_graphemes("", 0));
    EXPECT_FALSE(has_more_graphemes("äöü", 3));
    EXPECT_TRUE(has_more_graphemes("äöü", 2));
    EXPECT_FALSE(has_more_graphemes("👨‍👩‍👧‍👦", 1));
    EXPECT_TRUE(has_more_graphemes(std::string(1 << 20, 'a'), 500));
    EXPECT_TRUE(has_more_graphemes("a", 0));
}

TEST(Text, the_first_characters_are_whole) {
    EXPECT_EQ(first_graphemes("abc", 2), "ab");
    EXPECT_EQ(first_graphemes("abc", 0), "");
    EXPECT_EQ(first_graphemes("abc", 9), "abc");
    EXPECT_EQ(first_graphemes("👨‍👩‍👧‍👦é!", 1), "👨‍👩‍👧‍👦");
    EXPECT_EQ(first_graphemes("äöü", 2), "äö");
    EXPECT_EQ(first_graphemes("äöü", 3), "äöü");
}

TEST(Text, case_is_folded_in_every_script) {
    EXPECT_EQ(fold_case("MiXed"), "mixed");
    EXPECT_EQ(fold_case("ÄÖÜ Straße ΣΣ"), fold_case("äöü strasse σς"));
    EXPECT_EQ(fold_tag("Ｓｋｅｉｎ"), "skein");
    EXPECT_EQ(fold_tag("ÄRGER"), fold_tag("a\u0308rger"));
}

TEST(Text, search_ignores_accents_but_not_vowels) {
    EXPECT_EQ(fold_for_search("Crème Brûlée"), "creme brulee");
    EXPECT_EQ(fold_for_search("ＡＢＣ"), "abc");
    EXPECT_NE(fold_for_search("กิน"), fold_for_search("กน"));
}

TEST(Text, white_space_is_trimmed_at_both_ends) {
    EXPECT_EQ(trim(" \t\r\na b\n "), "a b");
    EXPECT_EQ(trim(" \n "), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Text, controls_and_overrides_are_taken_out) {
    EXPECT_EQ(strip_controls("a\x01\x7F\u0085z", false), "az");
    EXPECT_EQ(strip_controls("a\n\tz", true), "a\n\tz");
    EXPECT_EQ(strip_controls("a\n\tz", false), "az");
    EXPECT_EQ(strip_controls("\u202Eevil\u202C\uFEFF", true), "evil");
    EXPECT_EQ(strip_controls("a\u2028b\u2029c", true), "abc");
    EXPECT_EQ(strip_controls("a\xFFz", true), "az");
    EXPECT_EQ(strip_controls(std::string("a\0z", 3), true), "az");
}

TEST(Text, joiners_that_words_and_emoji_need_stay) {
    EXPECT_EQ(strip_controls("👨‍👩‍👧‍👦", false), "👨‍👩‍👧‍👦");
    EXPECT_EQ(strip_controls("می\u200Cخواهم", false), "می\u200Cخواهم");
    EXPECT_EQ(strip_controls("🏴󠁧󠁢󠁳󠁣󠁴󠁿", false),
              "🏴󠁧󠁢󠁳󠁣󠁴󠁿");
    EXPECT_EQ(strip_controls("\u2067right\u2069", false), "\u2067right\u2069");
}

}  // namespace
}  // namespace skein
