#include "features/activitypub/backfill/collections.h"

#include <gtest/gtest.h>

#include "features/activitypub/network.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

constexpr auto* address = "https://a.example/tags";

class ReadCollections : public ::testing::Test, protected testing::Asking {
  protected:
    ReadCollections() : Asking({{"activitypub", install_network}}) {}

    void page(std::string_view id, std::string_view rest) {
        answer(std::string(id), 200, fmt::format(R"({{"id":"{}",{}}})", id, rest));
    }
    /// How many items were met; all of them were when it was read to its end.
    int read(CollectionLimits const& limits, bool to_its_end) {
        int items = 0;
        FetchBudget budget{.requests = 10};
        auto const whole = read_collection(server, *Iri::parse(address), budget, limits,
                                           [&](Fetched const&, json::Value) -> Result<bool> {
                                               ++items;
                                               return items < visited_max;
                                           });
        EXPECT_TRUE(whole) << "the collection itself is there";
        EXPECT_EQ(whole && *whole, to_its_end);
        return items;
    }

    int visited_max = 100;
};

TEST_F(ReadCollections, in_one_piece_are_read_to_their_end_unless_they_are_too_long) {
    page(address, R"("type":"Collection","items":["a","b","c"])");
    EXPECT_EQ(read({.pages = 1, .items = 4}, true), 3);
    EXPECT_EQ(read({.pages = 1, .items = 3}, true), 3);
    EXPECT_EQ(read({.pages = 1, .items = 2}, false), 2);
    visited_max = 2;
    EXPECT_EQ(read({.pages = 1, .items = 4}, false), 2);
}

TEST_F(ReadCollections, in_pages_are_read_to_their_end_when_every_page_is) {
    page(address, R"("type":"OrderedCollection","first":"https://a.example/tags/1")");
    page("https://a.example/tags/1", R"("type":"OrderedCollectionPage","orderedItems":["a"],)"
                                     R"("next":"https://a.example/tags/2")");
    page("https://a.example/tags/2", R"("type":"OrderedCollectionPage","orderedItems":["b"])");
    EXPECT_EQ(read({.pages = 2, .items = 4}, true), 2);
    EXPECT_EQ(read({.pages = 1, .items = 4}, false), 1);
    answer("https://a.example/tags/2", 500, "");
    EXPECT_EQ(read({.pages = 2, .items = 4}, false), 1);
}

}  // namespace
}  // namespace skein::activitypub
