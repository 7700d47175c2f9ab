#include "features/search/read_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::search {
namespace {

using ::testing::HasSubstr;

std::string sqlite(std::string_view text) {
    auto const query = read_query(text);
    if (!query) return "! " + query.error().message;
    if (query->empty) return "empty";
    return query->impossible ? "impossible" : query->asked.expression(Dialect::sqlite, "%pub");
}
std::string postgres(std::string_view text) {
    return read_query(text)->asked.expression(Dialect::postgres, "%pub");
}

TEST(ReadQuery, words_phrases_and_minus) {
    EXPECT_EQ(sqlite("Tea"), R"("tea" AND "%pub")");
    EXPECT_EQ(sqlite("green tea -Coffee"), R"("green" AND "tea" AND "%pub" NOT "coffee")");
    EXPECT_EQ(sqlite("\"green tea\" +cup"), R"("green tea" AND "cup" AND "%pub")");
    EXPECT_EQ(sqlite("“Grüner Tee” -«kalt»"), R"("gruner tee" AND "%pub" NOT "kalt")");
    EXPECT_EQ(sqlite("e-mail"), R"("e mail" AND "%pub")");
    EXPECT_EQ(sqlite("\"open end"), R"("open end" AND "%pub")");
    EXPECT_EQ(sqlite("#Tea -#Coffee_Time"), R"("#tea" AND "%pub" NOT "#coffeetime")");
    EXPECT_EQ(sqlite("to:ann"), R"("to ann" AND "%pub")");
    for (auto const* nothing : {"", "  ", "!?", "🎉", "-", "\"\"", "#", "in:all"})
        EXPECT_EQ(sqlite(nothing), "empty") << nothing;
}

TEST(ReadQuery, is_written_for_each_database) {
    EXPECT_EQ(postgres("\"green tea\" -cold #x"),
              "('green' <-> 'tea') & ('#x') & ('%pub') & !('cold')");
    EXPECT_EQ(postgres("it's '; DROP -\\'"), "('it' <-> 's') & ('drop') & ('%pub')");
}

TEST(ReadQuery, operators_as_mastodon_has_them) {
    EXPECT_EQ(sqlite("has:image -is:reply has:polls"),
              R"("%image" AND "%poll" AND "%pub" NOT "%reply")");
    EXPECT_EQ(sqlite("language:pt-BR"), R"("%lpt" AND "%pub")");
    auto const query = read_query("tea from:@Ann@far.example -from:me in:library");
    ASSERT_TRUE(query);
    ASSERT_EQ(query->from.size(), 2U);
    EXPECT_EQ(query->from[0].handle->host, "far.example");
    EXPECT_FALSE(query->from[1].handle);
    EXPECT_TRUE(query->from[1].not_by);
    EXPECT_EQ(query->in, PostQuery::In::library);
    EXPECT_EQ(sqlite("from:\"nobody at all\""), "impossible");
    for (auto const* wrong : {"has:cats", "in:space", "before:never", "language:x9", "-in:library"})
        EXPECT_THAT(sqlite(wrong), HasSubstr("! ")) << wrong;
}

TEST(ReadQuery, days_are_whole_and_narrow_each_other) {
    auto const day = [](std::string_view text) { return parse_rfc3339(text); };
    auto query = read_query("after:2026-11-01 before:2026-11-24").value();
    EXPECT_EQ(query.after, day("2026-11-02"));
    EXPECT_EQ(query.before, day("2026-11-24"));
    query = read_query("during:2026-11-10 before:2027-01-01").value();
    EXPECT_EQ(query.after, day("2026-11-10"));
    EXPECT_EQ(query.before, day("2026-11-11"));
    EXPECT_FALSE(query.empty);
}

TEST(ReadQuery, is_bounded) {
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "x ";
    auto const query = read_query(many);
    ASSERT_TRUE(query);
    EXPECT_EQ(query->asked.all.size(), query_parts_max);
}

}  // namespace
}  // namespace skein::search
