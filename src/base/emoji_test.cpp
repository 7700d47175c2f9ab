#include "base/emoji.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

TEST(Emoji, one_is_one_whatever_it_is_made_of) {
    for (auto const* text : {"😀", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣",
                             "🏴󠁧󠁢󠁳󠁣󠁴󠁿"})
        EXPECT_EQ(one_emoji(text), text);
}

TEST(Emoji, a_missing_selector_is_added_and_one_too_many_is_taken_away) {
    EXPECT_EQ(one_emoji("❤"), "❤️");
    EXPECT_EQ(one_emoji("😀\uFE0F"), "😀");
}

TEST(Emoji, text_and_heaps_are_none) {
    for (auto const* text : {"", "a", "1", "#", "*", "😀😀", "😀a", " 😀", "🇩", "👍‍👍",
                             "\uFE0F", "\xff\xfe", "\u200D", ":goose:", "©a"})
        EXPECT_EQ(one_emoji(text), std::nullopt) << text;
    std::string heap = "😀";
    for (int i = 0; i < 100; ++i) heap += "\u200D😀";
    EXPECT_EQ(one_emoji(heap), std::nullopt);
}

}  // namespace
}  // namespace skein
