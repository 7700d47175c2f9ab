#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/events.h"
#include "features/search/feature.h"
#include "features/search/index.h"
#include "social/polls.h"
#include "social/relations.h"
#include "social/social.h"
#include "testing/answer.h"

namespace skein::search {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;
using Ids = std::vector<std::string>;

std::string encoded(std::string_view text) {
    std::string out;
    for (unsigned char const c : text) out += fmt::format("%{:02X}", c);
    return out;
}

social::StatusEdit changed_to(std::string const& text) {
    social::StatusEdit edit;
    edit.text = text;
    edit.content = "<p>" + text + "</p>";
    return edit;
}

class FindingPosts : public ::testing::Test {
  protected:
    FindingPosts() {
        for (auto const* person : {&ann, &far}) let_find(*person, true);
    }
    void let_find(Person const& person, bool indexable) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, person.id()));
            account.indexable = indexable;
            return social::update_account(tx, account);
        });
    }
    std::string post(Person const& author, std::string_view text,
                     testing::PostOptions const& options = {}) {
        auto const status = server.post(author, text, options);
        server.clock().advance(std::chrono::seconds(1));
        return to_string(status.id);
    }
    Answer ask(std::string const& query, std::string const& token, std::string const& more = {}) {
        server.drain();
        return Answer(server.get("/api/v2/search?type=statuses&q=" + encoded(query) + more, token));
    }
    Ids found(std::string const& query, std::string const& token, std::string const& more = {}) {
        auto const answer = ask(query, token, more);
        EXPECT_EQ(answer.status(), 200) << query;
        Ids ids;
        for (auto const status : answer.root().find("statuses")->elements())
            ids.emplace_back(status.get_text("id"));
        return ids;
    }
    social::Status load(std::string const& id) {
        return server.read(
            [&](db::Tx& tx) { return social::load_status(tx, StatusId{*parse_id(id)}); });
    }

    TestServer server{{.features = {{"search", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           far = server.make_account("far", {.domain = "far.example"});
    std::string anns = server.token(ann), bobs = server.token(bob);
};

/// "GET /api/v2/search" with type=statuses.
TEST_F(FindingPosts, by_words_newest_first_page_by_page) {
    Ids all;
    for (int i = 0; i < 5; ++i) all.insert(all.begin(), post(ann, fmt::format("Grüner Tee {}", i)));
    post(ann, "coffee");
    EXPECT_EQ(found("gruner tee", bobs), all);
    EXPECT_THAT(found("tee", bobs, "&limit=2"), ElementsAre(all[0], all[1]));
    // What comes in between moves an offset, as it does everywhere; ids hold their place.
    auto const late = post(ann, "noch ein Tee");
    EXPECT_THAT(found("tee", bobs, "&limit=2&max_id=" + all[1]), ElementsAre(all[2], all[3]));
    EXPECT_THAT(found("tee", bobs, "&limit=2&max_id=" + all[3]), ElementsAre(all[4]));
    EXPECT_THAT(found("tee", bobs, "&min_id=" + all[1]), ElementsAre(late, all[0]));
    EXPECT_THAT(found("tee", bobs, "&limit=2&offset=5"), ElementsAre(all[4]));
    EXPECT_THAT(found("tee", bobs, "&offset=6"), IsEmpty());
    EXPECT_EQ(Answer(server.get("/api/v2/search?type=statuses&q=tee")).at("statuses"), "[]");
}

TEST_F(FindingPosts, of_strangers_only_with_their_consent) {
    auto const id = post(bob, "secret garden");
    EXPECT_THAT(found("garden", anns), IsEmpty());
    EXPECT_THAT(found("garden", bobs), ElementsAre(id));
    let_find(bob, true);
    EXPECT_THAT(found("garden", anns), ElementsAre(id));
    let_find(bob, false);
    // At once, and not when the index has caught up.
    EXPECT_EQ(Answer(server.get("/api/v2/search?type=statuses&q=garden", anns)).at("statuses"),
              "[]");
    EXPECT_THAT(found("garden", anns), IsEmpty());
    for (auto const visibility :
         {social::Visibility::unlisted, social::Visibility::private_, social::Visibility::direct})
        post(ann, "hidden garden", {.visibility = visibility});
    EXPECT_THAT(found("hidden", bobs), IsEmpty());
    EXPECT_EQ(found("hidden", anns).size(), 3U);
}

TEST_F(FindingPosts, beyond_many_that_may_not_be_seen) {
    auto const id = post(far, "old garden");
    for (int i = 0; i < 9; ++i) post(ann, "new garden");
    server.write([&](db::Tx& tx) { return social::mute(tx, bob.id(), ann.id(), true, {}); });
    EXPECT_THAT(found("garden", bobs, "&limit=1"), ElementsAre(id));
}

TEST_F(FindingPosts, one_has_marked_always) {
    auto const carol = server.make_account("carol");
    Ids marked;
    for (int i = 0; i < 4; ++i) marked.insert(marked.begin(), post(carol, "a marked kettle"));
    auto const mentioned =
        post(carol, "a kettle for @bob", {.visibility = social::Visibility::direct});
    post(carol, "a kettle nobody marked");
    EXPECT_THAT(found("kettle", bobs), ElementsAre(mentioned));
    auto const liked = load(marked[0]), kept = load(marked[1]), boosted = load(marked[2]);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::add_favourite(tx, bob.id(), liked));
        TRY_OK(social::add_bookmark(tx, bob.id(), kept));
        TRY_OK(social::boost_status(tx, {.account = bob.id()}, boosted));
        return {};
    });
    EXPECT_THAT(found("kettle", bobs), ElementsAre(mentioned, marked[0], marked[1], marked[2]));
    EXPECT_THAT(found("kettle in:public", bobs), IsEmpty());
    EXPECT_EQ(found("kettle in:library", bobs).size(), 4U);
    EXPECT_THAT(found("kettle", anns), IsEmpty());
    server.write([&](db::Tx& tx) { return social::remove_favourite(tx, bob.id(), liked); });
    EXPECT_EQ(found("kettle", bobs).size(), 3U);
    server.write([&](db::Tx& tx) { return social::block(tx, carol.id(), bob.id()); });
    EXPECT_THAT(found("kettle", bobs), IsEmpty());
}

TEST_F(FindingPosts, never_of_those_one_mutes_blocks_or_whose_domain_one_blocks) {
    auto const near = post(ann, "a lamp"), away = post(far, "a lamp");
    EXPECT_THAT(found("lamp", bobs), ElementsAre(away, near));
    server.write([&](db::Tx& tx) { return social::mute(tx, bob.id(), ann.id(), true, {}); });
    EXPECT_THAT(found("lamp", bobs), ElementsAre(away));
    server.write([&](db::Tx& tx) { return social::block(tx, far.id(), bob.id()); });
    EXPECT_THAT(found("lamp", bobs), IsEmpty());
    EXPECT_THAT(found("lamp", anns), ElementsAre(away, near));
}

TEST_F(FindingPosts, follow_edits_and_removals) {
    auto const id = post(ann, "a horse");
    EXPECT_THAT(found("horse", bobs), ElementsAre(id));
    server.write([&, old = load(id)](db::Tx& tx) {
        return social::edit_status(tx, old, changed_to("a zebra"));
    });
    EXPECT_THAT(found("horse", bobs), IsEmpty());
    EXPECT_THAT(found("zebra", bobs), ElementsAre(id));
    server.write([&, old = load(id)](db::Tx& tx) { return social::remove_status(tx, old, true); });
    EXPECT_THAT(found("zebra", anns), IsEmpty());
}

TEST_F(FindingPosts, by_operators) {
    auto const question = post(ann, "Where is the #Ferry https://ferry.example/",
                               {.spoiler_text = "boats", .language = "de"});
    auto const answer =
        post(ann, "The ferry is gone", {.in_reply_to = StatusId{*parse_id(question)}});
    auto const other = post(far, "ferry");
    auto const check = [&](std::string const& query, Ids const& ids) {
        EXPECT_EQ(found(query, bobs), ids) << query;
    };
    check("ferry", {other, answer, question});
    check("ferry from:ann", {answer, question});
    check("ferry from:@ann@skein.example", {answer, question});
    check("from:far@far.example", {other});
    check("ferry -from:ann", {other});
    check("ferry from:me", {});
    check("ferry from:nobody", {});
    check("#ferry", {question});
    check("ferry is:reply", {answer});
    check("ferry is:sensitive", {question});
    check("ferry has:link", {question});
    check("ferry -has:link -is:reply", {other});
    check("ferry language:de", {question});
    check("boats", {question});
    check("\"the ferry\"", {answer, question});
    check("\"ferry the\"", {});
    check("ferry before:2000-01-01", {});
    check("ferry after:2000-01-01", {other, answer, question});
    check("ferry during:" + to_iso_date(server.clock().now()), {other, answer, question});
    EXPECT_EQ(found("ferry", bobs, "&account_id=" + to_string(ann.id())).size(), 2U);
    EXPECT_EQ(ask("ferry has:wings", bobs).status(), 422);
}

TEST_F(FindingPosts, in_every_language) {
    for (auto const& [text, query] : std::initializer_list<std::pair<char const*, char const*>>{
             {"ฉันรักประเทศไทย", "รัก"},
             {"我喜欢北京烤鸭", "北京"},
             {"東京で寿司を食べた", "寿司"},
             {"Ｆｕｌｌｗｉｄｔｈ", "fullwidth"},
             {"ПРИВЕТ мир", "привет"},
             {"Crème brûlée", "creme BRULEE"}}) {
        auto const id = post(ann, text);
        EXPECT_THAT(found(query, bobs), ElementsAre(id)) << text;
    }
}

/// "GET /api/v1/search"
TEST_F(FindingPosts, as_the_first_api_had_it) {
    auto const id = post(ann, "#Ferry");
    server.drain();
    Answer const answer(server.get("/api/v1/search?q=ferry", bobs));
    EXPECT_EQ(answer.at("statuses.0.id"), id);
    EXPECT_EQ(answer.at("hashtags.0"), "ferry");
    EXPECT_EQ(server.get("/api/v1/search?q=ferry").status, 401);
}

TEST_F(FindingPosts, with_as_many_statements_for_one_as_for_twenty) {
    for (int i = 0; i < 20; ++i) post(ann, "statement");
    found("statement", bobs);
    auto const count = [&](int limit) {
        return server.statements([&] {
            server.get(fmt::format("/api/v2/search?type=statuses&q=statement&limit={}", limit),
                       bobs);
        });
    };
    count(20);
    EXPECT_EQ(count(20), count(1));
}

TEST(FillingTheIndex, reads_what_was_posted_while_search_was_off) {
    static bool on = false;
    TestServer server{{.features = {{"search",
                                     [](Server& made) {
                                         if (on) install(made);
                                     }}},
                       .in_file = true}};
    if (!server.db().embedded()) GTEST_SKIP() << "a restart here begins a schema of its own";
    auto const ann = server.make_account("ann");
    auto const found = [&](std::string_view word) {
        server.drain();
        Answer const answer(
            server.get(fmt::format("/api/v2/search?type=statuses&q={}", word), server.token(ann)));
        return answer.root().find("statuses")->elements().size();
    };
    for (int i = 0; i < 90; ++i) server.post(ann, "an old story");
    auto const changed = server.post(ann, "before");
    on = true;
    server.restart();
    EXPECT_EQ(found("story"), 20U);
    EXPECT_EQ(found("before"), 1U);
    on = false;
    server.restart();
    server.clock().advance(std::chrono::hours(1));
    server.write([&](db::Tx& tx) { return social::edit_status(tx, changed, changed_to("after")); });
    server.post(ann, "a new one");
    on = true;
    server.restart();
    EXPECT_EQ(found("new"), 1U);
    EXPECT_EQ(found("after"), 1U);
    EXPECT_EQ(found("before"), 0U);
}

}  // namespace
}  // namespace skein::search
