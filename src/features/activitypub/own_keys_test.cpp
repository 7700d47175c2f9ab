#include "features/activitypub/own_keys.h"

#include <gtest/gtest.h>

#include <thread>

#include "features/activitypub/keys.h"
#include "features/activitypub/network.h"
#include "testing/test_server.h"

namespace skein::activitypub {
namespace {

class OwnKeysTest : public ::testing::Test {
  protected:
    testing::TestServer test{{.features = {{"activitypub", install_network}}}};
    Server& server = test.server();

    std::int64_t rows() {
        static db::Query<std::int64_t> const count{"own_keys_test.count",
                                                   "SELECT COUNT(*) FROM activitypub_own_keys"};
        return test.read([](db::Tx& tx) { return tx.load(count); });
    }
};

TEST_F(OwnKeysTest, are_made_once_and_stay) {
    auto const keys = load_own_keys(server, AccountId{});
    ASSERT_TRUE(keys) << keys.error().detail;
    EXPECT_EQ(*keys, load_own_keys(server, AccountId{}).value());
    auto const signature = (*keys)->rsa.sign(crypto::Scheme::rsa_v1_5_sha256, "text");
    auto const shown = crypto::PublicKey::from_pem((*keys)->rsa_pem);
    ASSERT_TRUE(shown);
    EXPECT_TRUE(shown->verify(crypto::Scheme::rsa_v1_5_sha256, "text", signature));
    EXPECT_TRUE((*keys)->ed25519_multibase.starts_with("z6Mk"));
    EXPECT_EQ(rows(), 1);
}

TEST_F(OwnKeysTest, of_several_makers_one_wins) {
    AccountId const account{42};
    std::vector<std::string> pems(4);
    {
        std::vector<std::jthread> threads;
        for (auto& pem : pems)
            threads.emplace_back([&] { pem = load_own_keys(server, account).value()->rsa_pem; });
    }
    EXPECT_EQ(std::ranges::count(pems, pems[0]), 4);
    EXPECT_EQ(rows(), 1);
}

TEST_F(OwnKeysTest, of_a_new_account_are_there_before_anybody_asks) {
    auto const ann = test.make_account("ann");
    test.make_account("eve", {.domain = "far.example"});
    test.drain();
    // The instance actor's and ann's.
    EXPECT_EQ(rows(), 2);
    EXPECT_TRUE(load_own_keys(server, ann.id()));
    EXPECT_EQ(rows(), 2);
}

TEST_F(OwnKeysTest, of_very_many_new_accounts_most_wait_until_they_are_needed) {
    for (int i = 0; i < 20; ++i) test.make_account(fmt::format("bot{}", i));
    test.drain();
    EXPECT_LT(rows(), 20);
}

TEST_F(OwnKeysTest, are_unreadable_in_the_database) {
    struct Row {
        db::Bytes rsa, ed25519;
        auto row() { return std::tie(rsa, ed25519); }
    };
    static db::Query<Row> const read{"own_keys_test.read",
                                     "SELECT rsa, ed25519 FROM activitypub_own_keys"};
    auto const keys = load_own_keys(server, AccountId{}).value();
    auto const row = test.read([](db::Tx& tx) { return tx.load(read); });
    EXPECT_FALSE(crypto::PrivateKey::from_der(row.rsa.data));
    EXPECT_FALSE(row.ed25519.data.contains(keys->ed25519.raw()));
}

}  // namespace
}  // namespace skein::activitypub
