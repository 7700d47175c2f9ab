#include "social/views/account_holes.h"

#include <gtest/gtest.h>

#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::TestServer;

class AccountHoles : public ::testing::Test {
  protected:
    json::Document filled(std::string const& text, AccountId viewer = {}) {
        auto const whole = server.read(
            [&](db::Tx& tx) { return fill_holes({server.server(), tx, viewer}, text); });
        auto document = json::Document::parse(whole);
        EXPECT_TRUE(document) << whole;
        return document ? *std::move(document) : *json::Document::parse("null");
    }

    TestServer server;
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
};

TEST_F(AccountHoles, hold_the_account_as_it_is_now) {
    json::Writer out;
    out.object([&] {
        out.field("name", "A \x01\x02 \"name\"");
        out.raw_field("one", hole_of_account(ann.id()));
        out.raw_field("two", hole_of_account(bob.id()));
        out.raw_field("again", hole_of_account(ann.id()));
        out.raw_field("nobody", hole_of_account(AccountId{12345}));
    });
    auto const text = out.take();
    EXPECT_TRUE(has_holes(text));
    auto const document = filled(text);
    auto const root = document.root();
    EXPECT_EQ(root.find("one")->get_text("acct"), "ann");
    EXPECT_EQ(root.find("two")->get_text("acct"), "bob");
    EXPECT_EQ(root.find("again")->get_text("acct"), "ann");
    EXPECT_TRUE(root.find("nobody")->is_null());
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, ann.id()));
        account.state = AccountState::suspended;
        return update_account(tx, account);
    });
    EXPECT_TRUE(filled(text).root().find("one")->is_null());
}

TEST_F(AccountHoles, hold_the_collections_that_the_reader_is_shown) {
    auto const made = server.write([&](db::Tx& tx) {
        Collection one;
        one.account_id = ann.id();
        one.name = "Birds";
        return insert_collection(tx, one);
    });
    std::vector const ids{CollectionId{7}, made.id};
    auto const text = R"({"tagged":)" + hole_of_collections(ids) + "}";
    EXPECT_TRUE(has_holes(text));
    auto const count = [&](AccountId viewer) {
        return filled(text, viewer).root().find("tagged")->elements().size();
    };
    EXPECT_EQ(count({}), 1U);
    EXPECT_EQ(count(bob.id()), 1U);
    server.write([&](db::Tx& tx) { return block(tx, bob.id(), ann.id()); });
    EXPECT_EQ(count(bob.id()), 0U);
    EXPECT_EQ(count({}), 1U);
}

TEST_F(AccountHoles, hold_what_one_reader_is_told) {
    auto const text = R"({"a":1)" + hole_of_flag(ann.id(), "missing") + "}";
    EXPECT_FALSE(filled(text).root().find("missing"));
    EXPECT_EQ(filled(text, ann.id()).root().find("missing")->boolean(), true);
    EXPECT_EQ(filled(text, bob.id()).root().find("missing")->boolean(), false);
}

TEST_F(AccountHoles, are_in_no_text_that_people_wrote) {
    json::Writer out;
    out.object([&] {
        out.field("text", std::string("\x01"
                                      "a1\x02"));
    });
    auto const text = out.take();
    EXPECT_FALSE(has_holes(text));
    EXPECT_EQ(server.read([&](db::Tx& tx) { return fill_holes({server.server(), tx, {}}, text); }),
              text);
}

TEST_F(AccountHoles, cost_the_same_for_one_as_for_many) {
    std::string few = "[" + hole_of_account(ann.id()) + "]", many = "[";
    for (int i = 0; i < 30; ++i) {
        auto const who = server.make_account(fmt::format("w{}", i));
        many += (i == 0 ? "" : ",") + hole_of_account(who.id());
    }
    many += "]";
    filled(few);
    filled(many);
    EXPECT_EQ(server.statements([&] { filled(many); }), server.statements([&] { filled(few); }));
}

}  // namespace
}  // namespace skein::social
