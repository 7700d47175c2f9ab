#include <gtest/gtest.h>

#include "features/notifications/feature.h"
#include "social/account_warnings.h"
#include "social/statuses.h"
#include "testing/answer.h"

namespace skein::notifications {
namespace {

using social::AccountWarning;
using social::WarningAction;
using testing::Answer;
using testing::Person;
using testing::TestServer;

class WarningNotices : public ::testing::Test {
  protected:
    AccountWarning warn(Person const& whom, std::string text, std::vector<StatusId> posts = {},
                        bool tell = true) {
        return server.write([&](db::Tx& tx) {
            AccountWarning warning;
            warning.account_id = whom.id();
            warning.text = std::move(text);
            warning.statuses = std::move(posts);
            return social::warn_account(tx, warning, tell);
        });
    }
    Answer list(std::string const& query = "") {
        return Answer(server.get("/api/v1/notifications" + query, anns));
    }

    TestServer server{{.features = {{"notifications", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann);
};

TEST_F(WarningNotices, come_with_the_warning_alone_and_in_groups) {
    auto const post = server.post(ann, "rude"), other = server.post(bob, "polite");
    auto const warning = warn(ann, "Be kind <here>", {post.id, other.id});
    auto const notices = list();
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices.at("0.type"), "moderation_warning");
    EXPECT_EQ(notices.at("0.account.acct"), "ann") << "no moderator is named";
    EXPECT_EQ(notices.at("0.moderation_warning.id"), to_string(warning.id));
    EXPECT_EQ(notices.at("0.moderation_warning.action"), "none");
    EXPECT_EQ(notices.at("0.moderation_warning.text"), "Be kind <here>");
    EXPECT_EQ(notices.at("0.moderation_warning.status_ids"), "[\"" + to_string(post.id) + "\"]");
    EXPECT_EQ(notices.at("0.moderation_warning.target_account.acct"), "ann");
    EXPECT_EQ(notices.at("0.moderation_warning.appeal"), "null");
    Answer const groups(server.get("/api/v2/notifications", anns));
    EXPECT_EQ(groups.at("notification_groups.0.moderation_warning.text"), "Be kind <here>");
    EXPECT_EQ(list("?supported_types[]=mention").at("0.fallback.summary"), "Be kind &lt;here&gt;");
}

TEST_F(WarningNotices, each_warning_is_told_and_only_where_it_is_to_be) {
    warn(ann, "Once");
    warn(ann, "Twice");
    warn(ann, "Noted", {}, false);
    warn(bob, "Somebody else");
    EXPECT_EQ(list().size(), 2U);
    auto const kept =
        server.read([&](db::Tx& tx) { return social::list_warnings_of(tx, ann.id(), 10); });
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept[0].text, "Noted");
    auto const far = server.make_account("far", {.domain = "far.example"});
    warn(far, "Kept, and told to nobody");
    static db::Query<std::int64_t> const count_told{
        "test.warning_notices.told", "SELECT COUNT(*) FROM notifications WHERE account_id = $1"};
    EXPECT_EQ(server.read([&](db::Tx& tx) { return tx.load(count_told, far.id()); }), 0);
    auto const of_far =
        server.read([&](db::Tx& tx) { return social::list_warnings_of(tx, far.id(), 10); });
    ASSERT_EQ(of_far.size(), 1U);
    EXPECT_EQ(of_far[0].text, "Kept, and told to nobody");
    auto const refused = server.db().write([&](db::Tx& tx) {
        AccountWarning warning;
        warning.account_id = ann.id();
        warning.text = std::string(5001, 'x');
        return social::warn_account(tx, warning);
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
}

TEST_F(WarningNotices, cost_the_same_however_many_there_are) {
    warn(ann, "Once");
    list();
    auto const one = server.statements([&] { list(); });
    for (int i = 0; i < 5; ++i) warn(ann, "More");
    EXPECT_EQ(server.statements([&] { list(); }), one);
}

TEST(WarningActions, have_the_names_of_the_api) {
    EXPECT_EQ(to_string(WarningAction::none), "none");
    EXPECT_EQ(to_string(WarningAction::mark_statuses_as_sensitive), "mark_statuses_as_sensitive");
    EXPECT_EQ(to_string(WarningAction::silence), "silence");
    EXPECT_EQ(to_string(WarningAction::suspend), "suspend");
}

}  // namespace
}  // namespace skein::notifications
