#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/previews/feature.h"
#include "features/previews/showing_test.h"
#include "features/previews/trending_links.h"
#include "social/domains.h"
#include "social/relations.h"
#include "testing/answer.h"
#include "testing/reference.h"

namespace skein::previews {
namespace {

using social::Visibility;
using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::PostOptions;
using testing::TestServer;

constexpr auto* link = "https://tea.example/leaves?kind=green&from=here";
constexpr auto* other_link = "https://tea.example/cups";

class LinkTimelines : public ::testing::Test {
  protected:
    explicit LinkTimelines(std::map<std::string, std::string> settings = {}) {
        settings.emplace("trends.people_min", "1");
        server = std::make_unique<TestServer>(
            testing::TestOptions{.features = {{"previews", install}, {"showing", install_showing}},
                                 .settings = std::move(settings)});
        for (auto const* page : {link, other_link})
            server->outside().answer(page, 200, "<title>Tea</title>", "text/html");
        ann = findable("ann");
        bob = findable("bob");
        token = server->token(ann);
        server->clock().advance(std::chrono::days(5));
    }
    Person findable(std::string const& name, std::string domain = {}, bool wants = true) {
        auto const made = server->make_account(name, {.domain = std::move(domain)});
        server->write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, made.id()));
            account.discoverable = wants;
            return social::update_account(tx, account);
        });
        return made;
    }
    std::string say(Person const& who, std::string const& text = link,
                    PostOptions const& options = {}) {
        auto const post = server->post(who, text, options);
        server->drain();
        return to_string(post.id);
    }
    void work_out() { EXPECT_TRUE(refresh_trending_links(server->server())); }
    Answer get(std::string const& target, std::string const& by = {}) {
        return Answer(server->get(target, by));
    }
    std::vector<std::string> ids(std::string const& more = {}, std::string const& by = {}) {
        auto const answer = get(path + more, by);
        EXPECT_EQ(answer.status(), 200) << more;
        return answer.ids();
    }

    static constexpr auto* path =
        "/api/v1/timelines/link?url=https%3A%2F%2Ftea.example%2Fleaves%3Fkind%3Dgreen%26from%3D"
        "here";
    std::unique_ptr<TestServer> server;
    Person ann, bob;
    std::string token;
};

TEST_F(LinkTimelines, show_the_public_posts_with_a_link_newest_first) {
    // "GET /api/v1/timelines/link"
    auto const first = say(ann), second = say(bob, std::string("look: ") + link);
    say(bob, other_link);
    say(bob, "tea.example");
    work_out();
    EXPECT_THAT(ids(), ElementsAre(second, first));
    EXPECT_THAT(ids({}, token), ElementsAre(second, first));
    auto const answer = get(path);
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(*get(path, token).root().elements().begin(), "Status"),
                IsEmpty());
    EXPECT_EQ(answer.at("0.card.url"), link);
}

TEST_F(LinkTimelines, are_there_for_links_that_are_talked_about) {
    // Somebody who is new does not make a trend.
    say(findable("fresh"), other_link);
    work_out();
    for (auto const* target :
         {path, "/api/v1/timelines/link?url=https://tea.example/cups", "/api/v1/timelines/link",
          "/api/v1/timelines/link?url=", "/api/v1/timelines/link?url=nonsense",
          "/api/v1/timelines/link?url=https://no.example/"})
        EXPECT_EQ(get(target).status(), 404) << target;
    say(ann);
    work_out();
    EXPECT_EQ(get(path).status(), 200);
    EXPECT_EQ(get("/api/v1/timelines/link?url=https://no.example/").status(), 404);
    EXPECT_EQ(get(std::string(path) + "&max_id=abc").status(), 400);
    EXPECT_EQ(server->get(path, server->token(ann, "write")).status, 403);
    auto const admin = server->make_account("chief", {.role = social::Role::admin});
    auto const judge = server->token(admin, "admin:read admin:write");
    auto const id = get("/api/v1/trends/links").at("0.url");
    EXPECT_EQ(id, link);
    auto const card = server->read([&](db::Tx& tx) {
        return social::list_trends(tx, social::TrendKind::link, {.unreviewed = true});
    });
    auto const verdict = [&](std::string const& word) {
        return server
            ->post(fmt::format("/api/v1/admin/trends/links/{}/{}", card.at(0), word), "{}", judge)
            .status;
    };
    EXPECT_EQ(verdict("reject"), 200);
    EXPECT_EQ(get(path).status(), 404);
    EXPECT_EQ(verdict("approve"), 200);
    EXPECT_EQ(get(path).status(), 200);
}

TEST_F(LinkTimelines, leave_out_who_does_not_want_to_be_found) {
    auto const shown = say(ann);
    auto const reply = say(ann, link, {.in_reply_to = StatusId{*parse_id(shown)}});
    say(ann, link, {.visibility = Visibility::unlisted});
    say(ann, link, {.visibility = Visibility::private_});
    say(ann, std::string("@bob ") + link, {.visibility = Visibility::direct});
    say(findable("shy", {}, false));
    auto const limited = findable("limited"), gone = findable("gone");
    say(limited);
    say(gone);
    for (auto const& [who, state] : {std::pair(limited.id(), social::AccountState::limited),
                                     std::pair(gone.id(), social::AccountState::suspended)})
        server->write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, who));
            account.state = state;
            return social::update_account(tx, account);
        });
    work_out();
    EXPECT_THAT(ids(), ElementsAre(reply, shown));
    EXPECT_THAT(ids({}, server->token(bob)), ElementsAre(reply, shown));
}

TEST_F(LinkTimelines, look_on_behind_those_who_do_not_want_to_be_found) {
    auto const first = say(ann), second = say(bob);
    auto const shy = findable("shy", {}, false);
    for (int i = 0; i < 60; ++i) server->post(shy, link);
    auto const third = say(ann);
    work_out();
    EXPECT_THAT(ids("&limit=2"), ElementsAre(third, second));
    EXPECT_THAT(ids("&limit=2&max_id=" + third), ElementsAre(second, first));
    EXPECT_THAT(ids("&limit=2&min_id=" + second), ElementsAre(third));
}

TEST_F(LinkTimelines, respect_blocks_mutes_and_domain_blocks) {
    auto const far = findable("far", "far.example");
    auto const cat = findable("cat"), dan = findable("dan");
    auto const of_bob = say(bob), of_cat = say(cat), of_dan = say(dan), of_far = say(far);
    work_out();
    EXPECT_THAT(ids({}, token), ElementsAre(of_far, of_dan, of_cat, of_bob));
    server->write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::block(tx, ann.id(), bob.id()));
        TRY_OK(social::block(tx, cat.id(), ann.id()));
        TRY_OK(social::mute(tx, ann.id(), dan.id(), true, std::nullopt));
        return social::block_domain(tx, ann.id(), "far.example");
    });
    EXPECT_THAT(ids({}, token), IsEmpty());
    EXPECT_EQ(ids().size(), 4U);
}

TEST_F(LinkTimelines, page_through_while_others_post) {
    std::vector<std::string> posts;
    for (int i = 0; i < 7; ++i) posts.insert(posts.begin(), say(i % 2 == 0 ? ann : bob));
    work_out();
    auto page = get(std::string(path) + "&limit=3");
    EXPECT_THAT(page.ids(), ElementsAre(posts[0], posts[1], posts[2]));
    auto const newer = say(bob);
    EXPECT_THAT(page.next(), ::testing::HasSubstr("url=https%3A%2F%2Ftea.example"));
    auto const second = get(page.next());
    EXPECT_THAT(second.ids(), ElementsAre(posts[3], posts[4], posts[5]));
    say(bob);
    EXPECT_THAT(get(second.next()).ids(), ElementsAre(posts[6]));
    EXPECT_THAT(get(second.previous()).ids(), ElementsAre(posts[0], posts[1], posts[2]));
    EXPECT_THAT(ids("&limit=2&min_id=" + posts[6]), ElementsAre(posts[4], posts[5]));
    EXPECT_THAT(ids("&limit=1&since_id=" + newer), ::testing::SizeIs(1));
    EXPECT_THAT(ids("&limit=0"), ::testing::SizeIs(1));
}

TEST_F(LinkTimelines, cost_the_same_for_one_post_as_for_forty) {
    say(bob);
    work_out();
    auto const cost = [&] {
        ids("&limit=40", token);
        return server->statements([&] { ids("&limit=40", token); });
    };
    auto const one = cost();
    for (int i = 0; i < 45; ++i) say(i % 2 == 0 ? ann : bob);
    EXPECT_EQ(cost(), one);
    EXPECT_EQ(ids("&limit=100", token).size(), 40U);
}

class LinkTimelinesReviewed : public LinkTimelines {
  protected:
    LinkTimelinesReviewed() : LinkTimelines({{"trends.review", "true"}}) {}
};
TEST_F(LinkTimelinesReviewed, wait_for_a_verdict) {
    say(ann);
    work_out();
    EXPECT_EQ(get(path).status(), 404);
}

class LinkTimelinesOff : public LinkTimelines {
  protected:
    LinkTimelinesOff() : LinkTimelines({{"trends.enabled", "false"}}) {}
};
TEST_F(LinkTimelinesOff, are_not_there_without_trends) {
    say(ann);
    work_out();
    EXPECT_EQ(get(path).status(), 404);
}

TEST_F(LinkTimelines, a_post_has_its_card_apart_too) {
    // "GET /api/v1/statuses/:id/card"
    auto const with = say(ann), without = say(ann, "plain");
    auto const hidden = say(ann, link, {.visibility = Visibility::private_});
    auto const card_of = [&](std::string const& id, std::string const& by = {}) {
        return get("/api/v1/statuses/" + id + "/card", by);
    };
    auto const card = card_of(with);
    EXPECT_EQ(card.status(), 200);
    EXPECT_EQ(card.at("url"), link);
    EXPECT_EQ(card.root().dump(), get("/api/v1/statuses/" + with).root().find("card")->dump());
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(card.root(), "PreviewCard"), IsEmpty());
    EXPECT_EQ(card_of(without).status(), 200);
    EXPECT_EQ(card_of(without).root().dump(), "{}");
    EXPECT_EQ(card_of(hidden).status(), 404);
    EXPECT_EQ(card_of(hidden, server->token(bob)).status(), 404);
    EXPECT_EQ(card_of(hidden, token).at("title"), "Tea");
    EXPECT_EQ(card_of("12345").status(), 404);
    EXPECT_EQ(card_of("nonsense").status(), 404);
}

}  // namespace
}  // namespace skein::previews
