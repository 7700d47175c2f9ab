#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/moving/feature.h"
#include "social/moves.h"
#include "social/network.h"
#include "social/relations.h"
#include "social/views/views.h"
#include "testing/test_server.h"

namespace skein::moving {
namespace {

using testing::body_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Person;
using testing::TestServer;

constexpr std::string_view password = "correct horse battery staple";

/// A network whose one person is known already and names whom the test says.
class OtherNetwork : public social::ProtocolNetwork {
  public:
    social::Network network() const override { return social::Network::activitypub; }
    std::vector<std::optional<AccountId>> resolve_handles(
        Server& server, std::vector<Handle> const& handles) override {
        std::vector<std::optional<AccountId>> found;
        for (auto const& handle : handles) {
            auto const account = server.db().read([&](db::Tx& tx) {
                return social::find_account_by_name(tx, handle.user, handle.host);
            });
            found.push_back(account && *account ? std::optional((*account)->id) : std::nullopt);
        }
        return found;
    }
    Result<std::optional<StatusId>> resolve_status(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<std::optional<AccountId>> resolve_account(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<social::FoundBehind> resolve(Server&, Url const&) override {
        return social::FoundBehind{};
    }
    Result<social::FoundBehind> find(Server&, db::Tx&, Url const&) override {
        return social::FoundBehind{};
    }
    Result<bool> names_alias(Server&, AccountId target, AccountId origin) override {
        return std::pair{target, origin} == named;
    }
    std::pair<AccountId, AccountId> named;
};

OtherNetwork* other = nullptr;
void install_network(Server& server) {
    auto network = std::make_unique<OtherNetwork>();
    other = network.get();
    server.part<social::Networks>().all.push_back(std::move(network));
}

class Moving : public ::testing::Test {
  protected:
    std::string open(std::string const& path, std::string const& cookie) {
        return body_of(server.request(http::Method::get, path, {.cookie = cookie}));
    }
    /// Sends a form of a page with its token.
    http::Response submit(std::string const& page, std::string const& action, std::string fields,
                          std::string const& cookie) {
        auto const text = open(page, cookie);
        std::string const mark = "name=\"csrf\" value=\"";
        auto const at = text.find(mark) + mark.size();
        auto const token = text.substr(at, text.find('"', at) - at);
        return server.request(http::Method::post, action,
                              {.cookie = cookie, .body = "csrf=" + token + "&" + fields});
    }
    http::Response move_to(std::string const& handle, std::string_view typed = password) {
        return submit("/settings/move", "/settings/move",
                      fmt::format("handle={}&current_password={}", handle, typed), anns);
    }
    std::optional<AccountId> moved_to() {
        return server.read([&](db::Tx& tx) { return social::load_account(tx, ann.id()); })
            .moved_to_id;
    }
    std::vector<std::string> aliases() {
        return server.read([&](db::Tx& tx) { return social::list_aliases(tx, ann.id()); });
    }

    TestServer server{{.features = {{"moving", install}, {"network", install_network}}}};
    Person ann = server.make_account("ann", {.password = std::string(password)}),
           new_ann = server.make_account("new_ann"),
           far = server.make_account("far", {.domain = "far.example"});
    std::string anns = server.session(ann);
};

TEST_F(Moving, aliases_are_added_by_handle_shown_and_removed) {
    auto const add = [&](std::string const& handle) {
        return submit("/settings/aliases", "/settings/aliases", "handle=" + handle, anns);
    };
    EXPECT_EQ(add("@far@far.example").status, 303);
    EXPECT_EQ(add("new_ann@skein.example").status, 303);
    EXPECT_THAT(aliases(), ElementsAre("https://far.example/users/far",
                                       social::account_uri(server.server(), new_ann.id())));
    auto const page = open("/settings/aliases", anns);
    EXPECT_THAT(page, HasSubstr("@far@far.example"));
    EXPECT_THAT(page, HasSubstr("@new_ann@skein.example"));
    EXPECT_EQ(submit("/settings/aliases", "/settings/aliases/remove",
                     "address=https://far.example/users/far", anns)
                  .status,
              303);
    EXPECT_EQ(aliases().size(), 1U);
    for (auto const* wrong :
         {"nobody@far.example", "nobody", "ann", "", "a b", "@far@skein.example"})
        EXPECT_EQ(add(wrong).status, 422) << wrong;
    EXPECT_EQ(aliases().size(), 1U);
}

TEST_F(Moving, wants_the_password_and_an_account_that_names_this_one) {
    EXPECT_THAT(body_of(move_to("new_ann", "something else")), HasSubstr("not your password"));
    EXPECT_THAT(body_of(move_to("new_ann")), HasSubstr("does not name yours"));
    EXPECT_THAT(body_of(move_to("far@far.example")), HasSubstr("does not name yours"));
    EXPECT_THAT(body_of(move_to("nobody@far.example")), HasSubstr("no such account"));
    EXPECT_THAT(body_of(move_to("ann")), HasSubstr("your account here"));
    EXPECT_FALSE(moved_to());
    server.write([&](db::Tx& tx) {
        return social::add_alias(tx, new_ann.id(), social::account_uri(server.server(), ann.id()));
    });
    EXPECT_EQ(move_to("new_ann").status, 303);
    EXPECT_EQ(moved_to(), new_ann.id());
    EXPECT_THAT(open("/settings/move", anns), HasSubstr("@new_ann@skein.example"));
}

TEST_F(Moving, to_another_server_asks_that_account_and_may_be_taken_back) {
    other->named = {far.id(), ann.id()};
    EXPECT_EQ(move_to("far@far.example").status, 303);
    EXPECT_EQ(moved_to(), far.id());
    EXPECT_EQ(submit("/settings/move", "/settings/move/end", "", anns).status, 303);
    EXPECT_FALSE(moved_to());
    EXPECT_THAT(body_of(move_to("far@far.example")), HasSubstr("30 days"));
}

TEST_F(Moving, needs_a_session_and_a_form_of_ours) {
    EXPECT_EQ(server.request(http::Method::get, "/settings/move").status, 303);
    other->named = {far.id(), ann.id()};
    auto const forged = server.request(
        http::Method::post, "/settings/move",
        {.cookie = anns,
         .body = fmt::format("handle=far@far.example&current_password={}", password)});
    EXPECT_EQ(forged.status, 403);
    EXPECT_FALSE(moved_to());
}

}  // namespace
}  // namespace skein::moving
