#include "social/instance.h"

#include <gtest/gtest.h>

#include "social/emojis.h"
#include "social/media.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::TestServer;

class Instance : public ::testing::Test {
  protected:
    Result<void> put(Emoji emoji) {
        return server.db().write([&](db::Tx& tx) { return put_emoji(tx, emoji); });
    }
    Result<void> set(std::vector<Rule> rules) {
        return server.db().write([&](db::Tx& tx) { return set_rules(tx, rules); });
    }
    std::vector<Rule> rules() { return server.read(list_rules); }

    TestServer server;
};

Emoji emoji(std::string shortcode, std::string key = "k.png", std::string domain = "") {
    Emoji made;
    made.shortcode = std::move(shortcode);
    made.domain = std::move(domain);
    made.file_key = made.static_key = std::move(key);
    return made;
}

Rule rule(std::string text, RuleId id = {}) { return {id, 0, std::move(text), "why"}; }

TEST_F(Instance, emojis_are_listed_by_name_and_found_by_domain) {
    ASSERT_TRUE(put(emoji("zebra")));
    ASSERT_TRUE(put(emoji("ant")));
    ASSERT_TRUE(put(emoji("ant", "other.png", "remote.example")));
    auto const local = server.read(list_local_emojis);
    ASSERT_EQ(local.size(), 2U);
    EXPECT_EQ(local[0].shortcode, "ant");
    std::vector<std::string> const names{"ant", "absent"};
    auto const remote =
        server.read([&](db::Tx& tx) { return list_emojis(tx, "remote.example", names); });
    ASSERT_EQ(remote.size(), 1U);
    EXPECT_EQ(remote[0].file_key, "other.png");
}

TEST_F(Instance, a_second_emoji_of_that_name_replaces_the_first_and_its_file) {
    auto const blob = server.server().storage().put("picture").value();
    auto const key =
        server.write([&](db::Tx& tx) { return insert_file(tx, "old", blob, "image/png", false); });
    ASSERT_TRUE(put(emoji("cat", key)));
    ASSERT_TRUE(put(emoji("cat", "new.png")));
    auto const local = server.read(list_local_emojis);
    ASSERT_EQ(local.size(), 1U);
    EXPECT_EQ(local[0].file_key, "new.png");
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_file(tx, key); }));
}

TEST_F(Instance, shortcodes_are_checked) {
    for (auto const* bad : {"", "a", "with space", "dash-ed", "ไทย", ":x:"})
        EXPECT_EQ(put(emoji(bad)).error().code, Errc::unprocessable) << bad;
    EXPECT_FALSE(put(emoji(std::string(129, 'a'))));
    EXPECT_TRUE(put(emoji(std::string(128, 'a'))));
}

TEST_F(Instance, rules_keep_their_ids_and_take_their_order) {
    ASSERT_TRUE(set({rule("be kind"), rule("no spam"), rule("gone")}));
    auto const before = rules();
    ASSERT_EQ(before.size(), 3U);
    ASSERT_TRUE(set({rule("no spam at all", before[1].id), rule("be kind", before[0].id)}));
    auto const after = rules();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0].id, before[1].id);
    EXPECT_EQ(after[0].text, "no spam at all");
    EXPECT_EQ(after[1].id, before[0].id);
    ASSERT_TRUE(set({}));
    EXPECT_TRUE(rules().empty());
}

TEST_F(Instance, a_rule_says_something) {
    EXPECT_EQ(set({rule(" ")}).error().message, "Validation failed: Text can't be blank");
    EXPECT_FALSE(set({rule(std::string(1001, 'x'))}));
    EXPECT_FALSE(set(std::vector<Rule>(101, rule("x"))));
}

TEST_F(Instance, a_text_carries_the_time_of_its_last_change) {
    auto const find = [&] {
        return server.read([](db::Tx& tx) { return find_instance_text(tx, "privacy_policy"); });
    };
    EXPECT_FALSE(find());
    server.write([](db::Tx& tx) { return set_instance_text(tx, "privacy_policy", "one"); });
    server.clock().advance(std::chrono::hours(1));
    server.write([](db::Tx& tx) { return set_instance_text(tx, "privacy_policy", "two"); });
    EXPECT_EQ(find()->value, "two");
    EXPECT_EQ(find()->updated_at, server.clock().now());
}

TEST_F(Instance, figures_count_people_posts_and_domains) {
    auto const ann = server.make_account("ann");
    server.make_account("waiting", {.approved = false});
    server.post(server.make_account("one", {.domain = "a.example"}), "x");
    server.post(server.make_account("two", {.domain = "b.example"}), "x");
    server.post(server.make_account("three", {.domain = "b.example"}), "x");
    server.post(ann, "one");
    server.post(ann, "two");
    auto const figures = server.read(count_instance);
    EXPECT_EQ(figures.users, 1);
    EXPECT_EQ(figures.active_month, 1);
    EXPECT_EQ(figures.local_statuses, 2);
    EXPECT_EQ(figures.known_domains, 2);
    server.clock().advance(std::chrono::days(60));
    auto const later = server.read(count_instance);
    EXPECT_EQ(later.active_month, 0);
    EXPECT_EQ(later.active_half_year, 1);
}

TEST_F(Instance, an_empty_server_has_empty_figures) {
    auto const figures = server.read(count_instance);
    EXPECT_EQ(figures.users + figures.local_statuses + figures.known_domains, 0);
}

}  // namespace
}  // namespace skein::social
