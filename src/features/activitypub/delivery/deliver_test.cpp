#include "features/activitypub/delivery/deliver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/host_jobs.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/host_upkeep.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/delivery/post_office_test.h"
#include "features/activitypub/delivery/reached.h"
#include "features/activitypub/get.h"
#include "features/activitypub/signature_memory.h"
#include "social/account_removal.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr auto inbox = "https://peer.example/inbox", other = "https://other.example/inbox";

std::string activity(std::string_view type, std::string_view id = "1") {
    return fmt::format(R"({{"id":"https://skein.example/{}","type":"{}"}})", id, type);
}

class Deliver : public ::testing::Test {
  protected:
    void send(Parcel parcel) {
        if (parcel.activity.empty()) parcel.activity = activity("Create");
        if (parcel.subject.empty()) parcel.subject = "test:1";
        parcel.sender = ann.id();
        office.server.write([&](db::Tx& tx) { return send_parcel(tx, parcel); });
        office.settle();
    }
    void send_to(std::vector<std::string> inboxes) { send({.inboxes = std::move(inboxes)}); }
    std::vector<StoredJob> waiting(bool dead = false) {
        return office.server.read(
            [&](db::Tx& tx) { return list_jobs(tx, dead, DeliverActivity::name, 1000); });
    }
    std::vector<Delivery> deliveries() {
        return office.server.read([&](db::Tx& tx) -> Result<std::vector<Delivery>> {
            std::vector<std::int64_t> ids;
            TRY(auto const all, tx.list(list_parcel_ids));
            for (auto const id : all) ids.push_back(id.value);
            return list_deliveries_of(tx, ids, 1000);
        });
    }
    std::vector<std::string> words(std::size_t which = 0) {
        std::vector<std::string> all;
        for (auto const& attempt : read_history(deliveries().at(which).history))
            all.push_back(attempt.words);
        return all;
    }
    void answer(std::string url, int status, std::string header = "", std::string value = "") {
        office.answers.insert_or_assign(std::move(url),
                                        PostOffice::answering(status, header, value));
    }
    void keep_silent(std::string url) {
        office.answers.insert_or_assign(std::move(url), fail(Errc::timeout, "", "silent"));
    }
    Hosts& hosts() { return office.server.server().part<Hosts>(); }
    std::size_t asked(std::string_view url) {
        return static_cast<std::size_t>(
            std::ranges::count(office.requests(), url, &http::Outgoing::url));
    }

    static inline db::Query<ParcelId> const list_parcel_ids{
        "test.parcels", "SELECT id FROM activitypub_parcels ORDER BY id"};
    PostOffice office;
    testing::Person ann = office.server.make_account("ann");
};

TEST_F(Deliver, one_activity_is_stored_once_and_the_same_bytes_reach_every_inbox) {
    send({.activity = activity("Create", "x"), .inboxes = {inbox, other}});
    ASSERT_THAT(office.requests(), SizeIs(2));
    for (auto const& request : office.requests()) {
        EXPECT_EQ(request.body, activity("Create", "x"));
        EXPECT_EQ(request.headers.get("Content-Type"), "application/activity+json");
        EXPECT_TRUE(request.headers.find("Signature"));
        EXPECT_EQ(request.redirects_max, 0);
    }
    EXPECT_THAT(office.server.read([&](db::Tx& tx) { return tx.list(list_parcel_ids); }),
                SizeIs(1));
    ASSERT_THAT(deliveries(), SizeIs(2));
    for (auto const& delivery : deliveries()) EXPECT_EQ(delivery.state, DeliveryState::arrived);
    EXPECT_THAT(words(), ElementsAre("accepted (202 Accepted)"));
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Deliver, each_inbox_gets_it_once_however_often_it_is_named) {
    send_to({inbox, inbox});
    EXPECT_EQ(asked(inbox), 1u);
}

TEST_F(Deliver, what_is_no_address_of_a_server_is_left_out) {
    send_to({"", "mailto:x@y", "https://127.0.0.1/inbox", "ftp://peer.example/", inbox});
    EXPECT_THAT(office.sent(), ElementsAre("Create https://peer.example/inbox"));
}

TEST_F(Deliver, refused_domains_get_nothing_also_what_was_on_its_way) {
    keep_silent(inbox);
    send_to({inbox});
    social::DomainPolicy policy;
    policy.domain = "peer.example";
    policy.severity = social::DomainSeverity::suspend;
    office.server.write([&](db::Tx& tx) { return social::set_domain_policy(tx, policy); });
    office.forget();
    office.pass(minutes(2));
    send({.activity = activity("Create", "2"), .inboxes = {inbox, other}});
    EXPECT_THAT(office.sent(), ElementsAre("Create https://other.example/inbox"));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(waiting(true), IsEmpty());
}

TEST_F(Deliver, failures_are_tried_again_as_the_schedule_says_and_then_given_up) {
    // One failure at a time is no reason to leave the host in peace; days without an answer are.
    constexpr std::array<Duration, 9> pauses{minutes(1), minutes(5), minutes(15),
                                             hours(1),   hours(3),   hours(6),
                                             hours(12),  hours(24),  hours(24)};
    answer(inbox, 500);
    send_to({inbox});
    std::size_t tries = 1;
    for (auto const pause : pauses) {
        ASSERT_EQ(asked(inbox), tries);
        ASSERT_THAT(waiting(), SizeIs(1));
        EXPECT_GE(waiting()[0].run_at, office.server.clock().now() + pause);
        EXPECT_LE(waiting()[0].run_at, office.server.clock().now() + pause + pause / 5);
        office.server.clock().set(waiting()[0].run_at);
        office.settle();
        ++tries;
    }
    EXPECT_EQ(asked(inbox), 10u);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(waiting(true), IsEmpty());
    EXPECT_EQ(deliveries()[0].state, DeliveryState::given_up);
    EXPECT_EQ(words().size(), 10u);
    EXPECT_EQ(words().back(),
              "cannot just now (500 Internal Server Error); that was the last attempt");
}

TEST_F(Deliver, what_must_be_true_in_the_end_is_tried_once_a_day_as_long_as_it_is_worth_it) {
    answer(inbox, 503, "Retry-After", "60");
    send({.activity = activity("Delete"), .inboxes = {inbox}});
    for (int i = 0; i < 12 * 24; ++i) office.pass(hours(1));
    EXPECT_GT(asked(inbox), 14u);
    EXPECT_THAT(waiting(), SizeIs(1));
    for (int i = 0; i < 20; ++i) office.pass(days(1));
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Deliver, what_will_never_be_taken_is_not_sent_again_and_leaves_no_dead_job) {
    answer(inbox, 413);
    send_to({inbox});
    office.pass(days(2));
    EXPECT_EQ(asked(inbox), 1u);
    EXPECT_THAT(waiting(true), IsEmpty());
    EXPECT_EQ(deliveries()[0].state, DeliveryState::given_up);
}

TEST_F(Deliver, a_refused_signature_is_tried_in_the_other_form_which_is_remembered) {
    office.answers.clear();
    office.server.outside().answer_with(
        [](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
            auto const modern = request.headers.find("Signature-Input").has_value();
            return http::Answer{modern ? 202 : 401, {}, {}, request.url};
        });
    send_to({inbox});
    ASSERT_THAT(office.requests(), SizeIs(2));
    EXPECT_TRUE(office.requests()[1].headers.find("Signature-Input"));
    EXPECT_EQ(deliveries()[0].state, DeliveryState::arrived);
    EXPECT_THAT(words(), ElementsAre("refused (401 Unauthorized)", "accepted (202 Accepted)"));
    office.forget();
    send_to({inbox});
    EXPECT_THAT(office.requests(), SizeIs(1));
}

TEST_F(Deliver, what_a_host_wants_signed_is_signed_for_it) {
    office.server.outside().answer_with(
        [](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
            if (request.headers.get("Signature-Input").contains("nonce=\"once\""))
                return http::Answer{202, {}, {}, request.url};
            http::Answer refusal{401, {}, {}, request.url};
            refusal.headers.set("Accept-Signature",
                                R"(sig1=("@method" "@target-uri" "content-digest");nonce="once")");
            return refusal;
        });
    send_to({inbox});
    EXPECT_THAT(office.requests(), SizeIs(2));
    EXPECT_EQ(deliveries()[0].state, DeliveryState::arrived);
}

TEST_F(Deliver, a_refusal_in_every_form_is_tried_three_times_in_all) {
    answer(inbox, 403);
    send_to({inbox});
    EXPECT_EQ(asked(inbox), 2u);
    office.pass(minutes(2));
    EXPECT_EQ(asked(inbox), 4u);
    office.pass(minutes(7));
    EXPECT_EQ(asked(inbox), 6u);
    office.pass(days(3));
    EXPECT_EQ(asked(inbox), 6u);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_TRUE(hosts().is_well("peer.example"));
}

TEST_F(Deliver, a_redirect_within_the_host_is_followed_signed_anew) {
    answer(inbox, 308, "Location", "/moved");
    answer("https://peer.example/moved", 202);
    send_to({inbox});
    EXPECT_THAT(office.sent(), ElementsAre("Create https://peer.example/inbox",
                                           "Create https://peer.example/moved"));
    EXPECT_NE(office.requests()[0].headers.get("Signature"),
              office.requests()[1].headers.get("Signature"));
    EXPECT_EQ(deliveries()[0].state, DeliveryState::arrived);
}

TEST_F(Deliver, who_asks_to_wait_is_left_alone_by_all_deliveries_until_then) {
    answer(inbox, 429, "Retry-After", "3600");
    send({.inboxes = {inbox}});
    answer(inbox, 202);
    send({.activity = activity("Create", "2"), .inboxes = {inbox}, .subject = "test:2"});
    office.pass(minutes(55));
    EXPECT_EQ(asked(inbox), 1u);
    office.pass(minutes(20));
    EXPECT_EQ(asked(inbox), 3u);
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Deliver, activities_about_one_thing_reach_a_host_in_their_order) {
    keep_silent(inbox);
    for (auto const* type : {"Create", "Update", "Delete"})
        send({.activity = activity(type), .inboxes = {inbox}});
    send({.activity = activity("Like"), .inboxes = {inbox}, .subject = "test:2"});
    EXPECT_THAT(office.sent(), ElementsAre("Create https://peer.example/inbox",
                                           "Like https://peer.example/inbox"));
    office.answers.clear();
    office.forget();
    office.pass(minutes(2));
    std::vector<std::string> order;
    for (auto const& request : office.requests())
        order.push_back(PostOffice::type_of(request.body));
    std::erase(order, "Like");
    EXPECT_THAT(order, ElementsAre("Create", "Update", "Delete"));
}

TEST_F(Deliver, a_host_that_does_not_answer_is_left_in_peace_and_looked_at_again) {
    keep_silent(inbox);
    for (int i = 0; i < 20; ++i)
        send({.inboxes = {inbox, other}, .subject = "test:" + std::to_string(i)});
    EXPECT_EQ(asked(other), 20u);
    EXPECT_LE(asked(inbox), 12u);
    EXPECT_FALSE(hosts().is_well("peer.example"));
    EXPECT_THAT(waiting(), SizeIs(20));
    office.forget();
    office.pass(minutes(10));
    EXPECT_EQ(asked(inbox), 0u);
    for (auto const& job : waiting())
        EXPECT_GT(job.run_at, office.server.clock().now() + minutes(15));
    // One probe: it fails, and everything waits on.
    office.pass(minutes(25));
    office.pass(seconds(20));
    EXPECT_EQ(asked(inbox), 1u);
    office.answers.clear();
    office.pass(minutes(31));
    for (int i = 0; i < 10; ++i) office.pass(minutes(1));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(asked(inbox), 21u);
    EXPECT_TRUE(hosts().is_well("peer.example"));
}

TEST_F(Deliver, a_host_that_answers_a_question_is_sent_to_again) {
    keep_silent(inbox);
    for (int i = 0; i < 8; ++i) send({.inboxes = {inbox}, .subject = "test:" + std::to_string(i)});
    office.answers.clear();
    office.server.outside().answer("https://peer.example/x", 404, "");
    FetchBudget budget;
    auto const url = Url::parse("https://peer.example/x").value();
    EXPECT_TRUE(get(office.server.server(), url, {.accept = "*/*"}, budget));
    for (int i = 0; i < 5; ++i) office.pass(seconds(20));
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Deliver, what_is_known_of_hosts_outlives_a_restart) {
    keep_silent(inbox);
    for (int i = 0; i < 8; ++i) send({.inboxes = {inbox}, .subject = "test:" + std::to_string(i)});
    auto const before = hosts().find("peer.example");
    ASSERT_TRUE(before);
    hosts().forget("peer.example");
    ASSERT_TRUE(load_hosts(office.server.server()));
    auto const after = hosts().find("peer.example");
    ASSERT_TRUE(after);
    EXPECT_EQ(after->state, HostState::resting);
    EXPECT_EQ(after->days, before->days);
    EXPECT_EQ(after->probe_at, before->probe_at);
    EXPECT_EQ(after->last_error, "no answer in time");
    office.answers.clear();
    office.pass(minutes(31));
    for (int i = 0; i < 5; ++i) office.pass(minutes(1));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(office.server.read([](db::Tx& tx) { return list_host_health(tx, "", 10); }),
                IsEmpty());
}

TEST_F(Deliver, what_was_put_off_when_its_host_had_just_come_back_is_not_forgotten) {
    keep_silent(inbox);
    for (int i = 0; i < 6; ++i) send({.inboxes = {inbox}, .subject = "test:" + std::to_string(i)});
    office.answers.clear();
    office.server.write([](db::Tx& tx) { return note_alive(tx, "peer.example"); });
    office.settle();
    // Somebody who had not heard of it yet.
    office.server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(send_parcel(tx, {.sender = ann.id(),
                                .activity = activity("Like"),
                                .inboxes = {inbox},
                                .subject = "late"}));
        TRY_OK(put_off_host_jobs(tx, "peer.example",
                                 {tx.now() + days(1), tx.now() + Duration(held_for), 100}));
        return {};
    });
    office.settle();
    for (int i = 0; i < 4; ++i) office.pass(minutes(1));
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Deliver, what_comes_from_a_host_shows_that_it_lives) {
    keep_silent(inbox);
    for (int i = 0; i < 20; ++i) send({.inboxes = {inbox}, .subject = "test:" + std::to_string(i)});
    office.answers.clear();
    office.forget();
    office.server.write([](db::Tx& tx) { return note_alive(tx, "peer.example"); });
    office.settle();
    office.pass(minutes(5));
    EXPECT_EQ(asked(inbox), 20u);
    EXPECT_TRUE(hosts().is_well("peer.example"));
}

TEST_F(Deliver, after_seven_days_of_silence_a_host_is_dead_until_it_is_heard_of) {
    keep_silent(inbox);
    for (int day = 0; day < 8; ++day) {
        send({.activity = activity(day == 2 ? "Delete" : "Create"),
              .inboxes = {inbox},
              .subject = "test:" + std::to_string(day)});
        for (int i = 0; i < 24; ++i) office.pass(hours(1));
    }
    EXPECT_TRUE(hosts().is_dead("peer.example", office.server.clock().now()));
    // What must be true in the end is kept, news are not.
    auto const kept = waiting();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_THAT(kept[0].order_key, StartsWith("activitypub:test:2:"));
    send_to({inbox});
    EXPECT_THAT(waiting(), SizeIs(1));
    office.answers.clear();
    office.forget();
    office.server.write([](db::Tx& tx) { return note_alive(tx, "peer.example"); });
    office.settle();
    EXPECT_THAT(office.sent(), ElementsAre("Delete https://peer.example/inbox"));
    send_to({inbox});
    EXPECT_EQ(asked(inbox), 2u);
}

TEST_F(Deliver, the_last_word_replaces_what_waits_for_a_host_that_is_away) {
    keep_silent(inbox);
    for (int i = 0; i < 8; ++i) send({.inboxes = {inbox}, .subject = "test:" + std::to_string(i)});
    ASSERT_FALSE(hosts().is_well("peer.example"));
    send({.activity = activity("Delete"), .inboxes = {inbox}, .subject = "test:3"});
    EXPECT_THAT(waiting(), SizeIs(8));
    send({.activity = activity("Delete"),
          .inboxes = {inbox, "https://peer.example/users/other/inbox"},
          .subject = "test:5"});
    EXPECT_THAT(waiting(), SizeIs(9)) << "each inbox hears it";
}

TEST_F(Deliver, a_big_parcel_is_dispatched_in_parts_and_keeps_its_place) {
    std::vector<std::string> many;
    for (int i = 0; i < 450; ++i) many.push_back(fmt::format("https://h{}.example/inbox", i));
    office.server.write([&](db::Tx& tx) -> Result<void> {
        for (auto const* type : {"Create", "Update"})
            TRY_OK(send_parcel(tx, {.sender = ann.id(),
                                    .activity = activity(type),
                                    .inboxes = many,
                                    .subject = "test:1"}));
        return send_parcel(tx, {.sender = ann.id(),
                                .activity = activity("Delete"),
                                .inboxes = {many[449]},
                                .subject = "test:1"});
    });
    office.settle();
    EXPECT_THAT(office.requests(), SizeIs(901));
    std::vector<std::string> last;
    for (auto const& request : office.requests())
        if (request.url == many[449]) last.push_back(PostOffice::type_of(request.body));
    EXPECT_THAT(last, ElementsAre("Create", "Update", "Delete"));
}

TEST_F(Deliver, an_inbox_that_is_gone_gets_nothing_more_and_its_owner_is_asked) {
    auto const bob = office.follower(ann, "bob", "peer.example", false);
    auto const eve = office.follower(ann, "eve", "peer.example", false);
    auto const bobs = bob.account.address + "/inbox", eves = eve.account.address + "/inbox";
    answer(bobs, 410);
    answer(eves, 404);
    office.server.outside().answer(bob.account.address, 410, "");
    office.server.outside().answer(eve.account.address, 404, "");
    office.forget();
    send_to({bobs, eves});
    EXPECT_FALSE(office.server.read(
        [&](db::Tx& tx) { return social::is_following(tx, bob.id(), ann.id()); }));
    // Not being found proves nothing.
    EXPECT_TRUE(office.server.read(
        [&](db::Tx& tx) { return social::is_following(tx, eve.id(), ann.id()); }));
    office.forget();
    send_to({bobs, eves});
    EXPECT_THAT(office.sent(), IsEmpty());
    office.pass(days(8));
    office.answers.clear();
    send_to({eves});
    EXPECT_EQ(asked(eves), 1u);
}

TEST_F(Deliver, what_was_composed_before_the_end_of_an_account_does_not_arrive_after_it) {
    keep_silent(inbox);
    send_to({inbox});
    send({.activity = activity("Delete"), .inboxes = {inbox}, .subject = "test:2"});
    ASSERT_THAT(waiting(), SizeIs(2));
    office.server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    send({.activity = activity("Delete"),
          .inboxes = {inbox, other},
          .subject = "actor:" + to_string(ann.id())});
    office.answers.clear();
    office.forget();
    office.pass(minutes(10));
    office.pass(minutes(10));
    EXPECT_THAT(office.sent(), ElementsAre("Delete https://peer.example/inbox"));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(waiting(true), IsEmpty()) << "nobody is to look at what is void";
}

TEST_F(Deliver, expired_news_are_let_go_with_their_record) {
    keep_silent(inbox);
    send_to({inbox});
    office.pass(days(8));
    office.server.clock().advance(hours(2));
    EXPECT_TRUE(sweep_parcels(office.server.server()));
    EXPECT_THAT(deliveries(), IsEmpty());
    EXPECT_THAT(office.server.read([&](db::Tx& tx) { return tx.list(list_parcel_ids); }),
                IsEmpty());
    office.settle();
    EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Deliver, what_was_given_up_can_be_sent_again) {
    answer(inbox, 413);
    send_to({inbox});
    office.answers.clear();
    office.server.write([](db::Tx& tx) -> Result<void> {
        TRY(auto const lost, list_lost_deliveries(tx, "peer.example", {}, 10));
        return deliver_again(tx, lost);
    });
    office.settle();
    EXPECT_EQ(asked(inbox), 2u);
    EXPECT_EQ(deliveries()[0].state, DeliveryState::arrived);
    EXPECT_EQ(words().size(), 2u);
}

TEST_F(Deliver, a_parcel_for_followers_says_who_they_are_by_a_digest) {
    office.follower(ann, "bob", "peer.example");
    office.forget();
    send({.inboxes = {inbox}, .to_followers = true});
    auto const requests = office.requests();
    ASSERT_THAT(requests, SizeIs(1));
    auto const header = requests[0].headers.get("Collection-Synchronization");
    EXPECT_TRUE(header.contains("collectionId=\""));
    EXPECT_FALSE(header.contains(std::string(64, '0')));
    EXPECT_TRUE(header.contains("/followers_synchronization\""));
}

}  // namespace
}  // namespace skein::activitypub
