#include "features/activitypub/serve/serving_test.h"
#include "features/instance/feature.h"
#include "social/accounts.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

using testing::Answer;

class Discovery : public Serving {
  protected:
    Answer finger(std::string const& resource) {
        return get("/.well-known/webfinger?resource=" + resource);
    }
    void suspend(testing::Person& person) {
        test.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, person.id()));
            account.state = social::AccountState::suspended;
            return social::update_account(tx, account);
        });
    }
    json::Document const vectors = [] {
        std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/federation/misc/discovery.json");
        std::string const text{std::istreambuf_iterator<char>(in), {}};
        return json::Document::parse(text).value();
    }();
};

bool allows(json::Value expected, int status) {
    if (auto const number = expected.integer()) return *number == status;
    return expected.text().value_or("").contains(std::to_string(status));
}

TEST_F(Discovery, webfinger_answers_every_vector) {
    test.make_account("ana");
    auto suspended = test.make_account("suspended");
    suspend(suspended);
    for (auto const& row : vectors.root().find("cases")->elements()) {
        auto const query = std::string(row.get_text("query"));
        auto const answer = raw("/.well-known/webfinger?" + query);
        EXPECT_TRUE(allows(*row.find("expect"), answer.status))
            << row.get_text("name") << " is " << answer.status;
    }
}

TEST_F(Discovery, webfinger_says_who_is_here) {
    auto const subject = "acct:ann@skein.example";
    for (auto const& resource :
         {std::string(subject), std::string("ACCT:ann@skein.example").substr(5),
          std::string("acct:ANN@SKEIN.example"), std::string("https://skein.example/@ann"),
          std::string("https://skein.example/users/ann"), actor_of(ann)}) {
        auto const found = finger(resource);
        EXPECT_EQ(found.status(), 200) << resource;
        EXPECT_EQ(found.at("subject"), subject) << resource;
        EXPECT_EQ(found.at("aliases.0"), "https://skein.example/@ann");
        EXPECT_EQ(found.at("aliases.1"), actor_of(ann));
        EXPECT_TRUE(found.header("Content-Type").starts_with("application/jrd+json"));
        EXPECT_EQ(found.header("Access-Control-Allow-Origin"), "*");
        EXPECT_EQ(found.header("Cache-Control"), "public, max-age=600");
    }
    auto const found = finger(subject);
    EXPECT_EQ(found.at("links.0.rel"), "http://webfinger.net/rel/profile-page");
    EXPECT_EQ(found.at("links.0.href"), "https://skein.example/@ann");
    EXPECT_EQ(found.at("links.1.rel"), "self");
    EXPECT_EQ(found.at("links.1.type"), "application/activity+json");
    EXPECT_EQ(found.at("links.1.href"), actor_of(ann));
    EXPECT_EQ(found.at("links.2.template"),
              "https://skein.example/authorize_interaction?uri={uri}");
}

TEST_F(Discovery, webfinger_knows_the_server_itself) {
    for (auto const* resource :
         {"acct:skein.example@skein.example", "https://skein.example/ap/actor"}) {
        auto const found = finger(resource);
        EXPECT_EQ(found.at("subject"), "acct:skein.example@skein.example") << resource;
        EXPECT_EQ(found.at("links.1.href"), "https://skein.example/ap/actor");
    }
}

TEST_F(Discovery, webfinger_knows_nobody_else) {
    test.make_account("early", {.confirmed = false});
    auto const post = test.post(ann, "hello");
    for (auto const& resource :
         {std::string("acct:nobody@skein.example"), std::string("acct:ann@elsewhere.example"),
          std::string("acct:early@skein.example"), std::string("https://elsewhere.example/@ann"),
          std::string("https://skein.example/@ann/1"), std::string("nonsense"),
          std::string("acct:@skein.example"), std::string("http://skein.example/@ann"),
          address_of(post), std::string("https://skein.example/ap/users/1")})
        EXPECT_EQ(finger(resource).status(), 404) << resource;
    EXPECT_EQ(get("/.well-known/webfinger").status(), 400);
}

TEST_F(Discovery, host_meta_leads_to_webfinger) {
    constexpr auto* leads = "https://skein.example/.well-known/webfinger?resource={uri}";
    auto const meta = test.get("/.well-known/host-meta");
    EXPECT_TRUE(testing::body_of(meta).contains(leads));
    EXPECT_TRUE(meta.headers.get("Content-Type").starts_with("application/xrd+xml"));
    EXPECT_EQ(get("/.well-known/host-meta.json").at("links.0.template"), leads);
}

/// What an answer is: "AP" or "HTML", or the status.
std::string kind_of(http::Response const& answer) {
    if (answer.status == 302) return "HTML";
    auto const type = answer.headers.get("Content-Type");
    if (answer.status != 200) return std::to_string(answer.status);
    return type.starts_with("application/activity+json") ? "AP" : std::string(type.substr(0, 9));
}

TEST_F(Discovery, the_accept_field_decides_between_document_and_page) {
    auto const ana = test.make_account("ana");
    auto const hidden = test.post(ana, "for followers", social::Visibility::private_);
    for (auto const& row : vectors.root().find("content_negotiation")->elements()) {
        auto const url = row.get_text("url");
        auto const expect = row.get_text("expect");
        if (url != "/users/ana") continue;
        for (auto const& target : {actor_path(ana), std::string("/@ana")}) {
            auto const answer = raw(target, std::string(row.get_text("accept")));
            auto kind = kind_of(answer);
            if (kind == "text/html") kind = "HTML";
            EXPECT_TRUE(expect.contains(kind))
                << target << " " << row.get_text("accept") << ": " << kind << ", not " << expect;
            EXPECT_TRUE(std::ranges::any_of(answer.headers, [](auto const& field) {
                return field.first == "Vary" && field.second.contains("Accept");
            })) << target;
        }
    }
    EXPECT_EQ(raw(status_path(hidden)).status, 404);
    EXPECT_EQ(raw("/ap/users/1").status, 404);
    EXPECT_EQ(raw("/@nobody").status, 404);
    EXPECT_EQ(raw(actor_path(ana), "text/html").headers.get("Location"),
              "https://skein.example/@ana");
}

TEST_F(Discovery, nodeinfo_leads_to_the_server_as_an_actor) {
    testing::TestServer other(
        {.features = {{"instance", instance::install}, {"activitypub", install}}});
    Answer const links(other.get("/.well-known/nodeinfo"));
    EXPECT_EQ(links.at("links.2.rel"), "https://www.w3.org/ns/activitystreams#Application");
    EXPECT_EQ(links.at("links.2.href"), "https://skein.example/ap/actor");
    EXPECT_EQ(Answer(other.get("/nodeinfo/2.1")).at("protocols.0"), "activitypub");
}

TEST_F(Discovery, a_handle_may_have_another_domain_than_the_server) {
    testing::TestServer other({.features = {{"activitypub", install}},
                               .public_url = "https://social.skein.example",
                               .settings = {{"server.handle_domain", "skein.example"}}});
    auto const cy = other.make_account("cy");
    for (auto const* host : {"skein.example", "social.skein.example"}) {
        Answer const found(
            other.get(fmt::format("/.well-known/webfinger?resource=acct:cy@{}", host)));
        EXPECT_EQ(found.at("subject"), "acct:cy@skein.example") << host;
        EXPECT_EQ(found.at("links.1.href"), actor_address(other.server(), cy.id()));
    }
    Answer const actor(other.request(http::Method::get, actor_path(cy),
                                     {.headers = {{"Accept", "application/activity+json"}}}));
    EXPECT_EQ(actor.at("webfinger"), "cy@skein.example");
    EXPECT_TRUE(actor.at("id").starts_with("https://social.skein.example/ap/users/"));
}

}  // namespace
}  // namespace skein::activitypub
