#include <gtest/gtest.h>

#include <filesystem>

#include "core/bare_server.h"
#include "platform/db/migrate.h"

namespace skein {
namespace {

using testing::TestDirectory;

struct PartsTest : ::testing::Test {
    TestDirectory directory;
    ServerConfig config;
    PartsTest() { config.data_dir = directory.file("data"); }

    void make_server() {
        auto const parts = Server::open_parts(config);
        ASSERT_TRUE(parts) << parts.error().message;
        ASSERT_TRUE(db::migrate(*parts->db, db::all_migrations(), [](std::string const&) {}));
    }
    std::string key() const { return config.data_dir + "/secret.key"; }
};

TEST_F(PartsTest, a_new_server_gets_a_key_of_its_own_and_keeps_it) {
    make_server();
    EXPECT_TRUE(std::filesystem::exists(key()));
    EXPECT_TRUE(Server::open_parts(config));
}

TEST_F(PartsTest, no_new_key_is_made_beside_a_database_that_is_in_use) {
    make_server();
    std::filesystem::remove(key());
    auto const parts = Server::open_parts(config);
    ASSERT_FALSE(parts);
    EXPECT_EQ(parts.error().code, Errc::unavailable);
    EXPECT_TRUE(parts.error().message.contains("The secret key is missing: " + key()));
    EXPECT_FALSE(std::filesystem::exists(key()));
}

TEST_F(PartsTest, a_start_that_was_cut_off_before_the_first_table_begins_anew) {
    ASSERT_TRUE(Server::open_parts(config));
    std::filesystem::remove(key());
    EXPECT_TRUE(Server::open_parts(config));
}

TEST_F(PartsTest, a_public_address_without_https_must_be_asked_for) {
    config.public_url = "http://social.example.org";
    EXPECT_EQ(Server::open_parts(config).error().code, Errc::bad_request);
    config.allow_plain_http = true;
    EXPECT_TRUE(Server::open_parts(config));
}

TEST_F(PartsTest, a_public_address_is_an_origin_and_nothing_more) {
    for (auto const* wrong : {"social.example.org", "https://a.example/path", "https://a.example/",
                              "https://a.example?x", "ftp://a.example", "https://A.example", ""}) {
        config.public_url = wrong;
        EXPECT_FALSE(Server::open_parts(config)) << wrong;
    }
    for (auto const* right : {"https://a.example", "http://127.0.0.1:3000", "http://[::1]:3000"}) {
        config.public_url = right;
        EXPECT_TRUE(Server::open_parts(config)) << right;
    }
}

}  // namespace
}  // namespace skein
