#include <gtest/gtest.h>

#include "features/instance/feature.h"
#include "features/instance/rules.h"
#include "social/about_page.h"
#include "social/instance.h"
#include "testing/test_server.h"

namespace skein::instance {
namespace {

using testing::body_of;
using testing::TestServer;

class InstancePages : public ::testing::Test {
  protected:
    http::Response open(std::string_view path, std::string language = "en") {
        return server.request(
            http::Method::get, path,
            {.headers = {{"Accept", "text/html"}, {"Accept-Language", std::move(language)}}});
    }
    std::string text(std::string_view path, std::string language = "en") {
        auto const response = open(path, std::move(language));
        EXPECT_EQ(response.status, 200) << path;
        return body_of(response);
    }
    void write(std::string_view name, std::string_view value) {
        server.write([&](db::Tx& tx) { return social::set_instance_text(tx, name, value); });
    }

    TestServer server{{.features = {{"instance", install}},
                       .settings = {{"instance.contact_account", "ann"},
                                    {"instance.contact_email", "ann@skein.example"}}}};
    testing::Person ann = server.make_account("ann", {.display_name = "Ann <b>"});
};

TEST_F(InstancePages, say_what_the_server_is_and_who_runs_it) {
    write("title", "The <Pond>");
    write("extended_description", "At length.\n\nAnd <more>.");
    auto const page = text("/about");
    for (auto const* words :
         {"The &lt;Pond&gt;", "<p>At length.</p>", "<p>And &lt;more&gt;.</p>", "Ann &lt;b&gt;",
          "href=\"https://skein.example/@ann\"", "<a href=\"mailto:ann@skein.example\">",
          "href=\"/privacy-policy\"", "href=\"/terms-of-service\"", "id=\"rules\""})
        EXPECT_TRUE(page.contains(words)) << words;
    EXPECT_TRUE(open("/about").headers.get("X-Robots-Tag").empty());
}

TEST_F(InstancePages, a_suspended_contact_is_not_named) {
    server.write([&](db::Tx& tx) -> Result<void> {
        auto account = ann.account;
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    EXPECT_FALSE(text("/about").contains("Ann &lt;b&gt;"));
}

TEST_F(InstancePages, rules_are_in_the_language_of_the_reader) {
    server.write([](db::Tx& tx) -> Result<void> {
        TRY_OK(social::set_rules(tx, {{{}, 0, "Be <kind>", "Really"}}));
        TRY(auto const rules, social::list_rules(tx));
        std::vector<RuleTranslation> const german{{rules[0].id, "de", "Sei nett", "Wirklich"}};
        return set_rule_translations(tx, "de", german);
    });
    EXPECT_TRUE(text("/rules").contains("Be &lt;kind&gt;<small>Really</small>"));
    EXPECT_TRUE(text("/rules", "de").contains("Sei nett<small>Wirklich</small>"));
    EXPECT_TRUE(text("/about", "de").contains("Sei nett"));
    EXPECT_TRUE(text("/rules", "ar").contains("Be &lt;kind&gt;"));
}

TEST_F(InstancePages, texts_are_those_of_the_api) {
    EXPECT_TRUE(text("/privacy-policy").contains("have not published a privacy policy"));
    EXPECT_FALSE(open("/privacy-policy").headers.get("X-Robots-Tag").empty());
    write("privacy_policy", "We keep <little>.");
    EXPECT_TRUE(text("/privacy-policy").contains("<p>We keep &lt;little&gt;.</p>"));
    EXPECT_TRUE(text("/terms-of-service").contains("have not published terms"));
    write("terms_of_service", "Behave.");
    EXPECT_TRUE(text("/terms-of-service").contains("<p>Behave.</p>"));
    EXPECT_EQ(open("/terms-of-service/1999-01-01").status, 404);
}

TEST_F(InstancePages, shorter_names_lead_to_the_pages) {
    for (auto const& [from, to] : {std::pair{"/privacy", "/privacy-policy"},
                                   {"/terms", "/terms-of-service"},
                                   {"/source", "/about#software"}}) {
        auto const answer = open(from);
        EXPECT_GE(answer.status, 301);
        EXPECT_EQ(answer.headers.get("Location"), to);
    }
}

TEST_F(InstancePages, show_sections_of_features_that_have_something_to_say) {
    auto& sections = server.server().part<social::AboutSections>().all;
    sections.push_back({"empty", [](Call const&, db::Tx&, social::Locale const&) {
                            return Result<SafeHtml>(SafeHtml());
                        }});
    sections.push_back({"full", [](Call const&, db::Tx&, social::Locale const&) {
                            return Result<SafeHtml>(SafeHtml("<h2>Full</h2>"));
                        }});
    auto const page = text("/about");
    EXPECT_TRUE(page.contains("<section class=\"card\" id=\"full\"><h2>Full</h2></section>"));
    EXPECT_FALSE(page.contains("id=\"empty\""));
}

}  // namespace
}  // namespace skein::instance
