#include "features/activitypub/delivery/followers_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/post_office_test.h"
#include "features/activitypub/signatures/followers_digest.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

using std::chrono::hours;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class FollowersSync : public ::testing::Test {
  protected:
    FollowersSync() {
        for (auto const& who : {ann, ben}) begin_to_follow(who);
        office.forget();
    }
    void begin_to_follow(testing::Person const& who) {
        office.server.write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(social::follow(tx, who.id(), eve.id(), {}));
            return social::accept_follow_request(tx, eve.id(), who.id());
        });
        office.settle();
    }
    std::string id_of(testing::Person const& who) {
        return actor_address(office.server.server(), who.id());
    }
    /// What the other server says and what its list holds.
    void hear(std::vector<std::string> const& listed, std::string url = list_url,
              std::size_t strangers = 0) {
        FollowersDigest digest;
        std::string items;
        for (auto const& one : listed) {
            digest.toggle(one);
            items += (items.empty() ? "\"" : ",\"") + one + "\"";
        }
        for (std::size_t i = 0; i < strangers; ++i) items = "\"https://x.example/\"," + items;
        office.server.outside().answer(
            list_url, 200,
            R"({"@context":"https://www.w3.org/ns/activitystreams","id":")" +
                std::string(list_url) + R"(","type":"OrderedCollection","orderedItems":[)" + items +
                "]}",
            "application/activity+json");
        auto const header =
            to_header({eve.account.address + "/followers", std::move(url), digest.hex()});
        office.server.write(
            [&](db::Tx& tx) { return followers_sync::heard(tx, eve.id(), header); });
        office.settle();
    }
    bool follows(testing::Person const& who) {
        return office.server.read(
            [&](db::Tx& tx) { return social::is_following(tx, who.id(), eve.id()); });
    }
    std::size_t asked() {
        auto const all = office.server.outside().requests();
        return static_cast<std::size_t>(std::ranges::count(all, list_url, &http::Outgoing::url));
    }

    static constexpr auto list_url = "https://peer.example/users/eve/followers_sync";
    PostOffice office;
    testing::Person ann = office.server.make_account("ann");
    testing::Person ben = office.server.make_account("ben");
    testing::Person cid = office.server.make_account("cid");
    testing::Person eve = office.remote("eve", "peer.example");
};

TEST_F(FollowersSync, nobody_is_asked_while_both_agree) {
    hear({id_of(ben), id_of(ann)});
    EXPECT_EQ(asked(), 0u);
    EXPECT_TRUE(follows(ann));
}

TEST_F(FollowersSync, a_follow_the_other_server_does_not_know_ends_here_without_a_word) {
    hear({id_of(ann)});
    EXPECT_TRUE(follows(ann));
    EXPECT_FALSE(follows(ben));
    EXPECT_THAT(office.sent(), IsEmpty());
}

TEST_F(FollowersSync, a_follower_who_is_none_is_taken_back_there) {
    hear({id_of(ann), id_of(ben), id_of(cid)});
    EXPECT_THAT(office.sent(), ElementsAre("Undo https://peer.example/users/eve/inbox"));
    EXPECT_FALSE(follows(cid));
}

TEST_F(FollowersSync, a_request_the_other_server_has_granted_is_granted) {
    office.server.write([&](db::Tx& tx) { return social::follow(tx, cid.id(), eve.id(), {}); });
    office.settle();
    hear({id_of(ann), id_of(ben), id_of(cid)});
    EXPECT_TRUE(follows(cid));
}

TEST_F(FollowersSync, the_list_is_asked_for_once_an_hour_at_most) {
    hear({id_of(ann), id_of(ben), "https://skein.example/ap/users/77"});
    EXPECT_EQ(asked(), 1u);
    hear({id_of(ann)});
    EXPECT_EQ(asked(), 1u);
    EXPECT_TRUE(follows(ben));
    office.pass(hours(2));
    hear({id_of(ann)});
    EXPECT_EQ(asked(), 2u);
    EXPECT_FALSE(follows(ben));
}

TEST_F(FollowersSync, a_list_of_another_server_is_never_asked_for) {
    hear({}, "https://evil.example/list");
    EXPECT_EQ(asked(), 0u);
    EXPECT_TRUE(follows(ann));
    office.server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(followers_sync::heard(tx, eve.id(), ""));
        TRY_OK(followers_sync::heard(tx, eve.id(), "nonsense"));
        return followers_sync::heard(tx, eve.id(), std::string(100'000, 'x'));
    });
    office.settle();
    EXPECT_TRUE(follows(ann));
}

TEST_F(FollowersSync, a_list_in_pages_or_a_broken_one_changes_nothing) {
    for (auto const* body :
         {R"({"id":"https://peer.example/users/eve/followers_sync","type":"OrderedCollection",
              "first":"https://peer.example/1","orderedItems":[]})",
          R"({"id":"https://peer.example/users/eve/followers_sync","type":"OrderedCollection"})",
          "{"}) {
        office.server.outside().answer_with(
            [&](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
                http::Answer answer{200, {}, body, request.url};
                answer.headers.set("Content-Type", "application/activity+json");
                return answer;
            });
        hear({});
        EXPECT_TRUE(follows(ann)) << body;
        office.pass(hours(2));
    }
}

TEST_F(FollowersSync, a_list_longer_than_what_is_read_of_it_changes_nothing) {
    hear({id_of(ann)}, list_url, 10'000);
    EXPECT_EQ(asked(), 1u);
    EXPECT_TRUE(follows(ben));
}

TEST_F(FollowersSync, a_follow_accepted_while_the_list_was_on_its_way_stays) {
    office.server.outside().answer_with(
        [&](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
            if (request.url == list_url)
                office.server.write([&](db::Tx& tx) -> Result<void> {
                    TRY_OK(social::follow(tx, cid.id(), eve.id(), {}));
                    return social::accept_follow_request(tx, eve.id(), cid.id());
                });
            return std::nullopt;
        });
    hear({id_of(ann), id_of(ben), id_of(cid)});
    EXPECT_TRUE(follows(cid));
    EXPECT_THAT(office.sent(), Not(Contains("Undo https://peer.example/users/eve/inbox")));
}

TEST_F(FollowersSync, old_comparisons_are_forgotten) {
    hear({id_of(ann), id_of(ben)});
    office.server.clock().advance(std::chrono::days(3));
    EXPECT_TRUE(sweep_comparisons(office.server.server()));
}

}  // namespace
}  // namespace skein::activitypub
