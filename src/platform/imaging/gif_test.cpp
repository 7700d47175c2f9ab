#include "platform/imaging/gif.h"

#include <fstream>

#include <gtest/gtest.h>

namespace skein::imaging {
namespace {

std::string fixture(std::string_view name) {
    std::ifstream in(fmt::format("{}/tests/fixtures/media/{}", SKEIN_SOURCE_DIR, name),
                     std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(StripGif, frames_stay_and_everything_else_goes) {
    auto const file = fixture("moving.gif");
    ASSERT_TRUE(file.contains("secret comment"));
    auto const gif = strip_gif(file);
    ASSERT_TRUE(gif);
    EXPECT_EQ(gif->width, 30u);
    EXPECT_EQ(gif->height, 20u);
    EXPECT_EQ(gif->frames, 5u);
    EXPECT_FALSE(gif->bytes.contains("ecret"));
    EXPECT_FALSE(gif->bytes.contains("XMP"));
    EXPECT_FALSE(gif->bytes.contains("<script>"));
    EXPECT_TRUE(gif->bytes.contains("NETSCAPE2.0"));
    EXPECT_EQ(gif->bytes.back(), ';');
}

TEST(StripGif, stripping_twice_changes_nothing) {
    auto const once = strip_gif(fixture("moving.gif"));
    ASSERT_TRUE(once);
    auto const twice = strip_gif(once->bytes);
    ASSERT_TRUE(twice);
    EXPECT_EQ(once->bytes, twice->bytes);
}

TEST(StripGif, a_missing_trailer_is_added) {
    auto bytes = strip_gif(fixture("still.gif"))->bytes;
    auto const whole = bytes;
    bytes.pop_back();
    auto const gif = strip_gif(bytes);
    ASSERT_TRUE(gif);
    EXPECT_EQ(gif->bytes, whole);
}

TEST(StripGif, what_is_cut_off_inside_a_block_is_refused) {
    auto const whole = strip_gif(fixture("still.gif"))->bytes;
    std::size_t accepted = 0;
    for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
        if (strip_gif(std::string_view(whole).substr(0, size))) ++accepted;
    }
    EXPECT_EQ(accepted, 0u);
    EXPECT_FALSE(strip_gif(fixture("truncated.gif")));
    EXPECT_FALSE(strip_gif(""));
    EXPECT_FALSE(strip_gif("GIF89a\1\1\1\1\1\1\1;"));
}

TEST(StripGif, text_extensions_take_their_control_block_with_them) {
    using namespace std::string_literals;
    auto const head = "GIF89a\2\0\2\0\0\0\0"s;
    auto const control = "!\xf9\4\0\x0a\0\0\0"s;
    auto const text = "!\x01\x0c"s + std::string(12, 'x') + "\5hello\0"s;
    auto const frame = ",\0\0\0\0\2\0\2\0\0\2\2\x84\x51\0"s;
    auto const gif = strip_gif(head + control + text + frame + ";");
    ASSERT_TRUE(gif);
    EXPECT_EQ(gif->bytes, head + frame + ";");
}

}  // namespace
}  // namespace skein::imaging
