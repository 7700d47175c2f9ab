#include "features/activitypub/delivery/number_set.h"

#include <gtest/gtest.h>

namespace skein::activitypub {
namespace {

using Numbers = std::vector<std::int64_t>;

TEST(NumberSet, comes_back_sorted_and_each_number_once) {
    EXPECT_EQ(unpack_numbers(pack_numbers({7, 1, 300, 7, 1})), (Numbers{1, 7, 300}));
    EXPECT_EQ(unpack_numbers(pack_numbers({})), Numbers{});
    EXPECT_EQ(unpack_numbers(pack_numbers({0, INT64_MAX})), (Numbers{0, INT64_MAX}));
}

TEST(NumberSet, neighbours_take_a_byte_each) {
    Numbers many;
    for (std::int64_t i = 1000; i < 1500; ++i) many.push_back(i);
    auto const packed = pack_numbers(many);
    EXPECT_LE(packed.size(), 501u);
    EXPECT_EQ(unpack_numbers(packed), many);
}

TEST(NumberSet, what_is_damaged_ends_where_it_stops_making_sense) {
    EXPECT_EQ(unpack_numbers("\x05\x80"), Numbers{5});
    EXPECT_EQ(unpack_numbers(std::string("\x05") + std::string(20, '\xff')), Numbers{5});
}

}  // namespace
}  // namespace skein::activitypub
