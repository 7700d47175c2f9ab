#include "features/activitypub/signatures/jcs.h"

#include <gtest/gtest.h>

#include <bit>

#include "base/numbers.h"
#include "features/activitypub/signatures/test_vectors.h"

namespace skein::activitypub {
namespace {

std::string canonical(std::string_view text) {
    return canonical_json(json::Document::parse(text).value().root());
}

TEST(Jcs, numbers_are_written_as_the_saved_vectors_say) {
    auto const vectors = load_vectors("jcs");
    auto const rows = vectors.root().find("numbers")->elements();
    ASSERT_GT(rows.size(), 20U);
    for (auto const& row : rows) {
        std::uint64_t bits = 0;
        auto const hex = row.get_text("ieee754");
        std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
        auto const text = canonical_number(std::bit_cast<double>(bits));
        EXPECT_EQ(text.has_value(), row.get_text("expect") != "error") << hex;
        if (text) {
            EXPECT_EQ(*text, row.get_text("text")) << hex;
        }
    }
}

TEST(Jcs, documents_are_written_as_the_saved_vectors_say) {
    auto const vectors = load_vectors("jcs");
    auto const rows = vectors.root().find("vectors")->elements();
    ASSERT_GT(rows.size(), 9U);
    for (auto const& row : rows) {
        EXPECT_EQ(canonical(row.get_text("input")), row.get_text("output")) << row.get_text("name");
        EXPECT_EQ(canonical(row.get_text("output")), row.get_text("output"))
            << row.get_text("name");
    }
}

TEST(Jcs, what_has_no_canonical_form_is_refused_when_it_is_read) {
    auto const vectors = load_vectors("jcs");
    auto const rows = vectors.root().find("errors")->elements();
    ASSERT_GT(rows.size(), 3U);
    for (auto const& row : rows)
        EXPECT_FALSE(json::Document::parse(row.get_text("input"))) << row.get_text("name");
}

TEST(Jcs, names_are_ordered_by_utf_16) {
    // U+E000 and U+FFFF come after the surrogates of U+10000, U+D7FF before.
    EXPECT_EQ(canonical("{\"\uFFFD\":1,\"\U00010000\":2,\"\uE000\":3,\"\uD7FF\":4,\"a\":5}"),
              "{\"a\":5,\"\uD7FF\":4,\"\U00010000\":2,\"\uE000\":3,\"\uFFFD\":1}");
    EXPECT_EQ(canonical("{\"aa\":1,\"a\":2,\"\":3}"), "{\"\":3,\"a\":2,\"aa\":1}");
}

TEST(Jcs, a_member_is_left_out_at_the_top_only) {
    auto const document = json::Document::parse(R"({"proof":1,"b":{"proof":2},"a":0})").value();
    EXPECT_EQ(canonical_json_without(document.root(), "proof"), R"({"a":0,"b":{"proof":2}})");
}

}  // namespace
}  // namespace skein::activitypub
