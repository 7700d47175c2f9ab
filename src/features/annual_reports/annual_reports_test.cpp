#include <gtest/gtest.h>

#include "features/annual_reports/config.h"
#include "features/annual_reports/feature.h"
#include "features/annual_reports/figures.h"
#include "features/annual_reports/reports.h"
#include "social/annual_campaign.h"
#include "social/async_refreshes.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::annual_reports {
namespace {

using testing::Answer;

Time at(std::string_view text) { return parse_rfc3339(text).value(); }

class AnnualReports : public ::testing::Test {
  protected:
    AnnualReports() { server.clock().set(at("2027-12-15T12:00:00Z")); }

    Answer get(std::string const& target, std::string const& token) {
        return Answer(server.get("/api/v1/annual_reports" + target, token));
    }
    Answer get(std::string const& target = "") { return get(target, anns); }
    Answer post(std::string const& target) {
        return Answer(server.post("/api/v1/annual_reports" + target, "", anns));
    }
    std::string state(std::string const& year = "2027") {
        return get("/" + year + "/state").at("state");
    }
    social::Status write(std::string_view text, std::string_view when,
                         social::Visibility visibility = social::Visibility::public_) {
        return server.post(ann, text, {.visibility = visibility, .created_at = at(when)});
    }
    void boost(testing::Person const& who, social::Status const& status) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(social::boost_status(tx, {.account = who.id()}, status));
            return {};
        });
    }
    void make_report() {
        ASSERT_EQ(post("/2027/generate").status(), 202);
        server.drain();
        ASSERT_EQ(state(), "available");
    }

    testing::TestServer server{{.features = {{"annual_reports", install}}}};
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(AnnualReports, the_campaign_is_open_in_the_last_days_of_a_year) {
    social::AnnualCampaign const campaign{.days = 22};
    EXPECT_EQ(campaign.year_at(at("2027-12-09T23:59:59Z")), std::nullopt);
    EXPECT_EQ(campaign.year_at(at("2027-12-10T00:00:00Z")), 2027);
    EXPECT_EQ(campaign.year_at(at("2027-12-31T23:59:59Z")), 2027);
    EXPECT_EQ(campaign.year_at(at("2028-01-01T00:00:00Z")), std::nullopt);
    EXPECT_EQ(social::AnnualCampaign{.days = 366}.year_at(at("2028-01-01T00:00:00Z")), 2028);
    EXPECT_EQ(social::AnnualCampaign{}.year_at(at("2027-12-31T23:59:59Z")), std::nullopt);
}

TEST_F(AnnualReports, what_a_year_makes_of_somebody) {
    EXPECT_EQ(archetype_of({.standalone = 50, .replies = 40, .boosts = 22}), Archetype::lurker);
    EXPECT_EQ(archetype_of({.standalone = 50, .replies = 40, .boosts = 101}), Archetype::booster);
    EXPECT_EQ(archetype_of({.standalone = 100, .boosts = 13, .polls = 11}), Archetype::pollster);
    EXPECT_EQ(archetype_of({.standalone = 50, .replies = 101, .polls = 5}), Archetype::replier);
    EXPECT_EQ(archetype_of({.standalone = 100, .replies = 100, .boosts = 100, .polls = 10}),
              Archetype::oracle);
}

TEST_F(AnnualReports, a_report_tells_of_its_year_and_of_no_other) {
    write("#Tea in another year #tea", "2026-12-31T23:59:59Z");
    write("#Tea is hot", "2027-01-01T00:00:00Z");
    auto const far = write("#tea again", "2027-06-01T10:00:00Z");
    write("#coffee", "2027-06-02T10:00:00Z");
    write("#secret #secret", "2027-06-02T11:00:00Z", social::Visibility::private_);
    write("#secret letter", "2027-06-02T12:00:00Z", social::Visibility::direct);
    boost(bob, far);
    server.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(state(), "eligible");
    make_report();

    auto const report = get("/2027");
    EXPECT_EQ(report.status(), 200);
    EXPECT_EQ(report.at("annual_reports.0.year"), "2027");
    EXPECT_EQ(report.at("annual_reports.0.schema_version"), "2");
    EXPECT_EQ(report.at("annual_reports.0.account_id"), to_string(ann.id()));
    EXPECT_EQ(report.at("annual_reports.0.data.archetype"), "lurker");
    EXPECT_EQ(report.at("annual_reports.0.data.top_statuses.by_reblogs"), to_string(far.id));
    EXPECT_EQ(report.at("annual_reports.0.data.top_statuses.by_favourites"), "null");
    EXPECT_EQ(report.at("annual_reports.0.data.time_series"),
              R"([{"month":12,"statuses":4,"followers":1}])");
    EXPECT_EQ(report.at("annual_reports.0.data.top_hashtags.0.count"), "2");
    EXPECT_EQ(report.at("annual_reports.0.data.top_hashtags.1"), "absent");
    EXPECT_EQ(report.at("accounts.0.id"), to_string(ann.id()));
    EXPECT_EQ(report.at("statuses.0.id"), to_string(far.id));
    EXPECT_EQ(report.at("statuses.1"), "absent") << "no other post of hers";
}

TEST_F(AnnualReports, a_year_of_more_than_one_step_is_added_up) {
    auto const start = at("2027-02-01T00:00:00Z");
    for (int i = 0; i < 1003; ++i)
        server.post(ann, "#daily", {.created_at = start + std::chrono::minutes(i)});
    make_report();
    auto const report = get("/2027");
    EXPECT_EQ(report.at("annual_reports.0.data.archetype"), "oracle");
    EXPECT_EQ(report.at("annual_reports.0.data.time_series.0.statuses"), "1003");
    EXPECT_EQ(report.at("annual_reports.0.data.top_hashtags.0.count"), "1003");
}

TEST_F(AnnualReports, it_is_being_made_after_it_was_asked_for_and_made_once) {
    write("hello", "2027-03-01T00:00:00Z");
    auto const asked = post("/2027/generate");
    EXPECT_EQ(asked.status(), 202);
    auto const header = asked.header("Mastodon-Async-Refresh");
    EXPECT_TRUE(header.starts_with("id=\"")) << header;
    EXPECT_TRUE(header.ends_with("\", retry=2")) << header;
    server.drain();
    EXPECT_EQ(state(), "available");
    EXPECT_EQ(get("/2027/state").header("Mastodon-Async-Refresh"), "");
    auto const late = post("/2027/generate");
    EXPECT_EQ(late.status(), 200);
    EXPECT_EQ(late.header("Mastodon-Async-Refresh"), "");
    EXPECT_EQ(get().at("annual_reports.0.year"), "2027");
    EXPECT_EQ(get().at("annual_reports.1"), "absent");
}

TEST_F(AnnualReports, while_one_is_being_made_none_is_begun) {
    write("hello", "2027-03-01T00:00:00Z");
    server.write([&](db::Tx& tx) {
        return social::begin_refresh(
            tx, "here", {.subject = fmt::format("annual report {} 2027", ann.id().value)});
    });
    constexpr auto* header = "id=\"here\", retry=2";
    EXPECT_EQ(state(), "generating");
    EXPECT_EQ(get("/2027/state").header("Mastodon-Async-Refresh"), header);
    auto const asked = post("/2027/generate");
    EXPECT_EQ(asked.status(), 202);
    EXPECT_EQ(asked.header("Mastodon-Async-Refresh"), header);
    server.drain();
    EXPECT_EQ(state(), "generating") << "no job was stored";
}

TEST_F(AnnualReports, there_is_none_without_posts_or_out_of_season) {
    EXPECT_EQ(state(), "ineligible");
    EXPECT_EQ(post("/2027/generate").status(), 200);
    write("a letter", "2027-03-01T00:00:00Z", social::Visibility::direct);
    EXPECT_EQ(state(), "ineligible");
    write("hello", "2027-03-01T00:00:00Z");
    write("hello", "2026-03-01T00:00:00Z");
    EXPECT_EQ(state(), "eligible");
    for (auto const* other : {"2026", "2028", "0", "02027", "soon", "-1", "99999999999999999999"}) {
        EXPECT_EQ(state(other), "ineligible") << other;
        EXPECT_EQ(post(std::string("/") + other + "/generate").status(), 200) << other;
        EXPECT_EQ(get(std::string("/") + other).status(), 404) << other;
        EXPECT_EQ(post(std::string("/") + other + "/read").status(), 404) << other;
    }
    server.clock().set(at("2028-01-01T00:00:00Z"));
    EXPECT_EQ(state(), "ineligible");
    server.drain();
    EXPECT_EQ(get("/2027").status(), 404);
}

TEST_F(AnnualReports, what_was_read_is_listed_no_longer_but_still_there) {
    write("hello", "2027-03-01T00:00:00Z");
    make_report();
    EXPECT_EQ(get().at("annual_reports.0.year"), "2027");
    EXPECT_EQ(post("/2027/read").status(), 200);
    EXPECT_EQ(get().at("annual_reports"), "[]");
    EXPECT_EQ(get().at("accounts"), "[]");
    EXPECT_EQ(get("/2027").status(), 200);
}

TEST_F(AnnualReports, a_report_is_its_owners_alone) {
    write("hello", "2027-03-01T00:00:00Z");
    make_report();
    EXPECT_EQ(get("/2027", bobs).status(), 404);
    EXPECT_EQ(get("", bobs).at("annual_reports"), "[]");
    EXPECT_EQ(get("/2027/state", bobs).at("state"), "ineligible");
    EXPECT_EQ(server.post("/api/v1/annual_reports/2027/read", "", bobs).status, 404);
    EXPECT_EQ(get("", "").status(), 401);
    auto const writer = server.token(ann, "write"), reader = server.token(ann, "read");
    for (auto const* target : {"", "/2027", "/2027/state"})
        EXPECT_EQ(get(target, writer).status(), 403) << target;
    for (auto const* target : {"/2027/read", "/2027/generate"})
        EXPECT_EQ(server.post(std::string("/api/v1/annual_reports") + target, "", reader).status,
                  403)
            << target;
    EXPECT_EQ(server.get("/api/v1/annual_reports", server.app_token()).status, 422);
}

TEST_F(AnnualReports, a_post_that_is_gone_is_named_no_longer) {
    auto const far = write("far", "2027-06-01T10:00:00Z");
    boost(bob, far);
    make_report();
    server.write([&](db::Tx& tx) { return social::remove_status(tx, far, true); });
    auto const report = get("/2027");
    EXPECT_EQ(report.at("annual_reports.0.data.top_statuses.by_reblogs"), "null");
    EXPECT_EQ(report.at("statuses"), "[]");
}

TEST_F(AnnualReports, whoever_has_the_address_sees_the_page) {
    auto const far = write("far", "2027-06-01T10:00:00Z");
    write("#tea<", "2027-06-01T11:00:00Z");
    write("#tea", "2027-06-01T12:00:00Z");
    boost(bob, far);
    make_report();
    auto const url = get("/2027").at("annual_reports.0.share_url");
    std::string const origin = "https://skein.example";
    ASSERT_TRUE(url.starts_with(origin + "/@ann/wrapstodon/2027/")) << url;
    auto const path = url.substr(origin.size());
    auto const page = server.get(path);
    EXPECT_EQ(page.status, 200);
    auto const text = testing::body_of(page);
    EXPECT_NE(text.find("#tea (2 times)"), std::string::npos) << text;
    EXPECT_NE(text.find("/@ann/" + to_string(far.id)), std::string::npos);
    EXPECT_EQ(page.headers.get("X-Robots-Tag"), "noindex, noarchive");
    EXPECT_EQ(server.get(path + "x").status, 404);
    EXPECT_EQ(server.get("/@bob" + path.substr(5)).status, 404);
    EXPECT_EQ(server.get("/@ann/wrapstodon/2026" + path.substr(21)).status, 404);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    EXPECT_EQ(server.get(path).status, 404);
}

TEST_F(AnnualReports, the_page_counts_what_everybody_may_read) {
    write("hello", "2027-03-01T00:00:00Z");
    write("hello", "2027-03-02T00:00:00Z", social::Visibility::unlisted);
    for (auto const* when :
         {"2027-03-03T00:00:00Z", "2027-03-04T00:00:00Z", "2027-03-05T00:00:00Z"})
        write("for followers", when, social::Visibility::private_);
    write("a letter", "2027-03-06T00:00:00Z", social::Visibility::direct);
    make_report();
    auto const report = get("/2027");
    EXPECT_EQ(report.at("annual_reports.0.data.time_series.0.statuses"), "5");
    auto const url = report.at("annual_reports.0.share_url");
    auto const text = testing::body_of(server.get(url.substr(url.find("/@"))));
    EXPECT_NE(text.find("<dt>Posts</dt><dd>2</dd>"), std::string::npos) << text;
}

TEST_F(AnnualReports, followers_of_the_year_are_counted_step_by_step) {
    write("hello", "2027-03-01T00:00:00Z");
    auto follow_at = [&, i = 0](std::string_view when) mutable {
        server.clock().set(at(when));
        auto const who = server.make_account(fmt::format("f{}", ++i));
        server.write([&](db::Tx& tx) { return social::follow(tx, who.id(), ann.id(), {}); });
    };
    for (auto const* when : {"2027-12-15T12:00:00Z", "2027-12-31T23:59:59Z", "2028-01-01T00:00:00Z",
                             "2028-02-01T00:00:00Z"})
        follow_at(when);
    auto& db = server.server().db();
    EXPECT_EQ(work_out(db, ann.id(), {2026}).value().followers, 0);
    EXPECT_EQ(work_out(db, ann.id(), {2027}).value().followers, 2);
    EXPECT_EQ(work_out(db, ann.id(), {2028}).value().followers, 2);
    EXPECT_EQ(work_out(db, ann.id(), {2027}, 1).value().followers, 2) << "one at a time";
}

TEST_F(AnnualReports, the_list_costs_the_same_for_one_and_for_many) {
    write("hello", "2027-03-01T00:00:00Z");
    make_report();
    get();
    auto const one = server.statements([&] { get(); });
    for (std::int64_t year = 2020; year < 2027; ++year)
        server.write([&](db::Tx& tx) {
            AnnualReport report;
            report.account_id = ann.id();
            report.year = year;
            report.share_key = "key";
            return insert_report(tx, report);
        });
    auto const many = get();
    EXPECT_EQ(many.at("annual_reports.7.year"), "2020");
    EXPECT_EQ(server.statements([&] { get(); }), one);
}

TEST(AnnualReportsOff, none_is_made_when_an_admin_says_so) {
    testing::TestServer server{{.features = {{"annual_reports", install}},
                                .settings = {{"annual_reports.enabled", "false"}}}};
    auto const ann = server.make_account("ann");
    server.clock().set(at("2027-12-15T12:00:00Z"));
    server.post(ann, "hello");
    Answer const state(server.get("/api/v1/annual_reports/2027/state", server.token(ann, "read")));
    EXPECT_EQ(state.at("state"), "ineligible");
}

}  // namespace
}  // namespace skein::annual_reports
