#include <gtest/gtest.h>

#include "features/instance/feature.h"
#include "features/instance/figures.h"
#include "social/emojis.h"
#include "social/instance.h"
#include "testing/answer.h"

namespace skein::instance {
namespace {

using testing::Answer;
using testing::TestServer;

class InstanceDocuments : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }

    /// Types `skein instance …` with this on standard input.
    Result<void> type(std::string_view name, std::vector<std::string> arguments, std::string input,
                      std::map<std::string, std::string> options = {}) {
        for (auto const& command : server.server().commands()) {
            if (command.name != name) continue;
            CommandCall call{std::move(arguments), std::move(options), std::move(input),
                             [](std::string_view) {}};
            return command.run(server.server(), call);
        }
        return fail(Errc::not_found, "no such command");
    }

    TestServer server{{.features = {{"instance", install}},
                       .settings = {{"instance.contact_account", "ann"},
                                    {"instance.contact_email", "ann@skein.example"},
                                    {"posts.characters_max", "1000"}}}};
    testing::Person ann = server.make_account("ann");
};

TEST_F(InstanceDocuments, both_forms_say_the_same) {
    auto const v2 = get("/api/v2/instance"), v1 = get("/api/v1/instance");
    EXPECT_EQ(v2.at("domain"), "skein.example");
    EXPECT_EQ(v1.at("uri"), "skein.example");
    EXPECT_EQ(v2.at("title"), v1.at("title"));
    EXPECT_TRUE(v2.at("version").starts_with("4."));
    EXPECT_EQ(v2.at("version"), v1.at("version"));
    for (auto const* path :
         {"configuration.statuses.max_characters",
          "configuration.media_attachments.image_size_limit", "configuration.polls.max_options"})
        EXPECT_EQ(v2.at(path), v1.at(path));
    EXPECT_EQ(v2.at("configuration.statuses.max_characters"), "1000");
    EXPECT_EQ(v2.at("configuration.urls.streaming"), "wss://skein.example");
    EXPECT_EQ(v1.at("urls.streaming_api"), "wss://skein.example");
    EXPECT_EQ(v2.at("contact.account.acct"), "ann");
    EXPECT_EQ(v1.at("contact_account.acct"), "ann");
    EXPECT_EQ(v2.at("registrations.approval_required"), "true");
    EXPECT_EQ(v2.at("api_versions.mastodon"), "10");
    EXPECT_EQ(v1.at("stats.user_count"), "1");
}

TEST_F(InstanceDocuments, whether_members_may_invite_follows_who_may_sign_up) {
    EXPECT_EQ(get("/api/v1/instance").at("invites_enabled"), "true");
    type("instance text", {"registrations"}, "closed").value();
    EXPECT_EQ(get("/api/v1/instance").at("invites_enabled"), "false");
    TestServer nobody(
        {.features = {{"instance", install}}, .settings = {{"invites.from", "nobody"}}});
    EXPECT_EQ(Answer(nobody.get("/api/v1/instance")).at("invites_enabled"), "false");
}

TEST_F(InstanceDocuments, figures_that_cost_nothing_are_those_of_now) {
    EXPECT_EQ(get("/api/v1/instance").at("stats.status_count"), "0");
    server.post(ann, "Hello");
    EXPECT_EQ(get("/api/v1/instance").at("stats.status_count"), "1");
}

db::Sql const write_many_posts{
    "test.write_many_posts",
    "WITH RECURSIVE n (i) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < "
    "$3) "
    "INSERT INTO statuses (id, account_id, visibility, version, conversation_id, network, "
    "has_media, sensitive, language, marks, created_at, spoiler_text, text, content) "
    "SELECT i, $1, 0, 0, i, 0, FALSE, FALSE, '', 0, 0, '', '', '' FROM n"};

TEST(Figures, of_a_large_server_take_longer_to_count_than_a_request_may_look_something_up) {
    TestServer server{
        {.features = {{"instance", install}}, .settings = {{"database.request_read_max", "0s"}}}};
    auto const ann = server.make_account("ann");
    auto const first = first_id_at(server.clock().now());
    server.write(
        [&](db::Tx& tx) { return tx.run(write_many_posts, ann.id(), first, first + 10'000); });
    EXPECT_EQ(server.get("/api/v2/instance").status, 200);
}

TEST_F(InstanceDocuments, asking_often_does_not_count_often) {
    EXPECT_EQ(lifetime_of(std::chrono::milliseconds(20)), std::chrono::seconds(2));
    EXPECT_EQ(lifetime_of(std::chrono::hours(1)), std::chrono::minutes(5));
    EXPECT_EQ(lifetime_of(std::chrono::hours(-1)), Duration{}) << "the clock stepped back";
}

TEST_F(InstanceDocuments, rules_and_texts_are_as_they_were_written) {
    EXPECT_EQ(get("/api/v1/instance/terms_of_service").status(), 404);
    EXPECT_EQ(get("/api/v1/instance/extended_description").at("content"), "");
    server.write([](db::Tx& tx) -> Result<void> {
        TRY_OK(social::set_rules(tx, {{{}, 0, "Be kind", "Really"}, {{}, 0, "No spam", ""}}));
        TRY_OK(social::set_instance_text(tx, "extended_description", "About <us>"));
        return social::set_instance_text(tx, "terms_of_service", "The terms");
    });
    EXPECT_EQ(get("/api/v1/instance/rules").at("0.text"), "Be kind");
    EXPECT_EQ(get("/api/v1/instance/rules").at("0.hint"), "Really");
    EXPECT_EQ(get("/api/v2/instance").at("rules.1.text"), "No spam");
    EXPECT_EQ(get("/api/v1/instance/extended_description").at("content"),
              "<p>About &lt;us&gt;</p>");
    auto const terms = get("/api/v1/instance/terms_of_service");
    EXPECT_EQ(terms.at("content"), "<p>The terms</p>");
    EXPECT_EQ(get("/api/v1/instance/terms_of_service/" + terms.at("effective_date")).status(), 200);
    EXPECT_EQ(get("/api/v1/instance/terms_of_service/1999-01-01").status(), 404);
    EXPECT_EQ(get("/api/v1/instance/privacy_policy").status(), 200);
}

TEST_F(InstanceDocuments, nodeinfo_leads_to_itself) {
    auto const links = get("/.well-known/nodeinfo");
    EXPECT_EQ(links.at("links.0.rel"), "http://nodeinfo.diaspora.software/ns/schema/2.0");
    EXPECT_EQ(links.at("links.0.href"), "https://skein.example/nodeinfo/2.0");
    for (auto const* version : {"2.0", "2.1"}) {
        auto const document = get(fmt::format("/nodeinfo/{}", version));
        EXPECT_EQ(document.at("version"), version);
        EXPECT_EQ(document.at("software.name"), "skein");
        EXPECT_EQ(document.at("metadata.upstream.name"), "mastodon");
        EXPECT_EQ(document.at("protocols"), "[]");
    }
}

TEST_F(InstanceDocuments, emojis_peers_languages_and_activity_are_listed) {
    server.write([](db::Tx& tx) {
        social::Emoji emoji;
        emoji.shortcode = "blob";
        emoji.file_key = "k.png";
        emoji.static_key = "s.png";
        return social::put_emoji(tx, emoji);
    });
    server.make_account("eve", {.domain = "far.example"});
    server.make_account("adam", {.domain = "far.example"});
    server.make_account("zoe", {.domain = "near.example"});
    EXPECT_EQ(get("/api/v1/custom_emojis").at("0.shortcode"), "blob");
    EXPECT_EQ(get("/api/v1/instance/peers").at(""), R"(["far.example","near.example"])");
    auto const activity = get("/api/v1/instance/activity");
    EXPECT_EQ(activity.size(), 12U);
    EXPECT_EQ(activity.at("0.registrations"), "1");
    auto const languages = get("/api/v1/instance/languages");
    EXPECT_GT(languages.size(), 100U);
    EXPECT_EQ(languages.at("0.name"), "Afar");
}

TEST_F(InstanceDocuments, the_owner_writes_rules_and_texts) {
    EXPECT_TRUE(type("instance rules", {}, "Be kind | Always\n\n  No spam  \n"));
    auto const first = get("/api/v1/instance/rules");
    EXPECT_EQ(first.size(), 2U);
    EXPECT_EQ(first.at("0.text"), "Be kind");
    EXPECT_EQ(first.at("0.hint"), "Always");
    EXPECT_EQ(first.at("1.text"), "No spam");
    EXPECT_TRUE(type("instance rules", {}, "No spam"));
    auto const second = get("/api/v1/instance/rules");
    EXPECT_EQ(second.size(), 1U);
    EXPECT_EQ(second.at("0.id"), first.at("1.id"));
    EXPECT_TRUE(type("instance text", {"terms_of_service"}, "Behave <well>"));
    EXPECT_EQ(get("/api/v1/instance/terms_of_service").at("content"), "<p>Behave &lt;well&gt;</p>");
}

TEST_F(InstanceDocuments, rules_are_put_into_other_languages_line_by_line) {
    ASSERT_TRUE(type("instance rules", {}, "Be kind | Always\nNo spam"));
    ASSERT_TRUE(type("instance rules", {}, "Sei nett | Immer\nKein Spam", {{"language", "de"}}));
    EXPECT_EQ(type("instance rules", {}, "Sei nett", {{"language", "de"}}).error().code,
              Errc::unprocessable);
    EXPECT_EQ(type("instance rules", {}, "x\ny", {{"language", "!"}}).error().code,
              Errc::bad_request);
    for (auto const& rules :
         {get("/api/v1/instance/rules").at("0"), get("/api/v2/instance").at("rules.0")})
        EXPECT_NE(rules.find(R"("translations":{"de":{"text":"Sei nett","hint":"Immer"}})"),
                  std::string::npos)
            << rules;
    ASSERT_TRUE(type("instance rules", {}, "No spam"));
    EXPECT_EQ(get("/api/v1/instance/rules").at("0.translations.de.text"), "Kein Spam")
        << "a rule that stays keeps its translations";
    ASSERT_TRUE(type("instance rules", {}, "", {{"language", "de"}}));
    EXPECT_EQ(get("/api/v1/instance/rules").at("0.translations"), "{}");
}

TEST_F(InstanceDocuments, terms_hold_from_their_day_on) {
    auto const path = std::string("/api/v1/instance/terms_of_service");
    auto const day = [&](int from_now) {
        return to_iso_date(server.clock().now() + std::chrono::days(from_now));
    };
    ASSERT_TRUE(type("instance terms", {day(2)}, "Second"));
    EXPECT_EQ(get(path).at("effective"), "false") << "the first that will hold";
    ASSERT_TRUE(type("instance terms", {day(-2)}, "First <b>"));
    auto const current = get(path);
    EXPECT_EQ(current.at("content"), "<p>First &lt;b&gt;</p>");
    EXPECT_EQ(current.at("effective_date"), day(-2));
    EXPECT_EQ(current.at("effective"), "true");
    EXPECT_EQ(current.at("succeeded_by"), day(2));
    EXPECT_EQ(get(path + "/" + day(2)).at("content"), "<p>Second</p>");
    EXPECT_EQ(get(path + "/" + day(1)).status(), 404);
    server.clock().advance(std::chrono::days(2));
    EXPECT_EQ(get(path).at("content"), "<p>Second</p>");
    EXPECT_EQ(type("instance terms", {"soon"}, "x").error().code, Errc::bad_request);
    ASSERT_TRUE(type("instance terms", {day(0)}, ""));
    EXPECT_EQ(type("instance terms", {day(0)}, "").error().code, Errc::not_found);
    EXPECT_TRUE(type("instance terms", {}, ""));
}

TEST(InstanceFigures, are_shown_only_where_the_owner_wants_it) {
    TestServer server({.features = {{"instance", install}},
                       .settings = {{"instance.peers_shown", "false"},
                                    {"instance.activity_shown", "false"},
                                    {"sign_up.age_min", "16"}}});
    EXPECT_EQ(server.get("/api/v1/instance/peers").status, 404);
    EXPECT_EQ(server.get("/api/v1/instance/activity").status, 404);
    EXPECT_EQ(Answer(server.get("/api/v2/instance")).at("registrations.min_age"), "16");
}

TEST_F(InstanceDocuments, words_that_make_no_sense_are_refused) {
    EXPECT_EQ(type("instance text", {"motto"}, "x").error().code, Errc::bad_request);
    EXPECT_EQ(type("instance text", {"registrations"}, "maybe").error().code, Errc::bad_request);
    EXPECT_EQ(type("instance text", {"title"}, "\xff").error().code, Errc::bad_request);
    EXPECT_EQ(type("instance rules", {}, " | only a hint").error().code, Errc::unprocessable);
}

}  // namespace
}  // namespace skein::instance
