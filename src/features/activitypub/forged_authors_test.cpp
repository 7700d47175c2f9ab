// Documents that put words into somebody else's mouth, by ways that the activities themselves do
// not show: where ids lead, what collections list, what profiles say of themselves.

#include <gtest/gtest.h>

#include <algorithm>

#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/feature.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/status_facts.h"
#include "social/account_counts.h"
#include "social/polls.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

constexpr std::string_view alice = "https://mastodon.example/users/alice",
                           alices_post = "https://mastodon.example/users/alice/statuses/1",
                           evil = "https://evil.example/u/eve",
                           everybody = "https://www.w3.org/ns/activitystreams#Public";

db::Query<StatusId> const list_pinned_posts{"test.pins",
                                            "SELECT status_id FROM pins WHERE account_id = $1"};

Iri iri(std::string_view text) { return Iri::parse(text).value(); }

std::string note(std::string_view id, std::string_view author, std::string_view more = {}) {
    return fmt::format(
        R"({{"id":"{}","type":"Note","attributedTo":"{}","content":"<p>said</p>","to":["{}"],)"
        R"("published":"2025-01-01T00:00:00Z"{}}})",
        id, author, everybody, more);
}

class ForgedAuthors : public ::testing::Test, protected testing::Asking {
  protected:
    ForgedAuthors() : Asking({{"activitypub", install}}) {}

    void add_eve(std::string_view more) {
        answer(std::string(evil), 200,
               fmt::format(R"({{"id":"{0}","type":"Person","preferredUsername":"eve","inbox":)"
                           R"("{0}/inbox"{1}}})",
                           evil, more));
        answer("https://evil.example/.well-known/webfinger?resource=acct:eve@evil.example", 200,
               fmt::format(R"({{"subject":"acct:eve@evil.example","links":[{{"rel":"self","type":)"
                           R"("application/activity+json","href":"{}"}}]}})",
                           evil));
    }
    Result<std::optional<StatusId>> ensure(std::string_view id) {
        return ensure_status(server, iri(id), budget);
    }
    AccountId account(std::string_view id) {
        auto const found = ensure_actor(server, iri(id), budget);
        EXPECT_TRUE(found) << id;
        return found ? found->id : AccountId{};
    }
    std::int64_t count_asked(std::string_view url) { return std::ranges::count(asked(), url); }
    std::optional<social::Status> stored(std::string_view id) {
        return test.read([&](db::Tx& tx) {
            return social::find_status_by_address(tx, social::Network::activitypub, id);
        });
    }

    bool is_pinned(std::string_view id) {
        auto const status = stored(id);
        auto const page = test.read([&](db::Tx& tx) {
            return tx.list(list_pinned_posts, status ? status->account_id : AccountId{});
        });
        return status && std::ranges::find(page, status->id) != page.end();
    }

    FetchBudget budget{.requests = 100};
};

TEST_F(ForgedAuthors, an_author_whose_id_leads_to_somebody_elses_document_is_not_that_one) {
    account(alice);
    auto redirect = testing::make_answer(302, "");
    redirect.headers.set("Location", alice);
    internet.set("https://evil.example/u/r", redirect);
    constexpr auto* forged = "https://evil.example/notes/1";
    answer(forged, 200, note(forged, "https://evil.example/u/r"));
    auto const found = ensure(forged);
    EXPECT_FALSE(found && *found);
    EXPECT_FALSE(stored(forged));
}

TEST_F(ForgedAuthors, a_post_that_somebody_of_the_same_server_claims_is_not_told_to_homes) {
    auto const post = ensure(alices_post);
    ASSERT_TRUE(post && *post);
    auto text = note(alices_post, "https://mastodon.example/users/bob");
    Fetched const claimed{iri(alices_post), json::Document::parse(text).value(), text};
    auto const object = Authority::of_fetched(claimed);
    ASSERT_TRUE(object);
    (void)store_object(server, *object, budget);
    auto const facts = test.read([&](db::Tx& tx) { return find_status_facts(tx, **post); });
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->is_announced);
}

TEST_F(ForgedAuthors, nobody_pins_somebody_elses_post_on_their_profile) {
    add_eve(R"(,"featured":"https://evil.example/u/eve/featured")");
    answer("https://evil.example/u/eve/featured", 200,
           fmt::format(R"({{"id":"https://evil.example/u/eve/featured","type":)"
                       R"("OrderedCollection","orderedItems":["{}"]}})",
                       alices_post));
    ASSERT_TRUE(ensure(alices_post));
    profile_viewed(server, account(evil));
    test.drain();
    EXPECT_FALSE(is_pinned(alices_post));
    // Her own server says it of hers.
    auto const own =
        fmt::format(R"({{"id":"https://mastodon.example/users/alice/collections/featured",)"
                    R"("type":"OrderedCollection","orderedItems":["{}"]}})",
                    alices_post);
    answer("https://mastodon.example/users/alice/collections/featured", 200, own);
    profile_viewed(server, account(alice));
    test.drain();
    EXPECT_TRUE(is_pinned(alices_post));
}

TEST_F(ForgedAuthors, one_broken_post_does_not_keep_the_rest_of_a_profile_away) {
    add_eve(R"(,"outbox":"https://evil.example/u/eve/outbox")");
    constexpr auto* good = "https://evil.example/notes/2";
    answer("https://evil.example/u/eve/outbox", 200,
           fmt::format(R"({{"id":"https://evil.example/u/eve/outbox","type":"OrderedCollection",)"
                       R"("orderedItems":[{{"id":"https://evil.example/x","type":"Strange",)"
                       R"("attributedTo":"{}"}},{}]}})",
                       evil, note(good, evil)));
    profile_viewed(server, account(evil));
    test.drain();
    EXPECT_TRUE(stored(good));
}

TEST_F(ForgedAuthors, whom_this_server_suspended_does_not_come_back_by_a_profile) {
    add_eve("");
    auto const eve = account(evil);
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto row, social::load_account(tx, eve));
        row.state = social::AccountState::suspended;
        return social::update_account(tx, row);
    });
    for (auto const* more : {R"(,"suspended":true)", ""}) {
        add_eve(more);
        ASSERT_TRUE(refresh_actor(server, iri(evil), budget, true));
    }
    auto const row = test.read([&](db::Tx& tx) { return social::load_account(tx, eve); });
    EXPECT_EQ(row.state, social::AccountState::suspended);
}

TEST_F(ForgedAuthors, posts_that_answer_each_other_are_asked_for_once) {
    add_eve("");
    account(evil);
    constexpr std::string_view a = "https://evil.example/notes/a",
                               b = "https://evil.example/notes/b";
    answer(std::string(a), 200, note(a, evil, fmt::format(R"(,"inReplyTo":"{}")", b)));
    answer(std::string(b), 200, note(b, evil, fmt::format(R"(,"inReplyTo":"{}")", a)));
    asked();
    EXPECT_TRUE(ensure(a));
    EXPECT_EQ(count_asked(a), 1);
}

TEST_F(ForgedAuthors, a_post_that_is_its_own_answer_is_asked_about_once) {
    add_eve("");
    constexpr auto* replies = "https://evil.example/notes/3/replies";
    constexpr auto* id = "https://evil.example/notes/3";
    answer(id, 200, note(id, evil, fmt::format(R"(,"replies":"{}")", replies)));
    answer(replies, 200,
           fmt::format(R"({{"id":"{}","type":"Collection","items":["{}"]}})", replies, id));
    auto const post = ensure(id);
    ASSERT_TRUE(post && *post);
    asked();
    thread_viewed(server, **post, test.make_account("ann").id());
    test.drain();
    EXPECT_EQ(count_asked(replies), 1);
}

TEST_F(ForgedAuthors, nobody_votes_in_a_poll_they_may_not_see) {
    add_eve("");
    auto const ann = test.make_account("ann");
    auto const poll = [&](social::Visibility visibility) {
        return test.write([&](db::Tx& tx) -> Result<social::Status> {
            social::StatusDraft draft;
            draft.author = ann.id();
            draft.content = "<p>which?</p>";
            draft.visibility = visibility;
            draft.poll.emplace();
            draft.poll->options = {{"yes", 0}, {"no", 0}};
            draft.poll->expires_at = tx.now() + std::chrono::days(1);
            return social::publish_status(tx, draft);
        });
    };
    for (auto const visibility : {social::Visibility::direct, social::Visibility::public_}) {
        auto const status = poll(visibility);
        auto const id = fmt::format("https://evil.example/votes/{}", status.id.value);
        answer(id, 200,
               fmt::format(R"({{"id":"{}","type":"Note","attributedTo":"{}","name":"yes",)"
                           R"("inReplyTo":"https://skein.example/ap/users/{}/statuses/{}"}})",
                           id, evil, ann.id().value, status.id.value));
        EXPECT_TRUE(ensure(id));
        auto const counted =
            test.read([&](db::Tx& tx) { return social::find_poll_of(tx, status.id); });
        EXPECT_EQ(counted->options[0].votes, visibility == social::Visibility::public_ ? 1 : 0);
    }
}

}  // namespace
}  // namespace skein::activitypub
