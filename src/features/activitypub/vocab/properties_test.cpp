#include "features/activitypub/vocab/properties.h"

#include <gtest/gtest.h>

#include "features/activitypub/vocab/dates.h"
#include "features/activitypub/vocab/plain_text.h"

namespace skein::activitypub {
namespace {

json::Document document(std::string_view text) { return json::Document::parse(text).value(); }

std::string id(std::string_view text) {
    auto const iri = Iri::parse(text);
    return iri ? iri->str() : "";
}

std::string date(std::string_view text) {
    auto const at = parse_date(text);
    return at ? to_rfc3339(*at) : "";
}

TEST(Iri, stays_as_its_owner_wrote_it_but_for_the_host) {
    for (auto const* text :
         {"https://a.example/users/Ann/", "https://blog.example/?p=27&x=%2f", "https://a.example",
          "https://bridge.example/ap/at://did:plc:x/app.bsky/1", "https://a.example/n/1#likes/31",
          "https://a.example:8443/x", "http://a.example/x", "https://a.example/ü/../x"})
        EXPECT_EQ(id(text), text);
    EXPECT_EQ(id("HTTPS://A.Example:443/X"), "https://a.example/X");
    EXPECT_EQ(id("https://a.example./x"), "https://a.example/x");
    EXPECT_EQ(id("https://bücher.example/x"), "https://xn--bcher-kva.example/x");
    EXPECT_EQ(Iri::parse("https://a.example/x#main-key")->document(), "https://a.example/x");
}

TEST(Iri, is_none_for_what_could_be_taken_for_another) {
    for (auto const* text :
         {"", "a", "at://did:plc:x", "ftp://a.example/x", "javascript:alert(1)", "//a.example/x",
          "https://a.example@evil.example/x", "https://u:p@a.example/x", "https://a.example\\@b/x",
          "https://a.example/\\x", "https://127.0.0.1/x", "https://[::1]/x", "https://2130706433/x",
          "https://a.example/a b", "https://a.example/\n", "https:///x", "https://a..example/x",
          "https://a.example/\u202e", "https://a.example/\u0085"})
        EXPECT_EQ(id(text), "") << text;
    EXPECT_EQ(id("https://a.example/" + std::string(2048, 'x')), "");
    EXPECT_EQ(id(std::string_view("https://a.example/\0x", 20)), "");
}

TEST(Iri, has_the_authority_of_scheme_host_and_port) {
    auto const one = *Iri::parse("https://a.example/1");
    EXPECT_TRUE(one.same_origin(*Iri::parse("https://A.example:443/2?x")));
    for (auto const* other : {"http://a.example/1", "https://a.example:8443/1",
                              "https://www.a.example/1", "https://a.example.evil.example/1"})
        EXPECT_FALSE(one.same_origin(*Iri::parse(other))) << other;
}

TEST(Dates, are_read_in_every_form_that_is_sent) {
    for (auto const* text :
         {"2026-03-04T10:20:30Z", "2026-03-04T10:20:30+00:00", "2026-03-04T10:20:30+0000",
          "2026-03-04T11:20:30+01", "2026-03-04T10:20:30", "2026-03-04t10:20:30z",
          "2026-03-04 10:20:30", "2026-03-04T05:50:30-0430", " 2026-03-04T10:20:30Z "})
        EXPECT_EQ(date(text), "2026-03-04T10:20:30.000Z") << text;
    for (auto const* text : {"2026-03-04T10:20:30.123456789123Z", "2026-03-04T10:20:30,123Z",
                             "2026-03-04T10:20:30.123"})
        EXPECT_EQ(date(text), "2026-03-04T10:20:30.123Z") << text;
    EXPECT_EQ(date("2026-03-04T10:20Z"), "2026-03-04T10:20:00.000Z");
    EXPECT_EQ(date("2026-03-04"), "2026-03-04T00:00:00.000Z");
    EXPECT_EQ(date("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00.000Z");
}

TEST(Dates, that_are_none_are_none) {
    for (auto const* text :
         {"", "yesterday", "2026", "2026-13-01T00:00:00Z", "2026-02-30", "2026-03-04T25:00:00Z",
          "2026-03-04T10:20:30X", "2026-03-04T10:20:30+", "2026-03-04T10:20:30+1",
          "99999-01-01T00:00:00Z", "2026-03-04T10:20:30.Z", "1709547630", "-2026-03-04T10:20:30Z"})
        EXPECT_EQ(date(text), "") << text;
    EXPECT_EQ(date(std::string(1000, '2')), "");
}

TEST(Properties, may_be_absent_null_one_or_many) {
    auto const read = document(R"({"none":null,"one":"a","list":["a",null,"b"],"empty":[]})");
    auto const root = read.root();
    EXPECT_TRUE(list_of(root, "absent").empty());
    EXPECT_TRUE(list_of(root, "none").empty());
    EXPECT_TRUE(list_of(root, "empty").empty());
    EXPECT_EQ(list_of(root, "one").size(), 1U);
    EXPECT_EQ(list_of(root, "list").size(), 2U);
    EXPECT_EQ(list_of(root, "list", 1).size(), 1U);
    EXPECT_EQ(first_of(root, "list")->text(), "a");
    EXPECT_FALSE(first_of(root, "none"));
}

TEST(Properties, objects_may_be_ids_or_themselves) {
    auto const read = document(
        R"({"text":"https://a.example/1","object":{"id":"https://a.example/2","type":"Note"},)"
        R"("link":{"type":"Link","href":"https://a.example/3"},"bad":"at://x","number":5,)"
        R"("list":["https://a.example/4",{"id":5},{"id":"https://a.example/6"},null]})");
    auto const root = read.root();
    EXPECT_EQ(id_of(root, "text")->str(), "https://a.example/1");
    EXPECT_EQ(id_of(root, "object")->str(), "https://a.example/2");
    EXPECT_EQ(id_of(root, "link")->str(), "https://a.example/3");
    EXPECT_FALSE(id_of(root, "bad"));
    EXPECT_FALSE(id_of(root, "number"));
    EXPECT_EQ(ids_of(root, "list").size(), 2U);
}

TEST(Properties, types_are_read_without_the_prefixes_of_known_words) {
    auto const read = document(
        R"({"type":["as:Note","http://schema.org#PropertyValue","https://ns.mia.jetzt/as#Bite",5]})");
    EXPECT_EQ(types_of(read.root()),
              (std::vector<std::string>{"Note", "PropertyValue", "https://ns.mia.jetzt/as#Bite"}));
    EXPECT_TRUE(has_type(read.root(), "Note"));
    EXPECT_FALSE(has_type(read.root(), "Bite"));
}

TEST(Properties, numbers_and_times_stay_within_bounds) {
    auto const read = document(
        R"({"big":1e300,"long":9000000000,"less":-5,"text":"7","part":3.9,"yes":true,"word":"true",)"
        R"("late":"2027-01-01T00:00:00Z","soon":"2026-01-01T00:00:00Z","bad":"x"})");
    auto const root = read.root();
    EXPECT_EQ(count_of(root, "big"), 2'147'483'647);
    EXPECT_EQ(count_of(root, "long"), 2'147'483'647);
    EXPECT_EQ(count_of(root, "less"), 0);
    EXPECT_EQ(count_of(root, "part"), 3);
    EXPECT_FALSE(count_of(root, "text"));
    EXPECT_TRUE(is_true(root, "yes"));
    EXPECT_FALSE(is_true(root, "word"));
    auto const now = *parse_date("2026-03-04");
    EXPECT_EQ(time_of(root, "late", now), now);
    EXPECT_EQ(time_of(root, "soon", now), parse_date("2026-01-01"));
    EXPECT_FALSE(time_of(root, "bad", now));
}

TEST(Properties, the_public_has_three_spellings) {
    for (auto const* name : {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
        EXPECT_TRUE(is_public(name));
    for (auto const* name : {"", "public", "https://evil.example/ns/activitystreams#Public"})
        EXPECT_FALSE(is_public(name));
}

TEST(PlainText, comes_from_the_map_where_there_is_nothing_else) {
    auto const read = document(R"({"name":"","nameMap":{"@none":"x","de":"Hallo","en":"Hello"}})");
    EXPECT_EQ(natural_text(read.root(), "name"), "Hallo");
    EXPECT_EQ(one_line("  a \n\n b\tc  ", 10), "a b c");
    EXPECT_EQ(one_line("abcdef", 3), "abc");
    EXPECT_EQ(first_bytes("aüü", 4), "aü");
}

}  // namespace
}  // namespace skein::activitypub
