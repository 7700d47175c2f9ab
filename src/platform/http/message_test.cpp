#include "platform/http/message.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace skein::http {
namespace {

TEST(Message, headers_compare_without_case_and_keep_their_order) {
    Headers headers;
    headers.add("Vary", "Accept");
    headers.add("X-One", "1");
    headers.add("vary", "Cookie");
    EXPECT_EQ(headers.get("VARY"), "Accept");
    EXPECT_EQ(headers.count("Vary"), 2U);
    headers.set("Vary", "Origin");
    EXPECT_EQ(headers.count("Vary"), 1U);
    EXPECT_EQ(headers.get("vary"), "Origin");
    EXPECT_FALSE(headers.find("Absent"));
}

TEST(Message, a_header_value_can_not_begin_another_header) {
    Headers headers;
    headers.set("Location", "/a\r\nSet-Cookie: x=1");
    headers.add("X", std::string_view("a\0b\x7F", 4));
    EXPECT_EQ(headers.get("Location"), "/aSet-Cookie: x=1");
    EXPECT_EQ(headers.get("X"), "ab");
}

TEST(Message, a_header_may_be_set_from_its_own_value) {
    Headers headers;
    headers.add("ETag", "\"some-longer-tag-than-fits-inside\"");
    headers.set("ETag", headers.get("ETag"));
    EXPECT_EQ(headers.get("ETag"), "\"some-longer-tag-than-fits-inside\"");
}

TEST(Message, methods_are_read_to_the_letter) {
    EXPECT_EQ(parse_method("DELETE"), Method::del);
    EXPECT_EQ(to_string(Method::del), "DELETE");
    EXPECT_FALSE(parse_method("get"));
    EXPECT_FALSE(parse_method("TRACE"));
    EXPECT_FALSE(parse_method(""));
}

TEST(Message, a_spooled_file_goes_with_its_last_owner) {
    auto const path = testing::TempDir() + "/skein-spooled";
    std::ofstream(path) << "x";
    auto file = std::make_shared<SpooledFile>();
    file->path = path;
    auto const second = file;
    file.reset();
    EXPECT_TRUE(std::filesystem::exists(path));
    const_cast<std::shared_ptr<SpooledFile>&>(second).reset();
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace skein::http
