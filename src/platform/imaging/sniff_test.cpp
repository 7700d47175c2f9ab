#include "platform/imaging/sniff.h"

#include <fstream>

#include <gtest/gtest.h>

namespace skein::imaging {
namespace {

using namespace std::string_view_literals;

std::string fixture(std::string_view name) {
    std::ifstream in(fmt::format("{}/tests/fixtures/media/{}", SKEIN_SOURCE_DIR, name),
                     std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string base_media(std::string_view major, std::string_view compatible = "") {
    std::string box = {0, 0, 0, static_cast<char>(16 + compatible.size())};
    return box + "ftyp" + std::string(major) + std::string(4, '\0') + std::string(compatible) +
           "\0\0\0\x08mdat";
}

TEST(Sniff, pictures_are_known_by_their_content_whatever_they_are_called) {
    EXPECT_EQ(sniff(fixture("gps_lying.jpg")), FileType::jpeg);
    EXPECT_EQ(sniff(fixture("cmyk.jpg")), FileType::jpeg);
    EXPECT_EQ(sniff(fixture("quarters.png")), FileType::png);
    EXPECT_EQ(sniff(fixture("moving.gif")), FileType::gif);
    EXPECT_EQ(sniff(fixture("moving.webp")), FileType::webp);
    EXPECT_EQ(sniff(fixture("quarters.avif")), FileType::avif);
    EXPECT_EQ(sniff(fixture("quarters.heic")), FileType::heic);
    EXPECT_EQ(sniff(fixture("svg_named.png")), FileType::svg);
    EXPECT_EQ(sniff(fixture("page_named.jpg")), FileType::html);
    EXPECT_EQ(sniff(fixture("polyglot.jpg")), FileType::jpeg);
}

TEST(Sniff, brands_tell_the_iso_formats_apart) {
    EXPECT_EQ(sniff(base_media("avif")), FileType::avif);
    EXPECT_EQ(sniff(base_media("avis")), FileType::avif);
    EXPECT_EQ(sniff(base_media("mif1", "mif1heic")), FileType::heic);
    EXPECT_EQ(sniff(base_media("mif1", "mif1miafavif")), FileType::avif);
    EXPECT_EQ(sniff(base_media("msf1", "isommsf1hevc")), FileType::heic);
    EXPECT_EQ(sniff(base_media("heix")), FileType::heic);
    EXPECT_EQ(sniff(base_media("isom", "isomavc1")), FileType::mp4);
    EXPECT_EQ(sniff(base_media("mp42")), FileType::mp4);
    EXPECT_EQ(sniff(base_media("XXXX", "isom")), FileType::mp4);
    EXPECT_EQ(sniff(base_media("qt  ")), FileType::mov);
    EXPECT_EQ(sniff(base_media("M4A ", "isomM4A ")), FileType::m4a);
    EXPECT_EQ(sniff(base_media("XXXX", "YYYYZZZZ")), FileType::unknown);
}

TEST(Sniff, brands_outside_their_box_do_not_count) {
    auto bytes = base_media("XXXX", "heic");
    bytes[3] = 16;
    EXPECT_EQ(sniff(bytes), FileType::unknown);
    bytes[3] = 8;
    EXPECT_EQ(sniff(bytes), FileType::unknown);
}

TEST(Sniff, sound_and_video_are_known) {
    EXPECT_EQ(sniff("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm\x42\x87"sv),
              FileType::webm);
    EXPECT_EQ(sniff("\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"sv), FileType::unknown);
    EXPECT_EQ(sniff("ID3\4\0\0\0\0\0\0\xff\xfb"sv), FileType::mp3);
    EXPECT_EQ(sniff("\xff\xfb\x90\x64"sv), FileType::mp3);
    EXPECT_EQ(sniff("\xff\xf1\x50\x80"sv), FileType::aac);
    EXPECT_EQ(sniff("OggS\0\2"sv), FileType::ogg);
    EXPECT_EQ(sniff("RIFF\x24\0\0\0WAVEfmt "sv), FileType::wav);
    EXPECT_EQ(sniff("fLaC\0"sv), FileType::flac);
}

TEST(Sniff, what_is_refused_is_known_too) {
    EXPECT_EQ(sniff("%PDF-1.7"), FileType::pdf);
    EXPECT_EQ(sniff("BM\x46\0\0\0\0\0\0\0\x36\0\0\0"sv), FileType::bmp);
    EXPECT_EQ(sniff("II*\0\x08"sv), FileType::tiff);
    EXPECT_EQ(sniff("\xef\xbb\xbf \n<?xml version='1.0'?><!-- x --><SVG/>"sv), FileType::svg);
    EXPECT_EQ(sniff("<svg onload=alert(1)>"), FileType::svg);
    EXPECT_EQ(sniff("<?xml version='1.0'?><html/>"), FileType::html);
}

TEST(Sniff, nearly_is_not_enough) {
    for (auto const bytes :
         {""sv, "\xff\xd8"sv, "\x89PNG\r\n\x1a"sv, "GIF88a"sv, "RIFF\0\0\0\0WEB"sv, "RIFF"sv,
          "\0\0\0\x18"
          "ftyp"sv,
          "BMW is a brand"sv, "\xff\xff\xff\xff"sv, "\xff\xfb\xf0\x64"sv, "ID3"sv, "<xml/>"sv,
          "   "sv, "#!/bin/sh"sv, "MZ\x90"sv, "\x1a\x45\xdf\xa3....\x42\x82"sv,
          "\x1a\x45\xdf\xa3....\x42\x82\x84"sv}) {
        EXPECT_EQ(sniff(bytes), FileType::unknown) << bytes;
    }
}

TEST(Sniff, every_type_has_a_content_type_and_at_most_one_family) {
    for (int i = 0; i <= static_cast<int>(FileType::m4a); ++i) {
        auto const type = static_cast<FileType>(i);
        EXPECT_FALSE(content_type(type).empty());
        EXPECT_LE(is_picture(type) + is_video(type) + is_audio(type), 1);
        EXPECT_EQ(is_video(type), content_type(type).starts_with("video/"));
        EXPECT_EQ(is_audio(type), content_type(type).starts_with("audio/"));
    }
    EXPECT_FALSE(is_picture(FileType::svg));
    EXPECT_FALSE(is_picture(FileType::tiff));
    EXPECT_FALSE(is_picture(FileType::unknown));
}

}  // namespace
}  // namespace skein::imaging
