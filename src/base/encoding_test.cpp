#include "base/encoding.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

TEST(Encoding, hex_goes_there_and_back) {
    EXPECT_EQ(to_hex(std::string("\x00\xFF\x1a", 3)), "00ff1a");
    EXPECT_EQ(from_hex("00FF1a"), std::string("\x00\xFF\x1a", 3));
    EXPECT_EQ(from_hex(""), "");
    for (auto const* text : {"0", "0g", "0x", " 00", "é0"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Encoding, base64_has_the_answers_of_the_rfc) {
    // RFC 4648 section 10.
    std::pair<char const*, char const*> const rows[] = {{"", ""},
                                                        {"f", "Zg=="},
                                                        {"fo", "Zm8="},
                                                        {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg=="},
                                                        {"fooba", "Zm9vYmE="},
                                                        {"foobar", "Zm9vYmFy"}};
    for (auto const& [bytes, text] : rows) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
        EXPECT_EQ(from_base64(to_base64url(bytes)), bytes);
    }
    EXPECT_EQ(to_base64("\xFB\xFF\xFE"), "+//+");
    EXPECT_EQ(to_base64url("\xFB\xFF\xFE"), "-__-");
    EXPECT_EQ(from_base64("-__-"), "\xFB\xFF\xFE");
}

TEST(Encoding, base64_has_one_spelling) {
    for (auto const* text : {"Z", "Zg=", "Zg===", "=", "====", "Zg==Zg==", "Zh==", "Zh",
                             "Zm9=", "Zm 9v", "Zm9v\n", "Zm9v=", "Zm9v===="})
        EXPECT_FALSE(from_base64(text)) << text;
}

TEST(Encoding, percent_encoding_keeps_unreserved_characters_only) {
    EXPECT_EQ(percent_encode("aZ0-._~ /ä+"), "aZ0-._~%20%2F%C3%A4%2B");
    EXPECT_EQ(percent_decode("%C3%A4+%2b"), "ä++");
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
    EXPECT_EQ(percent_decode("%41"), "A");
    EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
    for (auto const* text : {"%", "%4", "%zz", "%4g", "a%"})
        EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(Encoding, utf8_is_checked_strictly) {
    for (auto const* text : {"", "abc", "ä", "ไทย", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_valid_utf8(text)) << text;
    for (auto const* text :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
          "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
          "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(", "\xE2(\xA1", "a\xF0\x9F\x98z"})
        EXPECT_FALSE(is_valid_utf8(text)) << testing::PrintToString(text);
    EXPECT_TRUE(is_valid_utf8(std::string_view("\0", 1)));
}

TEST(Encoding, broken_utf8_is_mended_byte_by_byte) {
    EXPECT_EQ(to_valid_utf8("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(to_valid_utf8("\xE2\x82"), "\uFFFD\uFFFD");
    EXPECT_EQ(to_valid_utf8("ä\xC3"), "ä\uFFFD");
    EXPECT_EQ(utf8_length("😀x"), 4U);
    EXPECT_EQ(utf8_length("\xF0\x9F"), 0U);
    EXPECT_EQ(utf8_length(""), 0U);
}

}  // namespace
}  // namespace skein
