#include <gtest/gtest.h>

#include "features/collections/feature.h"
#include "social/collections.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::collections {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class Collections : public ::testing::Test {
  protected:
    Collections() {
        for (auto* person : {&bob, &cat}) let_find(*person);
    }
    /// From now on the account lets itself be found.
    void let_find(Person const& person) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, person.id()));
            account.discoverable = true;
            return social::update_account(tx, account);
        });
    }
    Answer ask(http::Method method, std::string path, std::string const& token,
               std::string body = "") {
        return Answer(server.request(method, "/api/v1/collections" + path,
                                     {.token = token, .body = std::move(body)}));
    }
    Answer create(std::string body) { return ask(http::Method::post, "", anns, std::move(body)); }
    std::string made(std::string body = "name=Birds&discoverable=true") {
        return create(std::move(body)).at("collection.id");
    }
    Answer show(std::string const& id, std::string const& token = {}) {
        return ask(http::Method::get, "/" + id, token);
    }
    Answer put_in(std::string const& id, Person const& whom) {
        return ask(http::Method::post, "/" + id + "/items", anns,
                   "account_id=" + to_string(whom.id()));
    }
    Answer of(Person const& person, std::string const& which, std::string const& token) {
        return Answer(
            server.get("/api/v1/accounts/" + to_string(person.id()) + "/" + which, token));
    }

    TestServer server{{.features = {{"collections", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           cat = server.make_account("cat"), shy = server.make_account("shy");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Collections, one_is_made_shown_changed_and_removed) {
    auto const fresh = create(
        "name=Birds&description=Of+<feather>&language=en&tag_name=%23Birds&"
        "sensitive=true&discoverable=true&account_ids[]=" +
        to_string(bob.id()) + "&account_ids[]=" + to_string(bob.id()));
    ASSERT_EQ(fresh.status(), 200);
    EXPECT_EQ(fresh.at("collection.name"), "Birds");
    EXPECT_EQ(fresh.at("collection.description"), "<p>Of &lt;feather&gt;</p>");
    EXPECT_EQ(fresh.at("collection.tag.url"), "https://skein.example/tags/birds");
    EXPECT_EQ(fresh.at("collection.item_count"), "1");
    EXPECT_EQ(fresh.at("collection.items.0.account_id"), to_string(bob.id()));
    auto const id = fresh.at("collection.id");
    auto const shown = show(id);
    EXPECT_EQ(shown.at("collection.name"), "Birds");
    EXPECT_EQ(shown.at("accounts.0.acct"), "ann");
    EXPECT_EQ(shown.at("accounts.1.acct"), "bob");
    auto const changed =
        ask(http::Method::patch, "/" + id, anns, R"({"name":"Geese","language":"","tag_name":""})");
    EXPECT_EQ(changed.at("collection.name"), "Geese");
    EXPECT_EQ(changed.at("collection.language"), "null");
    EXPECT_EQ(changed.at("collection.tag"), "null");
    EXPECT_EQ(changed.at("collection.sensitive"), "true");
    EXPECT_EQ(ask(http::Method::patch, "/" + id, bobs, "name=x").status(), 403);
    EXPECT_EQ(ask(http::Method::del, "/" + id, bobs).status(), 403);
    EXPECT_EQ(ask(http::Method::del, "/" + id, anns).at(""), "{}");
    EXPECT_EQ(show(id).status(), 404);
}

TEST_F(Collections, what_breaks_a_rule_is_refused_in_detail) {
    auto const blank = create("description=x");
    EXPECT_EQ(blank.status(), 422);
    EXPECT_EQ(blank.error(), "Validation failed: Name can't be blank");
    EXPECT_EQ(blank.at("details.name.0.error"), "ERR_BLANK");
    auto const bad = create("name=" + std::string(41, 'x') +
                            "&description=" + std::string(101, 'x') + "&language=!!&tag_name=a+b");
    EXPECT_EQ(bad.at("details.name.0.error"), "ERR_TOO_LONG");
    EXPECT_EQ(bad.at("details.description.0.error"), "ERR_TOO_LONG");
    EXPECT_EQ(bad.at("details.language.0.error"), "ERR_INVALID");
    EXPECT_EQ(bad.at("details.tag_name.0.error"), "ERR_INVALID");
    for (std::int64_t i = 0; i < social::collections_max; ++i) EXPECT_NE(made(), "absent");
    EXPECT_EQ(create("name=one+more").status(), 422);
    EXPECT_EQ(ask(http::Method::post, "", server.token(ann, "read"), "name=x").status(), 403);
    EXPECT_EQ(ask(http::Method::post, "", "", "name=x").status(), 401);
}

TEST_F(Collections, only_who_lets_themselves_be_found_is_put_in) {
    auto const id = made();
    EXPECT_EQ(put_in(id, shy).status(), 403);
    EXPECT_EQ(put_in(id, server.make_account("far", {.domain = "far.example"})).status(), 403);
    EXPECT_EQ(create("name=x&account_ids[]=" + to_string(shy.id())).status(), 403);
    EXPECT_EQ(ask(http::Method::post, "/" + id + "/items", anns, "account_id=7").status(), 404);
    EXPECT_EQ(ask(http::Method::post, "/" + id + "/items", anns).status(), 404);
    auto const added = put_in(id, bob);
    EXPECT_EQ(added.at("collection_item.state"), "accepted");
    auto const twice = put_in(id, bob);
    EXPECT_EQ(twice.status(), 422);
    EXPECT_EQ(twice.at("details.account.0.error"), "ERR_TAKEN");
    EXPECT_EQ(
        ask(http::Method::post, "/" + id + "/items", bobs, "account_id=" + to_string(cat.id()))
            .status(),
        403);
    server.write([&](db::Tx& tx) { return social::block(tx, cat.id(), ann.id()); });
    EXPECT_NE(put_in(id, cat).status(), 200);
}

TEST_F(Collections, a_full_one_takes_no_more) {
    auto const id = made();
    for (std::int64_t i = 0; i < social::collection_items_max; ++i) {
        auto const one = server.make_account(fmt::format("p{}", i));
        let_find(one);
        EXPECT_EQ(put_in(id, one).status(), 200);
    }
    EXPECT_EQ(put_in(id, bob).status(), 422);
    EXPECT_EQ(show(id).at("collection.item_count"), "25");
}

TEST_F(Collections, who_is_in_one_leaves_for_good) {
    auto const id = made();
    auto const item = put_in(id, bob).at("collection_item.id");
    auto const path = "/" + id + "/items/" + item;
    EXPECT_EQ(ask(http::Method::post, path + "/revoke", anns).status(), 403);
    EXPECT_EQ(ask(http::Method::post, path + "/revoke", bobs).at(""), "{}");
    EXPECT_EQ(show(id).at("collection.item_count"), "0");
    EXPECT_EQ(put_in(id, bob).status(), 403);
    EXPECT_EQ(ask(http::Method::del, path, anns).status(), 404);
    auto const other = put_in(id, cat).at("collection_item.id");
    EXPECT_EQ(ask(http::Method::del, "/" + id + "/items/" + other, bobs).status(), 403);
    EXPECT_EQ(ask(http::Method::del, "/" + id + "/items/" + other, anns).status(), 200);
    EXPECT_EQ(put_in(id, cat).status(), 200) << "who was taken out may be put in again";
}

TEST_F(Collections, blocks_and_removals_take_people_out) {
    auto const id = made();
    put_in(id, bob);
    put_in(id, cat);
    server.write([&](db::Tx& tx) { return social::block(tx, bob.id(), ann.id()); });
    EXPECT_EQ(show(id).at("collection.item_count"), "1");
    EXPECT_EQ(show(id, bobs).status(), 404);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, cat.id()));
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    EXPECT_EQ(show(id).at("collection.item_count"), "0");
    EXPECT_EQ(show(id).at("accounts.1"), "absent");
}

TEST_F(Collections, a_block_takes_away_what_was_told_of_them) {
    static db::Query<std::int64_t> const count{
        "test.collections.notices", "SELECT COUNT(*) FROM notifications WHERE kind IN (15, 16)"};
    auto const notices = [&] { return server.read([&](db::Tx& tx) { return tx.load(count); }); };
    auto const id = made();
    put_in(id, bob);
    put_in(id, cat);
    EXPECT_EQ(notices(), 2);
    server.write([&](db::Tx& tx) { return social::block(tx, bob.id(), ann.id()); });
    EXPECT_EQ(notices(), 1);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), cat.id()); });
    EXPECT_EQ(notices(), 0);
}

TEST_F(Collections, others_see_the_discoverable_ones_of_an_account) {
    auto const open = made(), hidden = made("name=Hidden");
    EXPECT_EQ(of(ann, "collections", anns).at("collections.1.id"), open);
    EXPECT_EQ(of(ann, "collections", anns).at("collections.0.id"), hidden);
    EXPECT_EQ(of(ann, "collections", "").at("collections.0.id"), open);
    EXPECT_EQ(of(ann, "collections", bobs).at("collections.1"), "absent");
    EXPECT_EQ(show(hidden).status(), 200) << "by its address it is for everybody";
    put_in(hidden, bob);
    EXPECT_EQ(of(bob, "in_collections", bobs).at("collections.0.id"), hidden);
    EXPECT_EQ(of(bob, "in_collections", anns).status(), 403);
    EXPECT_EQ(of(bob, "in_collections", "").status(), 401);
}

TEST_F(Collections, a_block_hides_them_from_both_sides) {
    auto const id = made();
    auto const listed = [&](Person const& viewer) {
        return server
            .read([&](db::Tx& tx) {
                return social::list_collections_by(tx, viewer.id(), ann.id(), 10, 0);
            })
            .size();
    };
    EXPECT_EQ(listed(bob), 1U);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(listed(bob), 0U);
    EXPECT_EQ(of(ann, "collections", bobs).at("collections.0"), "absent");
    server.write([&](db::Tx& tx) { return social::block(tx, cat.id(), ann.id()); });
    EXPECT_EQ(listed(cat), 0U);
    EXPECT_EQ(listed(ann), 1U);
    EXPECT_EQ(of(ann, "collections", "").at("collections.0.id"), id);
}

TEST_F(Collections, lists_page_by_offset) {
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i) all.push_back(made());
    std::string next = "/api/v1/accounts/" + to_string(ann.id()) + "/collections?limit=2";
    std::vector<std::string> seen;
    while (!next.empty() && seen.size() < 10) {
        Answer const page(server.get(next, anns));
        for (auto const* place : {"0", "1"})
            if (auto const id = page.at(fmt::format("collections.{}.id", place)); id != "absent")
                seen.push_back(id);
        next = page.next();
    }
    EXPECT_EQ(seen, std::vector<std::string>(all.rbegin(), all.rend()));
}

TEST_F(Collections, many_cost_what_one_costs) {
    put_in(made(), bob);
    auto const list = [&] { of(ann, "collections", anns); };
    list();
    auto const one = server.statements(list);
    for (int i = 0; i < 5; ++i) put_in(made(), cat);
    EXPECT_EQ(server.statements(list), one);
}

}  // namespace
}  // namespace skein::collections
