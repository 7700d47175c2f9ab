#include <gtest/gtest.h>

#include "features/reports/feature.h"
#include "social/collections.h"
#include "social/instance.h"
#include "testing/answer.h"

namespace skein::reports {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class Reporting : public ::testing::Test {
  protected:
    Answer file(std::string body, std::string const& token) {
        return Answer(server.post("/api/v1/reports", std::move(body), token));
    }
    Answer file_about(Person const& whom, std::string const& rest = "") {
        return file("account_id=" + to_string(whom.id()) + rest, anns);
    }
    /// What a command prints.
    std::vector<std::string> command(std::string_view name, std::vector<std::string> arguments,
                                     std::map<std::string, std::string> options = {}) {
        std::vector<std::string> lines;
        CommandCall call;
        call.arguments = std::move(arguments);
        call.options = std::move(options);
        call.out = [&](std::string_view line) { lines.emplace_back(line); };
        for (auto const& one : server.server().commands())
            if (one.name == name)
                if (auto const done = one.run(server.server(), call); !done)
                    lines.push_back("failed: " + done.error().message);
        return lines;
    }

    TestServer server{{.features = {{"reports", install}}}};
    Person ann = server.make_account("ann"), eve = server.make_account("eve"),
           far = server.make_account("far", {.domain = "far.example"});
    std::string anns = server.token(ann);
};

TEST_F(Reporting, a_report_is_answered_as_it_was_stored) {
    auto const post = server.post(eve, "words");
    auto const report = file_about(
        eve, "&status_ids[]=" + to_string(post.id) + "&comment=Look&category=spam&forward=true");
    ASSERT_EQ(report.status(), 200);
    EXPECT_EQ(report.at("category"), "spam");
    EXPECT_EQ(report.at("comment"), "Look");
    EXPECT_EQ(report.at("action_taken"), "false");
    EXPECT_EQ(report.at("action_taken_at"), "null");
    EXPECT_EQ(report.at("forwarded"), "false") << "it is one of ours";
    EXPECT_EQ(report.at("status_ids.0"), to_string(post.id));
    EXPECT_EQ(report.at("target_account.acct"), "eve");
    EXPECT_EQ(file_about(far, "&forward=true").at("forwarded"), "true");
}

TEST_F(Reporting, collections_are_named_that_are_the_reported_accounts) {
    auto const make = [&](Person const& owner) {
        return server.write([&](db::Tx& tx) {
            social::Collection one;
            one.account_id = owner.id();
            one.name = "Birds";
            return social::insert_collection(tx, one);
        });
    };
    auto const birds = make(eve).id, more = make(eve).id, mine = make(ann).id;
    auto const about = [](social::CollectionId id) { return "&collection_ids[]=" + to_string(id); };
    auto const report = file_about(eve, about(birds) + about(mine) + about({7}) + about(birds));
    ASSERT_EQ(report.status(), 200);
    EXPECT_EQ(report.at("collection_ids"), "[\"" + to_string(birds) + "\"]");
    auto const again = file_about(eve, about(more) + about(birds));
    EXPECT_EQ(again.at("id"), report.at("id"));
    EXPECT_EQ(again.at("collection_ids.1"), to_string(more));
    EXPECT_EQ(again.at("collection_ids.2"), "absent");
    EXPECT_EQ(file_about(far).at("collection_ids"), "[]");
    auto const lines = command("report list", {}, {{"limit", "10"}});
    EXPECT_NE(lines.back().find("2 collections"), std::string::npos) << lines.back();
}

TEST_F(Reporting, rules_make_it_a_violation) {
    server.write([](db::Tx& tx) { return social::set_rules(tx, {{{}, 1, "Be kind", ""}}); });
    auto const rules = server.read(social::list_rules);
    auto const report = file_about(eve, "&rule_ids[]=" + to_string(rules.at(0).id));
    EXPECT_EQ(report.at("category"), "violation");
    EXPECT_EQ(report.at("rule_ids.0"), to_string(rules.at(0).id));
    EXPECT_EQ(file_about(far).at("category"), "other");
}

TEST_F(Reporting, what_is_wrong_is_refused) {
    EXPECT_EQ(file("comment=x", anns).status(), 400);
    EXPECT_EQ(file("account_id=42", anns).status(), 404);
    EXPECT_EQ(file_about(eve, "&category=rude").status(), 422);
    EXPECT_EQ(file_about(eve, "&comment=" + std::string(1001, 'x')).status(), 422);
    EXPECT_EQ(file("account_id=" + to_string(eve.id()), "").status(), 401);
    EXPECT_EQ(file("account_id=" + to_string(eve.id()), server.token(ann, "read")).status(), 403);
}

TEST_F(Reporting, whoever_runs_the_server_lists_and_closes_them) {
    auto const report = file_about(eve, "&comment=Look%0A%1B[31mhere");
    auto const open = command("report list", {}, {{"limit", "10"}});
    ASSERT_EQ(open.size(), 1U);
    EXPECT_NE(open[0].find("ann reports eve"), std::string::npos) << open[0];
    EXPECT_EQ(open[0].find('\x1B'), std::string::npos) << "nothing that moves the cursor";
    EXPECT_EQ(command("report resolve", {report.at("id")}).front(), "The report is closed.");
    EXPECT_EQ(command("report list", {}, {{"limit", "10"}}).front(), "There are no such reports.");
    EXPECT_EQ(command("report list", {}, {{"limit", "10"}, {"resolved", "true"}}).size(), 1U);
    EXPECT_TRUE(command("report resolve", {report.at("id")}).front().starts_with("failed"));
    EXPECT_TRUE(command("report resolve", {"x"}).front().starts_with("failed"));
    EXPECT_TRUE(command("report list", {}, {{"limit", "0"}}).front().starts_with("failed"));
}

}  // namespace
}  // namespace skein::reports
