#include "features/profiles/own_profile.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "features/profiles/feature.h"
#include "testing/answer.h"

namespace skein::profiles {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class OwnProfile : public ::testing::Test {
  protected:
    Answer show() { return Answer(server.get("/api/v1/profile", anns)); }
    Answer update(std::string body, http::Method method = http::Method::patch) {
        return Answer(
            server.request(method, "/api/v1/profile", {.token = anns, .body = std::move(body)}));
    }
    Answer account() { return Answer(server.get("/api/v1/accounts/" + to_string(ann.id()))); }

    TestServer server{{.features = {{"profiles", install}}}};
    Person ann = server.make_account("ann");
    std::string anns = server.token(ann);
};

TEST_F(OwnProfile, is_shown_as_it_was_typed_and_without_pictures_of_ours) {
    auto const shown = show();
    EXPECT_EQ(shown.status(), 200);
    EXPECT_EQ(shown.at("id"), to_string(ann.id()));
    for (auto const* name : {"avatar", "avatar_static", "header", "header_static"})
        EXPECT_EQ(shown.at(name), "null") << name;
    EXPECT_EQ(shown.at("avatar_description"), "");
    EXPECT_EQ(shown.at("featured_tags"), "[]");
    EXPECT_EQ(update(R"({"note":"<b>me</b> & #you"})").at("note"), "<b>me</b> & #you");
    EXPECT_EQ(server.get("/api/v1/profile").status, 401);
    EXPECT_EQ(server.get("/api/v1/profile", server.token(ann, "write")).status, 403);
    EXPECT_EQ(server.get("/api/v1/profile", server.token(ann, "profile")).status, 200);
}

TEST_F(OwnProfile, takes_every_field_and_keeps_what_is_left_out) {
    auto const changed = update(R"({"display_name":"Ann","note":"Hi","locked":true,"bot":true,
        "discoverable":true,"hide_collections":true,"indexable":true,"show_media":false,
        "show_media_replies":false,"show_featured":false,
        "attribution_domains":["a.example","b.example"],
        "fields_attributes":[{"name":"Web","value":"https://a.example/"}]})");
    ASSERT_EQ(changed.status(), 200);
    for (auto const* name : {"locked", "bot", "discoverable", "hide_collections", "indexable"})
        EXPECT_EQ(changed.at(name), "true") << name;
    for (auto const* name : {"show_media", "show_media_replies", "show_featured"}) {
        EXPECT_EQ(changed.at(name), "false") << name;
        EXPECT_EQ(account().at(name), "false") << name;
    }
    EXPECT_EQ(changed.at("attribution_domains"), R"(["a.example","b.example"])");
    EXPECT_EQ(changed.at("fields.0.value"), "https://a.example/");
    EXPECT_EQ(account().at("feature_approval.current_user"), "automatic");
    auto const put = update("show_media=1", http::Method::put);
    EXPECT_EQ(put.at("show_media"), "true");
    EXPECT_EQ(put.at("show_featured"), "false");
    EXPECT_EQ(put.at("display_name"), "Ann");
    EXPECT_EQ(account().at("show_media"), "true");
}

TEST_F(OwnProfile, a_picture_has_a_description_for_as_long_as_it_is_there) {
    TestServer pictured({.features = {{"profiles", install}}, .imaging_program = "/proc/self/exe"});
    auto const cat = pictured.make_account("cat");
    auto const cats = pictured.token(cat);
    pictured.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto stored, social::load_account(tx, cat.id()));
        stored.avatar =
            R"({"key":"0123456789abcdef0123456789abcdef.png","static_key":"","description":""})";
        return social::update_account(tx, stored);
    });
    auto const patch = [&](std::string body) {
        return Answer(pictured.request(http::Method::patch, "/api/v1/profile",
                                       {.token = cats, .body = std::move(body)}));
    };
    auto const described = patch("avatar_description=A+cat&header_description=Nothing");
    EXPECT_EQ(described.at("avatar_description"), "A cat");
    EXPECT_EQ(described.at("header_description"), "") << "there is no header";
    EXPECT_NE(described.at("avatar"), "null");
    Answer const seen(pictured.get("/api/v1/accounts/" + to_string(cat.id())));
    EXPECT_EQ(seen.at("avatar_description"), "A cat");
    auto const long_one = patch("avatar_description=" + std::string(151, 'x'));
    EXPECT_EQ(long_one.status(), 422);
    EXPECT_EQ(patch("display_name=Cat").at("avatar_description"), "A cat");
    EXPECT_EQ(Answer(pictured.del("/api/v1/profile/avatar", cats)).status(), 200);
    EXPECT_EQ(patch("").at("avatar"), "null");
}

TEST_F(OwnProfile, what_breaks_a_rule_changes_nothing) {
    EXPECT_EQ(update("display_name=" + std::string(31, 'x') + "&show_media=false").status(), 422);
    EXPECT_EQ(show().at("show_media"), "true");
    EXPECT_EQ(update("attribution_domains[]=not+a+domain").status(), 422);
}

}  // namespace
}  // namespace skein::profiles
