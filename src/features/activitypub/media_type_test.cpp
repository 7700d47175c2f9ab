#include "features/activitypub/media_type.h"

#include <gtest/gtest.h>

#include <string>

namespace skein::activitypub {
namespace {

TEST(MediaType, of_documents_is_one_of_two) {
    for (auto const* const type :
         {"application/activity+json", "application/activity+json; charset=utf-8",
          "Application/Activity+JSON",
          "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
          "application/ld+json;charset=utf-8;profile=https://www.w3.org/ns/activitystreams",
          "application/ld+json; PROFILE=\"https://x.example "
          "https://www.w3.org/ns/activitystreams\""})
        EXPECT_TRUE(is_activity_type(type)) << type;
}

TEST(MediaType, of_anything_else_is_not_believed) {
    for (auto const* const type :
         {"", "application/json", "text/html", "application/ld+json", "application/activity+jsonx",
          "application/ld+json; profile=\"https://evil.example\"",
          "application/ld+json; x=\"; profile=https://www.w3.org/ns/activitystreams\"",
          "application/ld+json; profile=\"https://www.w3.org/ns/activitystreamsx\"",
          "text/plain; application/activity+json"})
        EXPECT_FALSE(is_activity_type(type)) << type;
    EXPECT_FALSE(is_activity_type("application/activity+json;" + std::string(1000, ' ')));
}

TEST(MediaType, of_pages_is_html) {
    EXPECT_TRUE(is_html_type("text/html; charset=utf-8"));
    EXPECT_FALSE(is_html_type("text/plain"));
}

}  // namespace
}  // namespace skein::activitypub
