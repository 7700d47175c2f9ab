#include <gtest/gtest.h>

#include "features/public_pages/feature.h"
#include "social/collections.h"
#include "social/relations.h"
#include "social/views/collection_view.h"
#include "testing/test_server.h"

namespace skein::public_pages {
namespace {

using social::Collection;
using testing::body_of;
using testing::Person;
using testing::TestServer;

class CollectionPages : public ::testing::Test {
  protected:
    CollectionPages() {
        for (auto const* person : {&ann, &bob, &cat})
            change(*person, [](social::Account& account) {
                account.discoverable = account.indexable = true;
            });
    }
    template <class Change>
    void change(Person const& person, Change const& apply) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, person.id()));
            apply(account);
            return social::update_account(tx, account);
        });
    }
    social::CollectionId make(bool sensitive = false, bool discoverable = true) {
        return server.write([&](db::Tx& tx) -> Result<social::CollectionId> {
            Collection one;
            one.account_id = ann.id();
            one.name = "Birds <i>";
            one.description = "Of a <feather>";
            one.tag = "Birds";
            one.sensitive = sensitive;
            one.discoverable = discoverable;
            TRY(one, social::insert_collection(tx, one));
            TRY_OK(social::add_collection_item(tx, one, bob.id()));
            TRY_OK(social::add_collection_item(tx, one, cat.id()));
            return one.id;
        });
    }
    http::Response open(social::CollectionId id, std::string cookie = {}) {
        return server.request(http::Method::get, "/collections/" + to_string(id),
                              {.cookie = std::move(cookie)});
    }
    std::string text(social::CollectionId id) {
        auto const response = open(id);
        EXPECT_EQ(response.status, 200);
        return body_of(response);
    }

    TestServer server{
        {.features = {{"public_pages", install}, {"collections", social::install_collections}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           cat = server.make_account("cat");
};

TEST_F(CollectionPages, say_what_it_is_and_who_is_in_it) {
    auto const id = make();
    auto const page = text(id);
    EXPECT_NE(page.find("Birds &lt;i&gt;"), std::string::npos);
    EXPECT_NE(page.find("Of a &lt;feather&gt;"), std::string::npos);
    EXPECT_NE(page.find("https://skein.example/tags/birds"), std::string::npos);
    EXPECT_NE(page.find("@ann@skein.example"), std::string::npos);
    EXPECT_LT(page.find("@bob@skein.example"), page.find("@cat@skein.example"));
    EXPECT_NE(page.find("<link rel=\"canonical\" href=\"" +
                        social::collection_url(server.server(), id) + "\">"),
              std::string::npos);
    EXPECT_TRUE(open(id).headers.get("X-Robots-Tag").empty());
    EXPECT_EQ(open(social::CollectionId{7}).status, 404);
}

TEST_F(CollectionPages, fold_what_is_sensitive_and_are_kept_by_nobody) {
    auto const id = make(true);
    auto const page = text(id);
    EXPECT_EQ(page.find("Of a &lt;feather&gt;"), page.rfind("Of a &lt;feather&gt;"))
        << "in no description for machines";
    EXPECT_LT(page.find("<details"), page.find("Of a &lt;feather&gt;"));
    EXPECT_LT(page.find("<details"), page.find("@bob@skein.example"));
    EXPECT_FALSE(open(id).headers.get("X-Robots-Tag").empty());
    EXPECT_FALSE(open(make(false, false)).headers.get("X-Robots-Tag").empty());
}

TEST_F(CollectionPages, are_not_there_for_whom_the_owner_blocks_or_when_the_owner_is_suspended) {
    auto const id = make();
    auto const bobs = server.session(bob);
    EXPECT_EQ(open(id, bobs).status, 200);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(open(id, bobs).status, 404);
    EXPECT_EQ(text(id).find("@bob@skein.example"), std::string::npos) << "it is not among them now";
    change(ann, [](auto& account) { account.state = social::AccountState::suspended; });
    EXPECT_EQ(open(id).status, 404);
}

TEST_F(CollectionPages, leave_out_who_is_suspended) {
    auto const id = make();
    change(cat, [](auto& account) { account.state = social::AccountState::suspended; });
    auto const page = text(id);
    EXPECT_NE(page.find("@bob@skein.example"), std::string::npos);
    EXPECT_EQ(page.find("@cat@skein.example"), std::string::npos);
}

}  // namespace
}  // namespace skein::public_pages
