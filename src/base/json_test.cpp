#include "base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace skein::json {
namespace {

TEST(JsonWriter, writes_every_kind_of_value) {
    Writer out;
    out.object([&] {
        out.field("id", StatusId{9223372036854775807});
        out.field("text", "a\"b");
        out.field("yes", true);
        out.field("count", -7);
        out.field("ratio", 0.5);
        out.field("whole", 2.0);
        out.field("none", nullptr);
        out.field("maybe", std::optional<int>{});
        out.field("at", Time(std::chrono::milliseconds(1'795'538'650'123)));
        out.key("list");
        out.array([&] {
            out.value(1);
            out.value("x");
            out.array([] {});
            out.object([] {});
        });
        out.raw_field("raw", R"({"a":1})");
        out.key_escaped("k\"");
        out.value(1);
    });
    EXPECT_EQ(out.take(),
              R"({"id":"9223372036854775807","text":"a\"b","yes":true,"count":-7,"ratio":0.5,)"
              R"("whole":2.0,"none":null,"maybe":null,"at":"2026-11-24T16:44:10.123Z",)"
              R"("list":[1,"x",[],{}],"raw":{"a":1},"k\"":1})");
}

TEST(JsonWriter, a_fragment_is_spliced_in_as_one_value) {
    Writer out;
    out.array([&] {
        out.value(1);
        out.begin_value();
        out.buffer() += R"({"a":1})";
        out.value(2);
    });
    EXPECT_EQ(out.text(), R"([1,{"a":1},2])");
}

TEST(JsonWriter, numbers_that_json_does_not_know_are_null) {
    Writer out;
    out.array([&] {
        out.value(std::numeric_limits<double>::infinity());
        out.value(std::nan(""));
        out.value(1e300);
        out.value(-0.0);
    });
    EXPECT_EQ(out.text(), "[null,null,1e+300,-0.0]");
}

std::string quoted(std::string_view text) {
    std::string out;
    append_string(out, text);
    return out;
}

TEST(JsonWriter, strings_are_escaped_for_json_and_for_scripts) {
    EXPECT_EQ(quoted("a\n\r\t\x01\x7F\\\""), R"("a\n\r\t\u0001\u007f\\\"")");
    EXPECT_EQ(quoted("</script><!--<b>"), R"("\u003c/script>\u003c!--<b>")");
    EXPECT_EQ(quoted("\u2028\u2029ไทย😀"), "\"\\u2028\\u2029ไทย😀\"");
    EXPECT_EQ(quoted("a\xFF\xC3z"), "\"a\uFFFD\uFFFDz\"");
    EXPECT_EQ(quoted(std::string_view("\0", 1)), R"("\u0000")");
    EXPECT_EQ(quoted(""), R"("")");
}

Document parse(std::string_view text) {
    auto document = Document::parse(text);
    EXPECT_TRUE(document) << text;
    return *std::move(document);
}

TEST(JsonReader, reads_every_kind_of_value) {
    auto const document = parse(
        R"( {"a":[1,-2,3.5,true,null,"x"],"b":{"c":"\u00e4\ud83d\ude00\n"},"big":18446744073709551615} )");
    auto const root = document.root();
    auto const list = root.find("a")->elements();
    ASSERT_EQ(list.size(), 6U);
    EXPECT_EQ(list[0].integer(), 1);
    EXPECT_EQ(list[0].real(), 1.0);
    EXPECT_EQ(list[1].integer(), -2);
    EXPECT_EQ(list[2].real(), 3.5);
    EXPECT_EQ(list[2].integer(), std::nullopt);
    EXPECT_EQ(list[3].boolean(), true);
    EXPECT_TRUE(list[4].is_null());
    EXPECT_EQ(list[5].text(), "x");
    EXPECT_EQ(root.find("b")->get_text("c"), "ä😀\n");
    EXPECT_EQ(root.find("big")->integer(), std::nullopt);
    EXPECT_EQ(root.find("big")->kind(), Value::Kind::real);
    EXPECT_EQ(root.members()[1].first, "b");
    EXPECT_EQ(root.get_text("a"), "");
    EXPECT_FALSE(root.find("z"));
    EXPECT_FALSE(list[0].find("a"));
    EXPECT_TRUE(list[0].elements().empty());
    EXPECT_TRUE(root.elements().empty());
}

TEST(JsonReader, numbers_keep_their_range) {
    EXPECT_EQ(parse("9223372036854775807").root().integer(), 9223372036854775807);
    EXPECT_EQ(parse("-9223372036854775808").root().integer(),
              std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(parse("1e3").root().integer(), 1000);
    EXPECT_EQ(parse("9223372036854775808").root().integer(), std::nullopt);
    EXPECT_EQ(parse("1e300").root().integer(), std::nullopt);
    EXPECT_EQ(parse("1E-400").root().real(), 0);
    EXPECT_EQ(parse("0.1").root().real(), 0.1);
    EXPECT_EQ(parse("9236854737904580.81").root().real(), 9236854737904580.81);
    EXPECT_FALSE(Document::parse("1e999"));
    EXPECT_FALSE(Document::parse("-1e999"));
}

TEST(JsonReader, what_is_not_json_is_refused) {
    for (auto const* text : {"",           " ",      "{",       "[1",        "[1,]",
                             "{\"a\":1,}", "{a:1}",  "'a'",     "nul",       "truee",
                             "01",         "+1",     ".5",      "1.",        "NaN",
                             "Infinity",   "[1] x",  "{}{}",    "\"a",       "\"\\x\"",
                             "\"\\u12\"",  "\"\n\"", "// c\n1", "/* c */ 1", "\xEF\xBB\xBF{}"})
        EXPECT_FALSE(Document::parse(text)) << text;
    EXPECT_FALSE(Document::parse(std::string_view("{}\0", 3)));
    EXPECT_EQ(Document::parse("{").error().code, Errc::bad_request);
}

TEST(JsonReader, text_is_valid_utf8_or_nothing) {
    for (auto const* text :
         {"\"\xFF\"", "\"\xC3\"", "\"\xED\xA0\x80\"", R"("\ud800")", R"("\udc00")",
          R"("\ud800\ud800")", R"("\ud83dx")", "{\"\xFF\":1}", R"({"\udc00":1})"})
        EXPECT_FALSE(Document::parse(text)) << text;
}

TEST(JsonReader, a_key_appears_once) {
    EXPECT_FALSE(Document::parse(R"({"a":1,"a":2})"));
    EXPECT_FALSE(Document::parse(R"({"a":1,"\u0061":2})"));
    EXPECT_FALSE(Document::parse(R"({"b":{"a":1,"a":2}})"));
    EXPECT_TRUE(Document::parse(R"({"a":{"a":1},"b":{"a":1}})"));
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonReader, depth_members_and_strings_have_limits) {
    EXPECT_TRUE(Document::parse(nested(64)));
    EXPECT_FALSE(Document::parse(nested(65)));
    EXPECT_FALSE(Document::parse(nested(100'000)));
    auto const list_of = [](std::size_t count) {
        std::string text = "[0";
        for (std::size_t i = 1; i < count; ++i) text += ",0";
        return text + "]";
    };
    EXPECT_TRUE(Document::parse(list_of(10'000)));
    EXPECT_FALSE(Document::parse(list_of(10'001)));
    EXPECT_TRUE(Document::parse("[" + list_of(9'999) + "," + list_of(9'999) + "]"));
    EXPECT_FALSE(Document::parse("[" + list_of(9'999) + "," + list_of(10'000) + "]"));
    EXPECT_TRUE(Document::parse("\"" + std::string(1 << 20, 'a') + "\""));
    EXPECT_FALSE(Document::parse("\"" + std::string((1 << 20) + 1, 'a') + "\""));
}

TEST(JsonReader, a_document_is_written_again_as_it_was) {
    for (auto const* text :
         {"null", "[]", "{}", R"([1,-2,true,"a\"b",null,{"x":[{}]}])", R"({"b":1,"a":{"c":0.5}})"})
        EXPECT_EQ(parse(text).root().dump(), text);
}

TEST(JsonReader, values_stay_where_they_are_when_the_document_moves) {
    auto first = parse(R"({"a":"text"})");
    auto const value = *first.root().find("a");
    auto const second = std::move(first);
    EXPECT_EQ(value.text(), "text");
}

}  // namespace
}  // namespace skein::json
