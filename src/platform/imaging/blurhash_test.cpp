#include "platform/imaging/blurhash.h"

#include <gtest/gtest.h>

namespace skein::imaging {
namespace {

using Pixel = std::array<unsigned, 3>;

template <class Paint>
std::vector<std::uint8_t> painted(unsigned width, unsigned height, Paint&& paint) {
    std::vector<std::uint8_t> bytes;
    for (unsigned y = 0; y < height; ++y) {
        for (unsigned x = 0; x < width; ++x) {
            for (auto const value : Pixel(paint(x, y))) {
                bytes.push_back(static_cast<std::uint8_t>(value));
            }
        }
    }
    return bytes;
}

// Known answers come from the reference encoder. Its TypeScript version forgets the sign of the
// strongest wave; what the C version makes of it is right.
TEST(Blurhash, agrees_with_the_reference_encoder) {
    auto const black = painted(32, 24, [](unsigned, unsigned) { return Pixel{0, 0, 0}; });
    EXPECT_EQ(blurhash(black, 32, 24), "L00000fQfQfQfQfQfQfQfQfQfQfQ");
    auto const white = painted(32, 32, [](unsigned, unsigned) { return Pixel{255, 255, 255}; });
    EXPECT_EQ(blurhash(white, 32, 32), "L9TSUA~qfQ~q~qoffQoffQfQfQfQ");
    auto const gradient =
        painted(32, 24, [](unsigned x, unsigned y) { return Pixel{x * 8, y * 10, 128}; });
    EXPECT_EQ(blurhash(gradient, 32, 24), "LxH27k2swxX8mHWWjtf7gJfjfQfj");
    auto const halves = painted(
        32, 18, [](unsigned x, unsigned) { return x < 16 ? Pixel{255, 0, 0} : Pixel{0, 0, 255}; });
    EXPECT_EQ(blurhash(halves, 32, 18), "L~LjfL|TsRJrsXn~jsa}fQfQfQfQ");
    auto const dot = painted(1, 1, [](unsigned, unsigned) { return Pixel{200, 100, 50}; });
    EXPECT_EQ(blurhash(dot, 1, 1), "L~M|T9}=}=}=}=}=}=}=}=}=}=}=");
}

TEST(Blurhash, any_number_of_components_agrees_with_the_reference_encoder) {
    auto const white = painted(8, 8, [](unsigned, unsigned) { return Pixel{255, 255, 255}; });
    EXPECT_EQ(blurhash(white, 8, 8, 1, 1), "00TSUA");
    auto const pattern = painted(17, 31, [](unsigned x, unsigned y) {
        return Pixel{(x * 37 + y * 11) % 256, (x * y * 7) % 256, (255 - x * 3 - y) % 256};
    });
    EXPECT_EQ(
        blurhash(pattern, 17, 31, 9, 9),
        "|bHB+rr*RDwRN3kGrxsGnUnYj1ahain+NeWEa$W;N2ahNvazFuK2$#X6odnVWFW;X7OW,G$Pj[sVnTa#odX6s-"
        "s-SybGagnoaibaX7WqbHjIR-jbVyjukAj@odn*WWjHWWohbIX7jIX7jIahj[baaPf*kAkAjajHazf7ja");
}

TEST(Blurhash, the_average_colour_is_read_from_it) {
    auto const dot = painted(1, 1, [](unsigned, unsigned) { return Pixel{200, 100, 50}; });
    EXPECT_EQ(average_colour(blurhash(dot, 1, 1)), "#c86432");
    EXPECT_EQ(average_colour("L00000fQfQfQfQfQfQfQfQfQfQfQ"), "#000000");
    EXPECT_EQ(average_colour("00TSUA"), "#ffffff");
}

TEST(Blurhash, only_what_has_its_form_is_one) {
    EXPECT_TRUE(is_blurhash("L00000fQfQfQfQfQfQfQfQfQfQfQ"));
    EXPECT_TRUE(is_blurhash("00TSUA"));
    for (auto const* text :
         {"", "0", "00000", "L00000fQ", "L00000fQfQfQfQfQfQfQfQfQfQfQQ",
          "L00000fQfQfQfQfQfQfQfQfQfQf\"", "L00000fQfQfQfQfQfQfQfQfQfQf<", "~00000fQ", "00TSU\n"}) {
        EXPECT_FALSE(is_blurhash(text)) << text;
    }
}

}  // namespace
}  // namespace skein::imaging
