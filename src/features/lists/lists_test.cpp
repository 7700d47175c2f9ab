#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/lists/feature.h"
#include "features/timelines/feature.h"
#include "social/moves.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::lists {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;

class ListRoutes : public ::testing::Test {
  protected:
    ListRoutes() {
        for (auto const* const person : {&bob, &cat}) follow(*person);
    }

    void follow(Person const& whom) {
        server.write([&](db::Tx& tx) { return social::follow(tx, ann.id(), whom.id(), {}); });
    }
    Answer get(std::string const& target) { return Answer(server.get(target, anns)); }
    Answer post(std::string const& target, std::string body) {
        return Answer(server.post(target, std::move(body), anns));
    }
    Answer put(std::string const& target, std::string body) {
        return Answer(server.put(target, std::move(body), anns));
    }
    std::string make(std::string const& body = "title=Friends") {
        return post("/api/v1/lists", body).at("id");
    }
    int add(std::string const& list, std::vector<AccountId> const& who) {
        std::string body;
        for (auto const id : who) body += "&account_ids[]=" + to_string(id);
        return post("/api/v1/lists/" + list + "/accounts", body).status();
    }
    std::vector<std::string> timeline(std::string const& list) {
        return get("/api/v1/timelines/list/" + list).ids();
    }
    std::vector<std::string> home() { return get("/api/v1/timelines/home").ids(); }

    TestServer server{{.features = {{"lists", install}, {"timelines", timelines::install}},
                       .settings = {{"timelines.gather_milliseconds", "0"}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           cat = server.make_account("cat"), dan = server.make_account("dan");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(ListRoutes, make_change_and_remove_a_list) {
    auto const list = post("/api/v1/lists", "title=Friends");
    EXPECT_EQ(list.status(), 200);
    EXPECT_EQ(list.at("title"), "Friends");
    EXPECT_EQ(list.at("replies_policy"), "list");
    EXPECT_EQ(list.at("exclusive"), "false");
    auto const path = "/api/v1/lists/" + list.at("id");
    auto const changed = put(path, R"({"replies_policy": "none", "exclusive": true})");
    EXPECT_EQ(changed.at("title"), "Friends") << "what is not said stays";
    EXPECT_EQ(changed.at("replies_policy"), "none");
    EXPECT_EQ(changed.at("exclusive"), "true");
    EXPECT_EQ(get("/api/v1/lists").size(), 1U);
    EXPECT_EQ(get(path).at("exclusive"), "true");
    EXPECT_EQ(server.get(path, bobs).status, 404);
    EXPECT_EQ(server.del(path, bobs).status, 404);
    EXPECT_EQ(server.del(path, anns).status, 200);
    EXPECT_EQ(get(path).status(), 404);
    EXPECT_EQ(get("/api/v1/lists").size(), 0U);
}

TEST_F(ListRoutes, refuse_what_makes_no_list) {
    EXPECT_EQ(post("/api/v1/lists", "").error(), "Validation failed: Title can't be blank");
    EXPECT_EQ(post("/api/v1/lists", "title=a&replies_policy=some").error(),
              "'some' is not a valid replies_policy");
    EXPECT_EQ(put("/api/v1/lists/" + make(), "title=").status(), 422);
    EXPECT_EQ(put("/api/v1/lists/1", "title=a").status(), 404);
    EXPECT_EQ(server.post("/api/v1/lists", "title=a", server.token(ann, "read")).status, 403);
    EXPECT_EQ(server.get("/api/v1/lists", server.token(ann, "read:statuses")).status, 403);
    EXPECT_EQ(server.get("/api/v1/lists", server.token(ann, "read:lists")).status, 200);
    EXPECT_EQ(server.get("/api/v1/lists").status, 401);
    EXPECT_EQ(server.get("/api/v1/lists", server.app_token()).status, 422);
}

TEST_F(ListRoutes, show_members_in_pages_or_all_at_once) {
    auto const list = make();
    EXPECT_EQ(add(list, {dan.id()}), 404);
    EXPECT_EQ(add(list, {bob.id(), ann.id(), cat.id()}), 200);
    EXPECT_EQ(add(list, {bob.id()}), 422);
    auto const path = "/api/v1/lists/" + list + "/accounts";
    auto const first = get(path + "?limit=2");
    EXPECT_THAT(first.ids(), ElementsAre(to_string(cat.id()), to_string(ann.id())));
    EXPECT_THAT(get(first.next()).ids(), ElementsAre(to_string(bob.id())));
    auto const all = get(path + "?limit=0");
    EXPECT_EQ(all.size(), 3U);
    EXPECT_EQ(all.next(), "");
    EXPECT_EQ(server.get(path, bobs).status, 404);
    EXPECT_THAT(get("/api/v1/accounts/" + to_string(bob.id()) + "/lists").ids(), ElementsAre(list));
    EXPECT_EQ(get("/api/v1/accounts/" + to_string(dan.id()) + "/lists").size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/77/lists").status(), 404);
    server.request(http::Method::del, path,
                   {.token = anns, .body = "account_ids[]=" + to_string(cat.id())});
    EXPECT_EQ(get(path).size(), 2U);
}

TEST_F(ListRoutes, lose_whoever_is_followed_no_longer) {
    auto const list = make();
    auto const eve = server.make_account("eve", {.locked = true});
    follow(eve);
    EXPECT_EQ(add(list, {bob.id(), cat.id(), eve.id()}), 200) << "asked to follow is enough";
    auto const members = [&] { return get("/api/v1/lists/" + list + "/accounts").size(); };
    server.write([&](db::Tx& tx) { return social::unfollow(tx, ann.id(), bob.id()); });
    EXPECT_EQ(members(), 2U);
    server.write([&](db::Tx& tx) { return social::block(tx, cat.id(), ann.id()); });
    EXPECT_EQ(members(), 1U);
    server.write([&](db::Tx& tx) { return social::accept_follow_request(tx, eve.id(), ann.id()); });
    EXPECT_EQ(members(), 1U);
    server.write([&](db::Tx& tx) { return social::unfollow(tx, ann.id(), eve.id()); });
    EXPECT_EQ(members(), 0U);
}

TEST_F(ListRoutes, show_the_timeline_to_the_owner_alone) {
    auto const list = make();
    add(list, {bob.id()});
    auto const first = server.post(bob, "One"), second = server.post(bob, "Two");
    server.post(cat, "Not here");
    EXPECT_THAT(timeline(list), ElementsAre(to_string(second.id), to_string(first.id)));
    auto const page = get("/api/v1/timelines/list/" + list + "?limit=1");
    EXPECT_THAT(get(page.next()).ids(), ElementsAre(to_string(first.id)));
    EXPECT_EQ(server.get("/api/v1/timelines/list/" + list, bobs).status, 404);
    EXPECT_EQ(get("/api/v1/timelines/list/x").status(), 404);
}

TEST_F(ListRoutes, keep_exclusive_members_out_of_home_and_bring_them_back) {
    auto const list = make("title=Loud&exclusive=true");
    add(list, {bob.id()});
    auto const bobs_post = server.post(bob, "One"), cats = server.post(cat, "Two");
    server.drain();
    EXPECT_THAT(home(), ElementsAre(to_string(cats.id)));
    put("/api/v1/lists/" + list, "exclusive=false");
    server.drain();
    EXPECT_THAT(home(), ElementsAre(to_string(cats.id), to_string(bobs_post.id)));
}

}  // namespace
}  // namespace skein::lists
