#include "platform/imaging/webp.h"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "base/result.h"

namespace skein::imaging {
namespace {

std::string fixture(std::string_view name) {
    std::ifstream in(fmt::format("{}/tests/fixtures/media/{}", SKEIN_SOURCE_DIR, name),
                     std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string number(std::size_t value) {
    std::string out;
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
    return out;
}

std::string chunk(std::string_view name, std::string data) {
    auto const size = data.size();
    if (size % 2 != 0) data += '\0';
    return std::string(name) + number(size) + data;
}

std::string webp(std::string const& chunks) {
    return "RIFF" + number(chunks.size() + 4) + "WEBP" + chunks;
}

std::string const canvas = std::string(3, '\0') + std::string(6, 'x');

TEST(Webp, what_draws_is_kept_byte_for_byte) {
    auto const plain = webp(chunk("VP8 ", "pixels"));
    EXPECT_EQ(strip_webp(plain), plain);
    auto const odd = webp(chunk("VP8L", "seven b"));
    EXPECT_EQ(strip_webp(odd), odd);
    EXPECT_TRUE(strip_webp(fixture("quarters.webp")));
}

TEST(Webp, words_profiles_and_what_nobody_knows_are_dropped) {
    auto const drawn = chunk("ANIM", "loop66") + chunk("ANMF", "frame1") + chunk("ANMF", "frame2");
    auto const talking =
        webp(chunk("VP8X", '\x2e' + canvas) + chunk("ICCP", "profile") + chunk("ANIM", "loop66") +
             chunk("EXIF", "where") + chunk("ANMF", "frame1") + chunk("JUNK", "whatever") +
             chunk("ANMF", "frame2") + chunk("XMP ", "who"));
    auto const silent = webp(chunk("VP8X", '\x02' + canvas) + drawn);
    EXPECT_EQ(strip_webp(talking), silent);
    EXPECT_EQ(strip_webp(silent), silent);
}

TEST(Webp, what_lies_behind_the_end_is_dropped) {
    auto const plain = webp(chunk("VP8 ", "pixels"));
    EXPECT_EQ(strip_webp(plain + "<script>"), plain);
}

TEST(Webp, what_is_cut_off_or_no_webp_is_refused) {
    auto const whole = webp(chunk("VP8X", '\0' + canvas) + chunk("VP8 ", "pixels"));
    ASSERT_TRUE(strip_webp(whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(strip_webp(whole.substr(0, size))) << size;
    EXPECT_FALSE(strip_webp("RIFF" + number(4) + "WAVE"));
    EXPECT_FALSE(strip_webp("RIFF" + number(0xffffffff) + "WEBP" + chunk("VP8 ", "pixels")));
    EXPECT_FALSE(strip_webp("RIFF" + number(0) + "WEBP"));
    EXPECT_FALSE(strip_webp(webp({})));
    EXPECT_FALSE(strip_webp(webp(chunk("EXIF", "words only"))));
    EXPECT_FALSE(strip_webp(webp(chunk("VP8X", "short") + chunk("VP8 ", "pixels"))));
    EXPECT_FALSE(strip_webp(webp("VP8 " + number(0xffffffff) + "pixels")));
}

}  // namespace
}  // namespace skein::imaging
