#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "features/profiles/feature.h"
#include "social/media.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::profiles {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

constexpr auto update_path = "/api/v1/accounts/update_credentials";

class Profiles : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    Answer update(std::string body, std::string const& token) {
        return Answer(server.request(http::Method::patch, update_path,
                                     {.token = token, .body = std::move(body)}));
    }

    TestServer server{{.features = {{"profiles", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Profiles, an_account_is_found_by_id_and_by_name) {
    auto const eve = server.make_account("eve", {.domain = "far.example"});
    EXPECT_EQ(get("/api/v1/accounts/" + to_string(ann.id())).at("acct"), "ann");
    for (auto const* name : {"ann", "@ANN", "ann@skein.example", "acct:ann@skein.example"})
        EXPECT_EQ(get(fmt::format("/api/v1/accounts/lookup?acct={}", name)).at("acct"), "ann");
    EXPECT_EQ(get("/api/v1/accounts/lookup?acct=eve@far.example").at("id"), to_string(eve.id()));
    EXPECT_EQ(get("/api/v1/accounts/lookup?acct=eve").status(), 404);
    EXPECT_EQ(get("/api/v1/accounts/lookup?acct=nobody@far.example").status(), 404);
    EXPECT_EQ(get("/api/v1/accounts/lookup").status(), 400);
    EXPECT_EQ(get("/api/v1/accounts/42").status(), 404);
    EXPECT_EQ(get("/api/v1/accounts/xyz").status(), 404);
}

TEST_F(Profiles, who_is_not_in_yet_is_shown_to_nobody_but_those_who_run_the_server) {
    auto const staff =
        server.token(server.make_account("molly", {.role = social::Role::moderator}));
    auto const waiting = server.make_account("waiting", {.approved = false});
    auto const unproven = server.make_account("unproven", {.confirmed = false});
    for (auto const* one : {&waiting, &unproven}) {
        auto const id = to_string(one->id());
        auto const name = one->account.username;
        for (auto const& token : {std::string(), anns}) {
            EXPECT_EQ(get("/api/v1/accounts/" + id, token).status(), 404);
            EXPECT_EQ(get("/api/v1/accounts/lookup?acct=" + name, token).status(), 404);
            EXPECT_EQ(
                get(fmt::format("/api/v1/accounts?id[]={}&id[]={}", id, to_string(bob.id())), token)
                    .size(),
                1U);
        }
        EXPECT_EQ(get("/api/v1/accounts/" + id, staff).at("acct"), name);
        EXPECT_EQ(get("/api/v1/accounts/lookup?acct=" + name, staff).at("acct"), name);
        EXPECT_EQ(get("/api/v1/accounts?id[]=" + id, staff).at("0.acct"), name);
        EXPECT_EQ(get("/api/v1/accounts/verify_credentials", server.token(*one)).status(), 403);
    }
}

TEST_F(Profiles, several_accounts_cost_as_many_statements_as_one) {
    std::string many, one;
    for (int i = 0; i < 10; ++i) {
        one = "id[]=" + to_string(server.make_account("name" + std::to_string(i)).id());
        many += one + "&";
    }
    EXPECT_EQ(get("/api/v1/accounts?id[]=42&" + many).size(), 10U);
    auto const count = [&](std::string const& ids) {
        return server.statements([&] { get("/api/v1/accounts?" + ids); });
    };
    EXPECT_EQ(count(many), count(one));
    many.clear();
    for (int i = 1; i < 42; ++i) many += fmt::format("id[]={}&", i);
    EXPECT_EQ(get("/api/v1/accounts?" + many).status(), 422);
}

TEST_F(Profiles, ones_own_account_carries_its_source) {
    auto const own = get("/api/v1/accounts/verify_credentials", anns);
    EXPECT_EQ(own.at("acct"), "ann");
    EXPECT_EQ(own.at("source.privacy"), "public");
    EXPECT_EQ(own.at("role.id"), "-99");
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", server.token(ann, "profile")).status(),
              200);
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", server.token(ann, "write")).status(), 403);
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials").status(), 401);
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", server.app_token()).status(), 422);
}

TEST_F(Profiles, what_is_sent_is_changed_and_the_rest_stays) {
    auto const changed = update(
        "display_name=Ann+B&note=I+like+%23tea+and+%40bob&bot=true&discoverable=1&indexable=true"
        "&hide_collections=true&fields_attributes[0][name]=Web&fields_attributes[0][value]="
        "https://ann.example&fields_attributes[7][name]=Pet&fields_attributes[7][value]=Cat"
        "&source[privacy]=private&source[sensitive]=true&source[language]=de"
        "&source[quote_policy]=nobody&attribution_domains[]=blog.example",
        anns);
    EXPECT_EQ(changed.status(), 200);
    EXPECT_EQ(changed.at("display_name"), "Ann B");
    EXPECT_NE(changed.at("note").find("u-url mention"), std::string::npos);
    EXPECT_EQ(changed.at("source.note"), "I like #tea and @bob");
    EXPECT_EQ(changed.at("bot"), "true");
    EXPECT_EQ(changed.at("discoverable"), "true");
    EXPECT_EQ(changed.at("indexable"), "true");
    EXPECT_EQ(changed.at("hide_collections"), "true");
    EXPECT_EQ(changed.at("source.fields.0.value"), "https://ann.example");
    EXPECT_EQ(changed.at("fields.1.value"), "Cat");
    EXPECT_EQ(changed.at("source.privacy"), "private");
    EXPECT_EQ(changed.at("source.sensitive"), "true");
    EXPECT_EQ(changed.at("source.language"), "de");
    EXPECT_EQ(changed.at("source.quote_policy"), "nobody");
    EXPECT_EQ(changed.at("source.attribution_domains.0"), "blog.example");
    auto const again = update(R"({"display_name":"Ann C","fields_attributes":[]})", anns);
    EXPECT_EQ(again.at("display_name"), "Ann C");
    EXPECT_EQ(again.at("fields"), "[]");
    EXPECT_EQ(again.at("source.note"), "I like #tea and @bob");
    EXPECT_EQ(again.at("source.attribution_domains.0"), "blog.example");
    auto const version = [&] {
        return server.read([&](db::Tx& tx) { return social::load_account(tx, ann.id()); }).version;
    };
    auto const before = version();
    update("attribution_domains[]=blog.example", anns);
    EXPECT_EQ(version(), before) << "nothing that others are told";
    update("attribution_domains[]=blog.example&attribution_domains[]=news.example", anns);
    EXPECT_GT(version(), before) << "other servers are told";
    auto const preferences = get("/api/v1/preferences", anns);
    EXPECT_EQ(preferences.root().get_text("posting:default:visibility"), "private");
    EXPECT_EQ(preferences.root().get_text("posting:default:language"), "de");
    EXPECT_EQ(preferences.root().get_text("posting:default:quote_policy"), "nobody");
}

TEST_F(Profiles, what_breaks_a_rule_is_refused_whole) {
    auto const field = [](int n) {
        return fmt::format("fields_attributes[{0}][name]=n&fields_attributes[{0}][value]=v&", n);
    };
    for (auto const& body : {
             "display_name=" + std::string(31, 'x'),
             "note=" + std::string(501, 'x'),
             field(0) + field(1) + field(2) + field(3) + field(4),
             "fields_attributes[0][name]=x&fields_attributes[0][value]=" + std::string(256, 'x'),
             std::string("source[privacy]=friends"),
             std::string("source[language]=klingon-and-more"),
             std::string("source[quote_policy]=me"),
             std::string("attribution_domains[]=not+a+domain"),
             std::string("attribution_domains[]=example"),
             std::string("avatar=text"),
         })
        EXPECT_EQ(update("locked=true&" + body, anns).status(), 422) << body.substr(0, 60);
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", anns).at("locked"), "false");
    EXPECT_EQ(update("display_name=x", "").status(), 401);
    EXPECT_EQ(update("display_name=x", server.token(ann, "read")).status(), 403);
}

TEST_F(Profiles, unlocking_lets_everybody_in_who_asked) {
    update("locked=true", anns);
    server.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_FALSE(
        server.read([&](db::Tx& tx) { return social::is_following(tx, bob.id(), ann.id()); }));
    update("locked=false", anns);
    server.drain();
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return social::is_following(tx, bob.id(), ann.id()); }));
}

TEST_F(Profiles, a_picture_can_be_taken_away) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        account.avatar = R"({"key":"k.png","static_key":"s.png","description":""})";
        account.header = account.avatar;
        return social::update_account(tx, account);
    });
    EXPECT_NE(get("/api/v1/accounts/verify_credentials", anns).at("avatar").find("k.png"),
              std::string::npos);
    for (auto const* which : {"avatar", "header"}) {
        Answer const gone(server.del(fmt::format("/api/v1/profile/{}", which), anns));
        EXPECT_EQ(gone.status(), 200);
        EXPECT_EQ(gone.at(which).find("k.png"), std::string::npos);
    }
}

TEST(ProfilePictures, an_avatar_and_a_header_are_made_and_replaced) {
    TestServer server({.features = {{"profiles", install}}, .imaging_program = "/proc/self/exe"});
    auto const token = server.token(server.make_account("ann"));
    std::ifstream file(std::string(SKEIN_SOURCE_DIR) + "/tests/fixtures/media/moving.gif",
                       std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(file), {}};
    auto const send = [&](std::string field, std::string content) {
        auto const form = testing::Multipart::make(
            {{"display_name", "Ann"}}, {{std::move(field), "x", "image/gif", std::move(content)}});
        return Answer(
            server.request(http::Method::patch, update_path,
                           {.token = token, .body = form.body, .content_type = form.content_type}));
    };
    auto const first = send("avatar", bytes);
    EXPECT_EQ(first.status(), 200);
    EXPECT_TRUE(first.at("avatar").ends_with(".gif"));
    EXPECT_NE(first.at("avatar_static"), first.at("avatar"));
    auto const second = send("avatar", bytes);
    EXPECT_NE(second.at("avatar"), first.at("avatar"));
    auto const key = first.at("avatar").substr(first.at("avatar").rfind('/') + 1);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return social::find_file(tx, key); }));
    EXPECT_TRUE(send("header", bytes).at("header").ends_with(".gif"));
    EXPECT_EQ(send("avatar", "no picture").status(), 422);
    EXPECT_EQ(send("avatar", std::string(3 << 20, 'x')).status(), 422);
}

}  // namespace
}  // namespace skein::profiles
