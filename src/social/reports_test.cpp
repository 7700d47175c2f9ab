#include "social/reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/events.h"
#include "social/domains.h"
#include "social/events.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;
using testing::Person;
using testing::TestServer;

struct Told {
    int filed = 0;
};
void listen(Server& server) {
    server.on<ReportFiled>([](db::Tx& tx, ReportFiled const&) -> Result<void> {
        ++tx.board().part<Told>().filed;
        return {};
    });
}

class Reports : public ::testing::Test {
  protected:
    Result<Report> file(Person const& from, std::string comment,
                        std::vector<StatusId> statuses = {}, bool forward = false) {
        Report report;
        report.account_id = from.id();
        report.target_id = eve.id();
        report.comment = std::move(comment);
        report.statuses = std::move(statuses);
        report.forward = forward;
        return server.db().write([&](db::Tx& tx) { return file_report(tx, report); });
    }
    int filed() { return server.server().part<Told>().filed; }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve"),
           far = server.make_account("far", {.domain = "a.example"}),
           far2 = server.make_account("far2", {.domain = "a.example"});
};

TEST_F(Reports, name_only_posts_of_the_target_that_the_reporter_may_see) {
    auto const good = server.post(eve, "x");
    auto const hidden = server.post(eve, "y", Visibility::private_);
    auto const others = server.post(bob, "z");
    auto const report = file(ann, "Look", {good.id, hidden.id, others.id, StatusId{5}});
    ASSERT_TRUE(report);
    EXPECT_THAT(report->statuses, ElementsAre(good.id));
    EXPECT_EQ(filed(), 1);
    auto const elsewhere = file(far, "Look", {hidden.id, others.id});
    ASSERT_TRUE(elsewhere);
    EXPECT_THAT(elsewhere->statuses, ElementsAre(hidden.id));
}

TEST_F(Reports, the_same_again_adds_to_the_open_one) {
    auto const one = server.post(eve, "x"), two = server.post(eve, "y");
    auto const first = file(ann, "First", {one.id});
    auto const again = file(ann, "Second", {one.id, two.id});
    ASSERT_TRUE(first && again);
    EXPECT_EQ(first->id, again->id);
    EXPECT_EQ(again->comment, "First\n\nSecond");
    EXPECT_THAT(again->statuses, ElementsAre(one.id, two.id));
    EXPECT_EQ(filed(), 1);
    EXPECT_FALSE(file(ann, "First", {}, true)->forward) << "to whom?";
    EXPECT_NE(file(bob, "Mine")->id, first->id);
    server.write([&](db::Tx& tx) { return resolve_report(tx, first->id); });
    EXPECT_NE(file(ann, "Third")->id, first->id) << "that one is closed";
    server.clock().advance(report_repeat + std::chrono::seconds(1));
    auto const before = filed();
    file(bob, "Later");
    EXPECT_EQ(filed(), before + 1);
}

TEST_F(Reports, of_which_only_the_second_is_forwarded_stay_apart) {
    Report report;
    report.account_id = ann.id();
    report.target_id = far.id();
    auto const again = [&] {
        return server.write([&](db::Tx& tx) { return file_report(tx, report); });
    };
    report.comment = "For you alone";
    EXPECT_FALSE(again().forward);
    report.forward = true;
    report.comment = "For everybody";
    auto const forwarded = again();
    EXPECT_TRUE(forwarded.forward);
    EXPECT_EQ(forwarded.comment, "For everybody") << "its server is told nothing else";
    EXPECT_EQ(filed(), 2) << "its server is to be told now";
    again();
    EXPECT_EQ(filed(), 2);
}

TEST_F(Reports, another_server_repeats_itself_under_any_of_its_names) {
    auto const one = file(far, "One"), two = file(far2, "Two");
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->id, two->id);
}

TEST_F(Reports, stay_within_their_limits) {
    EXPECT_EQ(file(ann, std::string(1001, 'x')).error().code, Errc::unprocessable);
    EXPECT_EQ(file(far, std::string(5000, 'x'))->comment.size(), report_comment_characters_max);
    for (int i = 0; i < 5; ++i) file(far, std::string(500, static_cast<char>('a' + i)));
    EXPECT_LE(file(far, "z")->comment.size(), report_comment_characters_max);
    std::vector<StatusId> many;
    for (int i = 0; i < 130; ++i) many.push_back(server.post(eve, "x").id);
    EXPECT_EQ(file(bob, "", many)->statuses.size(), report_statuses_max);
    std::vector<StatusId> absurd(20'000, many.back());
    EXPECT_TRUE(file(far, "", absurd));
}

TEST_F(Reports, are_not_taken_from_a_domain_that_misuses_them) {
    DomainPolicy policy;
    policy.domain = "a.example";
    policy.reject_reports = true;
    server.write([&](db::Tx& tx) { return set_domain_policy(tx, policy); });
    EXPECT_EQ(file(far, "x").error().code, Errc::forbidden);
    EXPECT_TRUE(file(ann, "x"));
}

TEST_F(Reports, are_listed_newest_first_and_resolved_once) {
    auto const first = file(ann, "1"), second = file(bob, "2");
    auto const list = [&](bool resolved) {
        return server.read([&](db::Tx& tx) { return list_reports(tx, resolved, 10); });
    };
    ASSERT_EQ(list(false).size(), 2U);
    EXPECT_EQ(list(false)[0].id, second->id);
    server.write([&](db::Tx& tx) { return resolve_report(tx, first->id); });
    EXPECT_EQ(list(false).size(), 1U);
    ASSERT_EQ(list(true).size(), 1U);
    EXPECT_TRUE(list(true)[0].resolved_at);
    EXPECT_FALSE(server.db().write([&](db::Tx& tx) { return resolve_report(tx, first->id); }));
    server.write([&](db::Tx& tx) { return note_forwarded(tx, second->id); });
    EXPECT_TRUE(server.read([&](db::Tx& tx) { return find_report(tx, second->id); })->forwarded);
}

}  // namespace
}  // namespace skein::social
