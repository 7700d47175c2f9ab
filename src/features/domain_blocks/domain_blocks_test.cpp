#include <gtest/gtest.h>

#include "features/domain_blocks/feature.h"
#include "features/instance/feature.h"
#include "social/domains.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::domain_blocks {
namespace {

using testing::Answer;
using testing::body_of;
using testing::Person;
using testing::TestServer;

class DomainBlocks : public ::testing::Test {
  protected:
    explicit DomainBlocks(std::map<std::string, std::string> settings = {})
        : server({.features = {{"domain_blocks", install}, {"instance", instance::install}},
                  .settings = std::move(settings)}) {}

    Answer get(std::string const& target, std::string const& token) {
        return Answer(server.get(target, token));
    }
    int block(std::string const& domain) {
        return server.post("/api/v1/domain_blocks", "domain=" + domain, anns).status;
    }
    bool about_names(std::string_view words, Person const* reader = nullptr) {
        auto const page = server.request(http::Method::get, "/about",
                                         {.cookie = reader ? server.session(*reader) : ""});
        return body_of(page).contains(words);
    }
    void decide(std::string domain, social::DomainSeverity severity) {
        social::DomainPolicy policy;
        policy.domain = std::move(domain);
        policy.severity = severity;
        policy.public_comment = "Spam";
        server.write([&](db::Tx& tx) { return social::set_domain_policy(tx, policy); });
    }

    TestServer server;
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve", {.domain = "bad.example"});
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(DomainBlocks, are_made_listed_and_taken_back) {
    EXPECT_EQ(block("bad.example"), 200);
    EXPECT_EQ(block("worse.example"), 200);
    EXPECT_EQ(block("worse.example"), 200);
    EXPECT_EQ(get("/api/v1/domain_blocks", anns).at("0"), "worse.example");
    EXPECT_EQ(get("/api/v1/domain_blocks", anns).size(), 2U);
    EXPECT_EQ(get("/api/v1/domain_blocks", bobs).size(), 0U);
    auto const first = get("/api/v1/domain_blocks?limit=1", anns);
    EXPECT_EQ(get(first.next(), anns).at("0"), "bad.example");
    auto const undo = server.request(http::Method::del, "/api/v1/domain_blocks",
                                     {.token = anns, .body = "domain=worse.example"});
    EXPECT_EQ(undo.status, 200);
    EXPECT_EQ(get("/api/v1/domain_blocks", anns).size(), 1U);
}

TEST_F(DomainBlocks, of_what_is_no_domain_are_refused) {
    for (auto const* wrong : {"no%20domain", "skein.example", "1.2.3.4"})
        EXPECT_EQ(block(wrong), 422) << wrong;
    EXPECT_EQ(server.post("/api/v1/domain_blocks", "domain=", anns).status, 400);
    EXPECT_EQ(server.post("/api/v1/domain_blocks", "domain=a.example", "").status, 401);
    EXPECT_EQ(server.get("/api/v1/domain_blocks/preview?domain=a%20b", anns).status, 422);
}

TEST_F(DomainBlocks, say_beforehand_what_they_end_and_afterwards_what_they_ended) {
    server.write([&](db::Tx& tx) { return social::follow(tx, eve.id(), ann.id(), {}); });
    auto const preview = get("/api/v1/domain_blocks/preview?domain=bad.example", anns);
    EXPECT_EQ(preview.at("followers_count"), "1");
    EXPECT_EQ(preview.at("following_count"), "0");
    block("bad.example");
    auto const own = server.session(ann), other = server.session(bob);
    auto const page = server.request(http::Method::get, "/settings/severances", {.cookie = own});
    auto const text = body_of(page);
    EXPECT_NE(text.find("bad.example"), std::string::npos);
    auto const link = text.find("/settings/severances/");
    auto const path = text.substr(link, text.find('"', link) - link);
    EXPECT_TRUE(path.ends_with("/followers")) << path;
    auto const file = server.request(http::Method::get, path, {.cookie = own});
    EXPECT_EQ(body_of(file), "Account address\neve@bad.example\n");
    EXPECT_EQ(server.request(http::Method::get, path, {.cookie = other}).status, 404)
        << "what somebody lost is theirs";
    EXPECT_EQ(server.request(http::Method::get, "/settings/severances/x/followers", {.cookie = own})
                  .status,
              404);
}

TEST_F(DomainBlocks, of_the_server_are_public_with_their_reasons) {
    decide("bad.example", social::DomainSeverity::suspend);
    decide("loud.example", social::DomainSeverity::limit);
    decide("media.example", social::DomainSeverity::none);
    auto const list = get("/api/v1/instance/domain_blocks", "");
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list.at("0.domain"), "bad.example");
    EXPECT_EQ(list.at("0.severity"), "suspend");
    EXPECT_EQ(list.at("0.comment"), "Spam");
    EXPECT_EQ(list.at("0.digest").size(), 64U);
    EXPECT_EQ(list.at("1.severity"), "silence");
    EXPECT_TRUE(about_names("bad.example"));
    EXPECT_TRUE(about_names("Spam"));
    EXPECT_FALSE(about_names("media.example"));
}

class Obfuscated : public DomainBlocks {
  protected:
    Obfuscated() : DomainBlocks({{"domain_blocks.obfuscated", "true"}}) {}
};

TEST_F(Obfuscated, names_are_told_by_their_digest) {
    decide("bad.example", social::DomainSeverity::suspend);
    auto const list = get("/api/v1/instance/domain_blocks", "");
    EXPECT_EQ(list.at("0.domain"), "bad.*****le");
    EXPECT_EQ(list.at("0.digest").size(), 64U);
    EXPECT_TRUE(about_names("bad.*****le"));
    EXPECT_FALSE(about_names("bad.example"));
}

class ForUsers : public DomainBlocks {
  protected:
    ForUsers()
        : DomainBlocks(
              {{"domain_blocks.shown_to", "users"}, {"domain_blocks.comments_shown", "false"}}) {}
};
TEST_F(ForUsers, the_list_is_for_those_who_signed_in) {
    decide("bad.example", social::DomainSeverity::suspend);
    EXPECT_EQ(get("/api/v1/instance/domain_blocks", "").status(), 401);
    EXPECT_EQ(get("/api/v1/instance/domain_blocks", anns).at("0.comment"), "absent");
    EXPECT_FALSE(about_names("bad.example"));
    EXPECT_TRUE(about_names("bad.example", &ann));
    EXPECT_FALSE(about_names("Spam", &ann));
}

class ForNobody : public DomainBlocks {
  protected:
    ForNobody() : DomainBlocks({{"domain_blocks.shown_to", "nobody"}}) {}
};
TEST_F(ForNobody, there_is_no_list) {
    decide("bad.example", social::DomainSeverity::suspend);
    EXPECT_FALSE(about_names("bad.example", &ann));
    EXPECT_EQ(get("/api/v1/instance/domain_blocks", anns).status(), 404);
}

}  // namespace
}  // namespace skein::domain_blocks
