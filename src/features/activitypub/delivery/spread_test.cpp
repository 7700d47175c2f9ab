#include "features/activitypub/delivery/spread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/parcels.h"
#include "features/activitypub/delivery/post_office_test.h"
#include "features/activitypub/delivery/reached.h"
#include "features/activitypub/delivery/recipients.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/received.h"
#include "social/account_removal.h"
#include "social/domains.h"
#include "social/events.h"
#include "social/moves.h"
#include "social/polls.h"
#include "social/quotes.h"
#include "social/reports.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

using social::Visibility;
using std::chrono::minutes;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Spread : public ::testing::Test {
  protected:
    Spread() {
        bob = office.follower(ann, "bob", "big.example");
        carl = office.follower(ann, "carl", "big.example");
        dora = office.follower(ann, "dora", "small.example", false);
        eve = office.remote("eve", "elsewhere.example");
        office.forget();
    }
    std::vector<std::string> sent_after(std::function<void()> const& deed) {
        office.forget();
        deed();
        office.settle();
        return office.sent();
    }
    template <class Closure>
    std::vector<std::string> sent_by(Closure closure) {
        return sent_after([&] { office.server.write(closure); });
    }
    social::Status post(std::string_view text, Visibility visibility = Visibility::public_) {
        auto status = office.server.post(ann, text, visibility);
        office.settle();
        return status;
    }
    /// A post of another server.
    social::Status foreign(testing::Person const& author, std::string_view id = "1") {
        social::StatusDraft draft;
        draft.author = author.id();
        draft.network = social::Network::activitypub;
        draft.address = author.account.address + "/" + std::string(id);
        draft.content = "<p>Hello</p>";
        return office.server.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    }
    json::Document body(std::size_t which = 0) {
        return json::Document::parse(office.requests().at(which).body).value();
    }
    Server& server() { return office.server.server(); }

    PostOffice office;
    testing::Person ann = office.server.make_account("ann");
    testing::Person bob, carl, dora, eve;
};

TEST_F(Spread, a_post_is_worth_a_job_only_where_somebody_elsewhere_may_hear_of_it) {
    auto const alone = office.server.make_account("alone");
    auto const theirs = foreign(eve);
    auto const is_worth_it = [&](social::Status const& status) {
        social::StatusPublished event;
        event.status = status.id;
        event.author = status.account_id;
        event.in_reply_to_account = status.in_reply_to_account_id;
        return office.server.read([&](db::Tx& tx) { return may_have_recipients(tx, event); });
    };
    EXPECT_FALSE(is_worth_it(office.server.post(alone, "To myself")));
    EXPECT_TRUE(is_worth_it(office.server.post(alone, "To @eve@elsewhere.example")));
    EXPECT_TRUE(is_worth_it(post("To my followers")));
    social::StatusDraft answer;
    answer.author = alone.id();
    answer.in_reply_to_id = theirs.id;
    EXPECT_TRUE(is_worth_it(
        office.server.write([&](db::Tx& tx) { return social::publish_status(tx, answer); })));
}

TEST_F(Spread, a_public_post_reaches_each_server_of_followers_once) {
    EXPECT_THAT(sent_after([&] { post("Hello"); }),
                ElementsAre("Create https://big.example/inbox",
                            "Create https://small.example/users/dora/inbox"));
    EXPECT_EQ(office.requests()[0].body, office.requests()[1].body);
    EXPECT_EQ(body().root().get_text("actor"), actor_address(server(), ann.id()));
}

TEST_F(Spread, who_is_named_gets_it_too) {
    EXPECT_THAT(sent_after([&] { post("Hello @eve@elsewhere.example"); }),
                Contains("Create https://elsewhere.example/inbox"));
}

TEST_F(Spread, a_direct_post_reaches_only_those_it_is_for) {
    EXPECT_THAT(sent_after([&] { post("Psst @eve@elsewhere.example", Visibility::direct); }),
                ElementsAre("Create https://elsewhere.example/inbox"));
    EXPECT_THAT(sent_after([&] { post("Note to self", Visibility::direct); }), IsEmpty());
}

TEST_F(Spread, a_post_for_followers_reaches_them_and_says_who_they_are) {
    EXPECT_THAT(sent_after([&] { post("Among us", Visibility::private_); }), SizeIs(2));
    for (auto const& request : office.requests())
        EXPECT_TRUE(request.headers.find("Collection-Synchronization"));
    EXPECT_THAT(office.sent(), Not(Contains("Create https://elsewhere.example/inbox")));
}

TEST_F(Spread, a_post_for_a_circle_or_of_a_quiet_import_goes_nowhere) {
    EXPECT_THAT(sent_after([&] { post("Circle", Visibility::limited); }), IsEmpty());
    EXPECT_THAT(sent_by([&](db::Tx& tx) {
                    social::StatusDraft draft;
                    draft.author = ann.id();
                    draft.content = draft.text = "Old";
                    draft.quiet = true;
                    return social::publish_status(tx, draft);
                }),
                IsEmpty());
}

TEST_F(Spread, an_answer_reaches_whom_it_answers) {
    auto const parent = foreign(eve);
    EXPECT_THAT(sent_after([&] {
                    office.server.post(ann, "I see",
                                       testing::PostOptions{.in_reply_to = parent.id});
                    office.settle();
                }),
                Contains("Create https://elsewhere.example/inbox"));
}

TEST_F(Spread, an_edit_reaches_all_who_know_the_post) {
    auto const status = post("Helo @eve@elsewhere.example");
    auto const fan = office.remote("fan", "fans.example");
    office.server.write([&](db::Tx& tx) { return social::add_favourite(tx, fan.id(), status); });
    auto const sent = sent_by([&](db::Tx& tx) {
        social::StatusEdit edit;
        edit.content = edit.text = "Hello";
        edit.language = "en";
        return social::edit_status(tx, status, edit);
    });
    EXPECT_THAT(sent, ElementsAre("Update https://big.example/inbox",
                                  "Update https://elsewhere.example/inbox",
                                  "Update https://fans.example/inbox",
                                  "Update https://small.example/users/dora/inbox"));
}

TEST_F(Spread, an_edit_of_what_is_for_followers_reaches_only_those_who_still_are) {
    auto const status = post("Among us", Visibility::private_);
    office.server.write(
        [&](db::Tx& tx) { return social::remove_follower(tx, ann.id(), dora.id()); });
    office.settle();
    auto const sent = sent_by([&](db::Tx& tx) {
        social::StatusEdit edit;
        edit.content = edit.text = "Among fewer";
        return social::edit_status(tx, status, edit);
    });
    EXPECT_THAT(sent, ElementsAre("Update https://big.example/inbox"));
}

TEST_F(Spread, the_end_of_a_post_reaches_all_who_ever_had_it) {
    auto const status = post("Among us @eve@elsewhere.example", Visibility::private_);
    office.server.write(
        [&](db::Tx& tx) { return social::remove_follower(tx, ann.id(), dora.id()); });
    office.settle();
    auto const sent = sent_by([&](db::Tx& tx) { return social::remove_status(tx, status, true); });
    EXPECT_THAT(sent, ElementsAre("Delete https://big.example/inbox",
                                  "Delete https://elsewhere.example/inbox",
                                  "Delete https://small.example/users/dora/inbox"));
    EXPECT_THAT(office.server.read([&](db::Tx& tx) { return list_reached(tx, status.id); }),
                IsEmpty());
}

TEST_F(Spread, of_a_post_that_is_gone_before_it_was_told_nothing_is_told) {
    EXPECT_THAT(sent_by([&](db::Tx& tx) -> Result<void> {
                    social::StatusDraft draft;
                    draft.author = ann.id();
                    draft.content = draft.text = "Oops";
                    TRY(auto const status, social::publish_status(tx, draft));
                    return social::remove_status(tx, status, true);
                }),
                IsEmpty());
}

TEST_F(Spread, who_answered_or_boosted_a_post_hears_of_its_end) {
    auto const status = post("Hello");
    auto const fan = office.remote("fan", "fans.example");
    office.server.write([&](db::Tx& tx) {
        return social::boost_status(tx,
                                    {.account = fan.id(),
                                     .network = social::Network::activitypub,
                                     .address = fan.account.address + "/boosts/1"},
                                    status);
    });
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::remove_status(tx, status, true); }),
                Contains("Delete https://fans.example/inbox"));
}

TEST_F(Spread, a_boost_reaches_followers_and_the_author_and_so_does_its_end) {
    auto const original = foreign(eve);
    EXPECT_THAT(sent_by([&](db::Tx& tx) {
                    return social::boost_status(tx, {.account = ann.id()}, original);
                }),
                ElementsAre("Announce https://big.example/inbox",
                            "Announce https://elsewhere.example/inbox",
                            "Announce https://small.example/users/dora/inbox"));
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return social::unboost_status(tx, ann.id(), original); }),
        ElementsAre("Undo https://big.example/inbox", "Undo https://elsewhere.example/inbox",
                    "Undo https://small.example/users/dora/inbox"));
}

TEST_F(Spread, a_pin_is_told_to_followers) {
    auto const status = post("Hello");
    auto const secret = post("Among us", Visibility::private_);
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::pin_status(tx, ann.id(), status); }),
                Contains("Add https://big.example/inbox"));
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::unpin_status(tx, ann.id(), status); }),
                Contains("Remove https://big.example/inbox"));
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::pin_status(tx, ann.id(), secret); }),
                IsEmpty());
}

TEST_F(Spread, a_favourite_is_told_to_the_author_alone) {
    auto const original = foreign(eve);
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::add_favourite(tx, ann.id(), original); }),
                ElementsAre("Like https://elsewhere.example/users/eve/inbox"));
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return social::remove_favourite(tx, ann.id(), original); }),
        ElementsAre("Undo https://elsewhere.example/users/eve/inbox"));
    auto const own = post("Hello");
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::add_favourite(tx, eve.id(), own); }),
                IsEmpty());
}

TEST_F(Spread, a_follow_and_its_end_are_told_to_who_is_followed) {
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::follow(tx, ann.id(), eve.id(), {}); }),
                ElementsAre("Follow https://elsewhere.example/users/eve/inbox"));
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::unfollow(tx, ann.id(), eve.id()); }),
                ElementsAre("Undo https://elsewhere.example/users/eve/inbox"));
}

TEST_F(Spread, who_asks_to_follow_hears_the_answer_under_the_id_they_gave) {
    auto const shy = office.server.make_account("shy", {.locked = true});
    office.server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(note_activity(
            tx, {"https://elsewhere.example/f/1", eve.id(), Deed::follow, shy.id().value, ""}));
        return social::follow(tx, eve.id(), shy.id(), {});
    });
    office.settle();
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return social::accept_follow_request(tx, shy.id(), eve.id()); }),
        ElementsAre("Accept https://elsewhere.example/users/eve/inbox"));
    EXPECT_EQ(body().root().find("object")->get_text("id"), "https://elsewhere.example/f/1");
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return social::remove_follower(tx, shy.id(), eve.id()); }),
        ElementsAre("Reject https://elsewhere.example/users/eve/inbox"));
}

TEST_F(Spread, a_refused_request_is_told) {
    auto const shy = office.server.make_account("shy", {.locked = true});
    office.server.write([&](db::Tx& tx) { return social::follow(tx, eve.id(), shy.id(), {}); });
    office.settle();
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return social::reject_follow_request(tx, shy.id(), eve.id()); }),
        ElementsAre("Reject https://elsewhere.example/users/eve/inbox"));
}

TEST_F(Spread, a_block_is_told_with_all_that_it_ends) {
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); }),
                Contains("Block https://big.example/users/bob/inbox"));
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::unblock(tx, ann.id(), bob.id()); }),
                ElementsAre("Undo https://big.example/users/bob/inbox"));
}

TEST_F(Spread, several_changes_of_a_profile_are_told_once) {
    auto const change = [&] {
        office.server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, ann.id()));
            account.display_name += "!";
            return social::update_account(tx, account);
        });
    };
    EXPECT_THAT(sent_after([&] {
                    change();
                    change();
                }),
                IsEmpty());
    office.pass(minutes(1));
    EXPECT_THAT(office.sent(), ElementsAre("Update https://big.example/inbox",
                                           "Update https://small.example/users/dora/inbox"));
}

TEST_F(Spread, votes_here_go_to_the_author_and_counts_of_our_polls_to_those_who_voted) {
    social::StatusDraft draft;
    draft.author = eve.id();
    draft.network = social::Network::activitypub;
    draft.address = "https://elsewhere.example/poll";
    draft.content = "<p>Tea?</p>";
    draft.poll.emplace().options = {{"Tea", 0}, {"Coffee", 0}};
    auto const theirs =
        office.server.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    EXPECT_THAT(sent_by([&](db::Tx& tx) -> Result<void> {
                    TRY(auto const poll, social::find_poll_of(tx, theirs.id));
                    std::array<std::int64_t, 1> const choices{1};
                    return social::vote(tx, ann.id(), *poll, choices);
                }),
                ElementsAre("Create https://elsewhere.example/users/eve/inbox"));

    draft.author = ann.id();
    draft.network = social::Network::local;
    draft.address.reset();
    draft.text = "Tea?";
    draft.poll->expires_at = office.server.clock().now() + std::chrono::hours(1);
    auto const ours =
        office.server.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    office.settle();
    EXPECT_THAT(sent_by([&](db::Tx& tx) -> Result<bool> {
                    TRY(auto const poll, social::find_poll_of(tx, ours.id));
                    return social::add_remote_vote(tx, eve.id(), *poll, "Tea");
                }),
                IsEmpty());
    office.pass(minutes(2));
    EXPECT_THAT(office.sent(), Contains("Update https://elsewhere.example/inbox"));
    EXPECT_THAT(office.sent(), Contains("Update https://big.example/inbox"));
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::remove_status(tx, ours, true); }),
                Contains("Delete https://elsewhere.example/inbox"));
}

TEST_F(Spread, a_quote_asks_the_author_and_taking_consent_back_is_told) {
    auto const theirs = foreign(eve);
    office.server.write([&](db::Tx& tx) {
        social::InteractionPolicy policy;
        policy.quote.manual = social::policy_groups::everyone;
        return social::set_policy(tx, theirs.id, policy);
    });
    social::StatusDraft draft;
    draft.author = ann.id();
    draft.text = draft.content = "Look";
    draft.quote = social::QuoteDraft{theirs.id};
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::publish_status(tx, draft); }),
                Contains("QuoteRequest https://elsewhere.example/users/eve/inbox"));
}

TEST_F(Spread, who_quotes_a_post_hears_of_its_end) {
    auto const ours = post("Hello");
    social::StatusDraft draft;
    draft.author = eve.id();
    draft.network = social::Network::activitypub;
    draft.address = "https://elsewhere.example/quoting";
    draft.content = "<p>Look</p>";
    draft.quote = social::QuoteDraft{ours.id, social::QuoteState::accepted};
    office.server.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::remove_status(tx, ours, true); }),
                Contains("Delete https://elsewhere.example/inbox"));
}

TEST_F(Spread, a_report_is_forwarded_by_the_server_itself) {
    auto const theirs = foreign(eve);
    social::Report report;
    report.account_id = ann.id();
    report.target_id = eve.id();
    report.comment = "Spam";
    report.statuses = {theirs.id};
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::file_report(tx, report); }), IsEmpty());
    auto const bad = office.remote("mallory", "bad.example");
    report.target_id = bad.id();
    report.statuses.clear();
    report.forward = true;
    EXPECT_THAT(sent_by([&](db::Tx& tx) { return social::file_report(tx, report); }),
                ElementsAre("Flag https://bad.example/inbox"));
    EXPECT_EQ(body().root().get_text("actor"), instance_actor_address(server()));
    EXPECT_FALSE(office.requests()[0].body.contains(actor_address(server(), ann.id())));
}

TEST_F(Spread, a_move_is_told_to_followers) {
    auto const home = office.server.make_account("home");
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return publish(tx, social::AccountMoved{ann.id(), home.id()}); }),
        ElementsAre("Move https://big.example/inbox",
                    "Move https://small.example/users/dora/inbox"));
}

TEST_F(Spread, the_end_of_an_account_is_told_to_every_server_that_is_known) {
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return publish(tx, social::AccountRemoved{ann.id(), true}); }),
        ElementsAre("Delete https://big.example/inbox", "Delete https://elsewhere.example/inbox",
                    "Delete https://small.example/users/dora/inbox"));
}

TEST_F(Spread, after_its_end_an_account_says_nothing_more) {
    auto const theirs = foreign(eve);
    post("One");
    post("Two");
    office.server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::add_favourite(tx, ann.id(), theirs));
        return social::follow(tx, ann.id(), eve.id(), {});
    });
    office.settle();
    EXPECT_THAT(
        sent_by([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); }),
        ElementsAre("Delete https://big.example/inbox", "Delete https://elsewhere.example/inbox",
                    "Delete https://small.example/users/dora/inbox"))
        << "neither of each post, nor what it favoured and followed";
    EXPECT_EQ(body().root().get_text("object"), actor_address(server(), ann.id()));
    office.forget();
    office.pass(minutes(5));
    EXPECT_THAT(office.sent(), IsEmpty()) << "no Update either";
}

TEST_F(Spread, what_a_removed_account_still_had_to_say_is_not_said) {
    office.forget();
    office.server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::follow(tx, ann.id(), eve.id(), {}));
        return social::remove_own_account(tx, ann.id());
    });
    office.settle();
    EXPECT_THAT(office.sent(), Not(Contains("Follow https://elsewhere.example/users/eve/inbox")));
    EXPECT_THAT(office.sent(), Contains("Delete https://elsewhere.example/inbox"));
}

TEST_F(Spread, the_keys_outlive_an_account_until_its_end_is_told_or_given_up) {
    office.answers["https://elsewhere.example/inbox"] = PostOffice::answering(503);
    office.server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    office.settle();
    office.pass(std::chrono::days(20));
    EXPECT_TRUE(load_own_keys(server(), ann.id())) << "a server that was away is told late";
    office.pass(end_lifetime);
    office.pass(std::chrono::days(3));
    auto const keys = load_own_keys(server(), ann.id());
    ASSERT_FALSE(keys) << "and none are made anew";
    EXPECT_EQ(keys.error().code, Errc::gone);
}

TEST_F(Spread, what_others_do_with_each_other_is_nothing_to_tell) {
    auto const theirs = foreign(eve);
    EXPECT_THAT(sent_by([&](db::Tx& tx) -> Result<void> {
                    TRY_OK(social::add_favourite(tx, bob.id(), theirs));
                    TRY_OK(publish(tx, social::AccountUpdated{bob.id()}));
                    TRY_OK(publish(tx, social::AccountRemoved{bob.id(), false}));
                    return publish(tx, social::AccountMoved{bob.id(), eve.id()});
                }),
                IsEmpty());
    office.pass(minutes(5));
    EXPECT_THAT(office.sent(), IsEmpty());
}

TEST_F(Spread, a_blocked_domain_hears_nothing) {
    social::DomainPolicy policy;
    policy.domain = "big.example";
    policy.severity = social::DomainSeverity::suspend;
    office.server.write([&](db::Tx& tx) { return social::set_domain_policy(tx, policy); });
    office.settle();
    EXPECT_THAT(sent_after([&] { post("Hello @bob@big.example"); }),
                ElementsAre("Create https://small.example/users/dora/inbox"));
}

}  // namespace
}  // namespace skein::activitypub
