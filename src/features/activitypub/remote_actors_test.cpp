#include "features/activitypub/remote_actors.h"

#include <gtest/gtest.h>

#include <fstream>

#include "features/activitypub/keys.h"
#include "features/activitypub/network.h"
#include "social/attributions.h"
#include "social/status_heads.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

using social::Account;

constexpr auto* alice = "https://mastodon.example/users/alice";

Iri iri(std::string_view text) { return Iri::parse(text).value(); }

class Knowing : public ::testing::Test, protected testing::Asking {
  protected:
    Knowing() : Asking({{"activitypub", install_network}}) {}

    Result<Account> ensure(std::string_view id) { return ensure_actor(server, iri(id), budget); }
    Account known(std::string_view id) {
        auto account = ensure(id);
        EXPECT_TRUE(account) << id << ": " << account.error().detail;
        return account.value_or(Account{});
    }
    /// Without what jobs ask meanwhile: counts, and what the other server runs.
    std::vector<std::string> asked() {
        auto urls = Asking::asked();
        std::erase_if(urls, [](std::string const& url) {
            return url.ends_with("/followers") || url.ends_with("/following") ||
                   url.ends_with("/outbox") || url.contains("nodeinfo");
        });
        return urls;
    }
    Account stored(AccountId id) {
        return test.read([&](db::Tx& tx) { return social::load_account(tx, id); });
    }
    Actor actor_of(AccountId id) {
        return test.read([&](db::Tx& tx) { return find_actor(tx, id); }).value_or(Actor{});
    }
    Result<std::shared_ptr<RemoteKey const>> key(std::string_view id) {
        return load_remote_key(server, iri(id), &budget);
    }
    /// An actor with nothing but what it must have, and its WebFinger.
    void add_actor(std::string const& host, std::string const& path, std::string const& name,
                   std::string const& more = {}) {
        auto const id = fmt::format("https://{}/{}", host, path);
        answer(id, 200,
               fmt::format(R"({{"id":"{0}","type":"Person","preferredUsername":"{1}","inbox":)"
                           R"("{0}/inbox"{2}}})",
                           id, name, more));
        answer(fmt::format("https://{0}/.well-known/webfinger?resource=acct:{1}@{0}", host, name),
               200,
               fmt::format(R"({{"subject":"acct:{1}@{0}","links":[{{"rel":"self","type":)"
                           R"("application/activity+json","href":"{2}"}}]}})",
                           host, name, id));
    }

    FetchBudget budget{.requests = 1000};
};

/// A row of what the actors of the fake internet must become.
struct Expected {
    std::string url, verdict, handle, kind, locked, shared_inbox, key, notes;
};

std::vector<Expected> read_expected() {
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/federation/world/actors-expected.tsv");
    std::vector<Expected> rows;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        Expected row;
        std::istringstream cells(line);
        for (auto* cell : {&row.url, &row.verdict, &row.handle, &row.kind, &row.locked,
                           &row.shared_inbox, &row.key, &row.notes})
            std::getline(cells, *cell, '\t');
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string_view name_of(social::AccountKind kind) {
    return kind == social::AccountKind::bot     ? "bot"
           : kind == social::AccountKind::group ? "group"
                                                : "person";
}

TEST_F(Knowing, every_actor_of_the_fake_internet_becomes_what_it_must) {
    auto const rows = read_expected();
    ASSERT_GT(rows.size(), 40U);
    for (auto const& row : rows) {
        SCOPED_TRACE(row.url);
        if (row.verdict == "stub") {
            EXPECT_TRUE(key(row.url));
            continue;
        }
        auto const account = ensure(row.url);
        if (row.verdict == "refuse") {
            EXPECT_FALSE(account);
            continue;
        }
        ASSERT_TRUE(account) << account.error().detail << account.error().message;
        EXPECT_EQ(account->acct(), row.handle);
        EXPECT_EQ(account->address, row.url);
        EXPECT_EQ(name_of(account->kind), row.kind);
        EXPECT_EQ(account->locked, row.locked == "yes");
        auto const actor = actor_of(account->id);
        EXPECT_EQ(actor.shared_inbox, row.shared_inbox == "-" ? "" : row.shared_inbox);
        EXPECT_FALSE(actor.inbox.empty());
        auto const found =
            load_remote_key(server, iri(row.key.substr(0, row.key.find(' '))), nullptr);
        ASSERT_TRUE(found) << row.key;
        EXPECT_EQ((*found)->owner, row.url);
        EXPECT_EQ((*found)->account, account->id);
    }
}

TEST_F(Knowing, an_unknown_actor_costs_two_questions_and_a_known_one_none) {
    known(alice);
    EXPECT_EQ(asked(), (std::vector<std::string>{
                           alice,
                           "https://mastodon.example/.well-known/webfinger?resource=acct:alice@"
                           "mastodon.example"}));
    known(alice);
    Handle const handle{"alice", "mastodon.example"};
    EXPECT_TRUE(ensure_handle(server, handle, budget));
    EXPECT_TRUE(asked().empty());
}

TEST_F(Knowing, a_handle_leads_to_its_actor) {
    auto const dan = ensure_handle(server, {"dan", "ap.split.example"}, budget);
    ASSERT_TRUE(dan) << dan.error().detail;
    EXPECT_EQ(dan->acct(), "dan@split.example");
    EXPECT_EQ(asked().size(), 3U);
    auto const again = ensure_handle(server, {"DAN", "split.example"}, budget);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, dan->id);
    EXPECT_TRUE(asked().empty());
    EXPECT_FALSE(ensure_handle(server, {"nobody", "mastodon.example"}, budget));
    EXPECT_EQ(ensure_handle(server, {"ann", "skein.example"}, budget).error().code,
              Errc::forbidden);
}

TEST_F(Knowing, a_handle_of_somebody_else_is_not_taken) {
    EXPECT_FALSE(ensure("https://evil.example/users/wfspoof"));
    EXPECT_EQ(known(alice).acct(), "alice@mastodon.example");
    add_actor("evil.example", "users/ours", "ann", R"(,"webfinger":"ann@skein.example")");
    EXPECT_EQ(known("https://evil.example/users/ours").acct(), "ann@evil.example");
}

TEST_F(Knowing, keys_need_a_link_both_ways) {
    EXPECT_FALSE(key("https://evil.example/keys/1"));
    EXPECT_FALSE(key("https://evil.example/users/keythief#main-key"));
    auto const requests = asked();
    EXPECT_EQ(std::ranges::count(requests, alice), 0);
    EXPECT_TRUE(key(std::string(alice) + "#main-key"));
    EXPECT_EQ(key(std::string(alice) + "#other-key").error().code, Errc::not_found);
    EXPECT_EQ(key("https://skein.example/ap/users/1#main-key").error().code, Errc::forbidden);
}

TEST_F(Knowing, nobody_takes_a_key_by_listing_it) {
    auto const list = [](std::string_view key) {
        return fmt::format(R"(,"assertionMethod":[{{"id":"{}","type":"Multikey","controller":)"
                           R"("https://evil.example/u/x","publicKeyMultibase":)"
                           R"("z6Mkp9tVrWFpjN9pzRhjWcmjnyn96yBwtVLrHsuWPjjyc6Dt"}}])",
                           key);
    };
    add_actor("evil.example", "u/x", "x", list("https://mastodon.example/users/alice#main-key"));
    known("https://evil.example/u/x");
    EXPECT_FALSE(load_remote_key(server, iri(std::string(alice) + "#main-key"), nullptr));
    add_actor("evil.example", "u/x", "x", list("https://evil.example/users/eve#main-key"));
    ASSERT_TRUE(refresh_actor(server, iri("https://evil.example/u/x"), budget, true));
    EXPECT_FALSE(load_remote_key(server, iri("https://evil.example/users/eve#main-key"), nullptr));
    add_actor("evil.example", "u/x", "x", list("https://evil.example/u/x#own"));
    ASSERT_TRUE(refresh_actor(server, iri("https://evil.example/u/x"), budget, true));
    EXPECT_TRUE(load_remote_key(server, iri("https://evil.example/u/x#own"), nullptr));
}

TEST_F(Knowing, a_key_is_asked_for_once_and_failures_are_remembered) {
    EXPECT_EQ(load_remote_key(server, iri(std::string(alice) + "#main-key"), nullptr).error().code,
              Errc::not_found);
    EXPECT_TRUE(asked().empty());
    EXPECT_TRUE(key(std::string(alice) + "#main-key"));
    EXPECT_EQ(asked().size(), 2U);
    EXPECT_TRUE(key(std::string(alice) + "#main-key"));
    // The document was just read: it lists no other key now.
    EXPECT_FALSE(key(std::string(alice) + "#key-2"));
    EXPECT_FALSE(key(std::string(alice) + "#key-3"));
    EXPECT_TRUE(asked().empty());
    EXPECT_EQ(key("https://mastodon.example/users/ghosted#main-key").error().code, Errc::gone);
    EXPECT_EQ(key("https://mastodon.example/users/ghosted#main-key").error().code, Errc::gone);
    EXPECT_EQ(asked().size(), 1U);
}

TEST_F(Knowing, a_key_whose_owner_is_gone_still_verifies) {
    auto const id = std::string(alice) + "#main-key";
    EXPECT_TRUE(key(id));
    answer(alice, 410);
    test.clock().advance(std::chrono::hours(2));
    EXPECT_TRUE(key(id));
    EXPECT_EQ(reload_remote_key(server, iri(id), budget).error().code, Errc::gone);
}

TEST_F(Knowing, a_new_key_is_found_when_the_old_one_fails) {
    auto const id = std::string(alice) + "#main-key";
    auto const before = key(id).value()->key.to_der();
    auto const pem = [&](std::string const& url) {
        auto const document = json::Document::parse(internet.body(url));
        return document->root().find("publicKey")->find("publicKeyPem")->dump();
    };
    change(alice, pem(alice), pem("https://mastodon.example/users/mallory2"));
    EXPECT_EQ(reload_remote_key(server, iri(id), budget).value()->key.to_der(), before);
    test.clock().advance(std::chrono::minutes(11));
    asked();
    EXPECT_NE(reload_remote_key(server, iri(id), budget).value()->key.to_der(), before);
    EXPECT_NE(key(id).value()->key.to_der(), before);
    EXPECT_TRUE(reload_remote_key(server, iri(id), budget));
    EXPECT_EQ(asked().size(), 1U);
}

TEST_F(Knowing, what_has_not_changed_is_not_written_again) {
    auto const account = known(alice);
    test.clock().advance(std::chrono::hours(1));
    ASSERT_TRUE(refresh_actor(server, iri(alice), budget));
    EXPECT_EQ(stored(account.id).version, account.version);
    EXPECT_EQ(actor_of(account.id).fetched_at, test.clock().now());
    change(alice, R"("name":"Alice")", R"("name":"Alicia")");
    ASSERT_TRUE(refresh_actor(server, iri(alice), budget));
    EXPECT_EQ(stored(account.id).version, account.version);
    ASSERT_TRUE(refresh_actor(server, iri(alice), budget, true));
    EXPECT_EQ(stored(account.id).display_name, "Alicia");
    EXPECT_EQ(stored(account.id).version, account.version + 1);
}

TEST_F(Knowing, the_sites_that_may_name_an_actor_are_its_own_word) {
    auto const id = "https://far.example/u/zoe";
    auto const list = [&](std::string const& domains) {
        add_actor("far.example", "u/zoe", "zoe", R"(,"attributionDomains":)" + domains);
    };
    auto const listed = [&](AccountId account) {
        return test.read([&](db::Tx& tx) { return social::load_attribution_domains(tx, account); });
    };
    list(R"(["Zoe.example","x y","https://no.example/","news.example"])");
    auto const account = known(id);
    EXPECT_EQ(listed(account.id), "zoe.example news.example");
    ASSERT_TRUE(refresh_actor(server, iri(id), budget, true));
    EXPECT_EQ(stored(account.id).version, account.version);
    list(R"("zoe.example")");
    ASSERT_TRUE(refresh_actor(server, iri(id), budget, true));
    EXPECT_EQ(listed(account.id), "zoe.example");
    EXPECT_EQ(stored(account.id).version, account.version + 1) << "who named them hears of it";
    add_actor("far.example", "u/zoe", "zoe");
    ASSERT_TRUE(refresh_actor(server, iri(id), budget, true));
    EXPECT_EQ(listed(account.id), "");
}

TEST_F(Knowing, an_actor_of_yesterday_is_asked_anew_once) {
    auto const account = known(alice);
    test.drain();
    change(alice, R"("name":"Alice")", R"("name":"Alicia")");
    test.clock().advance(std::chrono::hours(25));
    asked();
    known(alice);
    known(alice);
    test.drain();
    EXPECT_EQ(std::ranges::count(asked(), alice), 1);
    EXPECT_EQ(stored(account.id).display_name, "Alicia");
}

TEST_F(Knowing, an_account_that_is_gone_there_goes_here) {
    auto const account = known(alice);
    answer(alice, 410);
    test.clock().advance(std::chrono::hours(25));
    known(alice);
    test.drain();
    auto const row = stored(account.id);
    EXPECT_EQ(row.state, social::AccountState::suspended);
    EXPECT_NE(row.address, alice);
    EXPECT_EQ(ensure(alice).error().code, Errc::gone);
}

TEST_F(Knowing, counts_are_those_its_own_server_tells) {
    for (auto const& [name, total] :
         {std::pair{"followers", 1234}, std::pair{"following", 56}, std::pair{"outbox", 789}}) {
        auto const id = fmt::format("{}/{}", alice, name);
        answer(
            id, 200,
            fmt::format(R"({{"id":"{}","type":"OrderedCollection","totalItems":{}}})", id, total));
    }
    auto const account = known(alice);
    test.drain();
    auto const stats = test.read(
        [&](db::Tx& tx) { return social::list_account_heads(tx, std::vector{account.id}); });
    ASSERT_EQ(stats.heads.size(), 1U);
    EXPECT_EQ(stats.heads[0].followers_count, 1234);
    EXPECT_EQ(stats.heads[0].following_count, 56);
    EXPECT_EQ(stats.heads[0].statuses_count, 789);
}

TEST_F(Knowing, a_move_is_shown_when_both_say_so) {
    auto const old = known("https://mastodon.example/users/oldacct");
    EXPECT_FALSE(old.moved_to_id);
    test.drain();
    auto const target = known("https://gts.example/users/newacct");
    EXPECT_EQ(stored(old.id).moved_to_id, target.id);
    add_actor("evil.example", "u/mover", "mover",
              R"(,"movedTo":"https://mastodon.example/users/alice")");
    auto const mover = known("https://evil.example/u/mover");
    test.drain();
    EXPECT_FALSE(stored(mover.id).moved_to_id);
}

TEST_F(Knowing, what_its_own_server_suspends_is_shown_to_nobody) {
    add_actor("a.example", "u/x", "x", R"(,"suspended":true)");
    auto const account = known("https://a.example/u/x");
    EXPECT_EQ(account.state, social::AccountState::suspended);
    add_actor("a.example", "u/x", "x");
    ASSERT_TRUE(refresh_actor(server, iri("https://a.example/u/x"), budget, true));
    EXPECT_EQ(stored(account.id).state, social::AccountState::active);
    // What was decided here is not for its server to take back.
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto row, social::load_account(tx, account.id));
        row.state = social::AccountState::suspended;
        return social::update_account(tx, row);
    });
    ASSERT_TRUE(refresh_actor(server, iri("https://a.example/u/x"), budget, true));
    EXPECT_EQ(stored(account.id).state, social::AccountState::suspended);
}

TEST_F(Knowing, the_older_keeps_a_name_unless_it_is_gone) {
    add_actor("a.example", "u/1", "sam");
    auto const first = known("https://a.example/u/1");
    add_actor("a.example", "u/2", "sam");
    test.clock().advance(std::chrono::hours(1));
    EXPECT_EQ(ensure("https://a.example/u/2").error().code, Errc::unprocessable);
    answer("https://a.example/u/1", 410);
    test.clock().advance(std::chrono::hours(1));
    auto const second = known("https://a.example/u/2");
    EXPECT_EQ(second.acct(), "sam@a.example");
    EXPECT_NE(stored(first.id).username, "sam");
}

TEST_F(Knowing, one_host_cannot_invent_people_without_end) {
    for (int i = 0; i < 301; ++i)
        add_actor(fmt::format("h{}.flood.example", i % 7), fmt::format("u/{}", i),
                  fmt::format("u{}", i));
    int stored_count = 0;
    for (int i = 0; i < 301; ++i)
        stored_count +=
            ensure(fmt::format("https://h{}.flood.example/u/{}", i % 7, i)).has_value() ? 1 : 0;
    EXPECT_EQ(stored_count, 300);
    EXPECT_TRUE(ensure(alice));
}

TEST_F(Knowing, an_actor_is_none_without_what_it_needs) {
    EXPECT_EQ(ensure("https://mastodon.example/users/alice/statuses/1").error().code,
              Errc::unprocessable);
    EXPECT_EQ(ensure("https://skein.example/ap/users/1").error().code, Errc::forbidden);
    EXPECT_EQ(ensure("https://mastodon.example/users/nobody").error().code, Errc::not_found);
}

TEST_F(Knowing, pictures_emojis_and_fields_are_kept_by_their_addresses) {
    auto const account = known(alice);
    auto const avatar = json::Document::parse(account.avatar);
    ASSERT_TRUE(avatar);
    EXPECT_EQ(avatar->root().get_text("remote_url"), "https://mastodon.example/avatars/alice.png");
    EXPECT_EQ(avatar->root().get_text("key"), "");
    EXPECT_TRUE(account.fields.contains("alice.example"));
    EXPECT_TRUE(account.note_html.contains("gardener"));
    EXPECT_EQ(account.note, "");
}

}  // namespace
}  // namespace skein::activitypub
