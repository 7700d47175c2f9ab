#include "features/search/index_words.h"

#include <gtest/gtest.h>

namespace skein::search {
namespace {

TEST(IndexWords, a_value_is_judged_as_its_index_would) {
    auto const value = index_value(Dialect::sqlite, {"green", "tea", "greens"}, {"#tea", "%pub"});
    auto const matches = [&](Asked const& asked) { return Matcher(asked).matches(value); };
    EXPECT_TRUE(matches({.all = {{"green"}, {"tea"}}, .none = {}}));
    EXPECT_TRUE(matches({.all = {{"green", "tea"}, {"#tea"}, {"%pub"}}, .none = {{"gree"}}}));
    EXPECT_TRUE(matches({.all = {}, .none = {{"coffee"}}})) << "nothing but what must not be there";
    EXPECT_FALSE(matches({.all = {{"tea", "green"}}, .none = {}})) << "in another order";
    EXPECT_FALSE(matches({.all = {{"gree"}}, .none = {}})) << "a part of a word";
    EXPECT_FALSE(matches({.all = {{"tea"}}, .none = {{"greens"}}}));
    EXPECT_FALSE(matches({.all = {{"tea"}, {"%media"}}, .none = {}}));
}

}  // namespace
}  // namespace skein::search
