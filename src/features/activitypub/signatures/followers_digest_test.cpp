#include "features/activitypub/signatures/followers_digest.h"

#include <gtest/gtest.h>

#include "features/activitypub/signatures/test_vectors.h"

namespace skein::activitypub {
namespace {

TEST(FollowersDigest, is_what_the_saved_vectors_say) {
    auto const vectors = load_vectors("collection-sync");
    auto const rows = vectors.root().find("vectors")->elements();
    ASSERT_GT(rows.size(), 5U);
    for (auto const& row : rows) {
        FollowersDigest digest;
        for (auto const& follower : row.find("followers")->elements())
            digest.toggle(*follower.text());
        EXPECT_EQ(digest.hex(), row.get_text("digest")) << row.get_text("name");
    }
}

TEST(FollowersDigest, who_leaves_is_taken_out) {
    FollowersDigest digest;
    digest.toggle("https://a.example/1");
    auto const before = digest.hex();
    digest.toggle("https://a.example/2");
    digest.toggle("https://a.example/2");
    EXPECT_EQ(digest.hex(), before);
}

TEST(CollectionSynchronization, only_the_signers_own_followers_at_its_own_origin_count) {
    auto const vectors = load_vectors("collection-sync");
    auto const rows = vectors.root().find("headers")->elements();
    ASSERT_EQ(rows.size(), 4U);
    for (auto const& row : rows) {
        auto const sender = row.get_text("sender");
        auto const about = read_collection_synchronization(row.get_text("value"), sender,
                                                           std::string(sender) + "/followers");
        EXPECT_EQ(about.has_value(), !row.get_text("expect").starts_with("ignored"))
            << row.get_text("expect");
        if (about) {
            EXPECT_EQ(to_header(*about), row.get_text("value"));
        }
    }
}

TEST(CollectionSynchronization, an_incomplete_one_is_nothing) {
    std::string const signer = "https://a.example/u", followers = signer + "/followers";
    std::string const digest(64, '0');
    auto const read = [&](std::string const& header) {
        return read_collection_synchronization(header, signer, followers);
    };
    EXPECT_TRUE(read(to_header({followers, signer + "/sync", digest})));
    EXPECT_FALSE(read(""));
    EXPECT_FALSE(read("collectionId"));
    EXPECT_FALSE(read(to_header({followers, signer, "00"})));
    EXPECT_FALSE(read(to_header({followers, signer, std::string(64, 'x')})));
    EXPECT_FALSE(read(to_header({followers, "", digest})));
    EXPECT_FALSE(read(to_header({followers, "http://a.example/sync", digest})));
    EXPECT_FALSE(read_collection_synchronization(to_header({"", signer, digest}), signer, ""));
    EXPECT_FALSE(read(to_header({followers, signer, digest}) + ", digest=\"" + digest + "\""));
}

}  // namespace
}  // namespace skein::activitypub
