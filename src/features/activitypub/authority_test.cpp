// Each forgery that has hurt a server of this network, tried on the module that must refuse it. The
// advisories are named as security.md (sections 1 and 2) names them.

#include "features/activitypub/authority.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "features/activitypub/fetch.h"

namespace skein::activitypub {
namespace {

constexpr AccountId alice_account{1}, eve_account{2}, group_account{3}, picardy_account{4};

Iri iri(std::string_view text) { return Iri::parse(text).value(); }

Iri const alice = iri("https://mastodon.example/users/alice");
Iri const mallory = iri("https://mastodon.example/users/mallory2");
Iri const eve = iri("https://evil.example/users/eve");
Iri const knitting = iri("https://lemmy.example/c/knitting");
Iri const picardy = iri("https://lemmy.example/u/picardy");

class AuthorityTest : public ::testing::Test {
  protected:
    /// Parsed, and kept until the end of the test.
    json::Value read(std::string const& text) {
        documents_.push_back(std::make_unique<json::Document>(json::Document::parse(text).value()));
        return documents_.back()->root();
    }
    VerifiedActor actor(Iri const& id, AccountId account) {
        auto const activity = read(R"({"type":"Create","actor":")" + id.str() + R"("})");
        return Authority::of_signer(activity, id, account).value();
    }
    VerifiedActor alice_speaks() { return actor(alice, alice_account); }
    VerifiedActor eve_speaks() { return actor(eve, eve_account); }

    Errc signed_by(Iri const& signer, std::string const& activity) {
        auto const result = Authority::of_signer(read(activity), signer, eve_account);
        return result ? Errc::internal : result.error().code;
    }
    bool may_say(VerifiedActor const& who, std::string const& object) {
        auto const result = Authority::of_inline(read(object), who);
        if (result) {
            EXPECT_EQ(result->author(), who.id());
        } else {
            EXPECT_EQ(result.error().code, Errc::forbidden);
        }
        return result.has_value();
    }
    static Fetched fetched(std::string_view id, std::string const& text) {
        return {iri(id), json::Document::parse(text).value(), text};
    }
    static social::Account group_of(Iri const& id, social::AccountKind kind) {
        social::Account account;
        account.id = group_account;
        account.network = social::Network::activitypub;
        account.address = id.str();
        account.kind = kind;
        return account;
    }
    bool may_pass_on(std::string const& inner,
                     social::AccountKind kind = social::AccountKind::group) {
        auto const group = actor(knitting, group_account);
        return Authority::check_wrapped(read(inner), group, group_of(knitting, kind)).has_value();
    }

  private:
    std::vector<std::unique_ptr<json::Document>> documents_;
};

// Nobody but Authority makes these: what takes one cannot have skipped the check.
static_assert(!std::is_constructible_v<VerifiedActor, Iri, AccountId>);
static_assert(!std::is_constructible_v<OwnObject, Iri, Iri, json::Value>);
static_assert(!std::is_default_constructible_v<VerifiedActor>);
static_assert(!std::is_default_constructible_v<OwnObject>);
static_assert(!std::is_aggregate_v<VerifiedActor> && !std::is_aggregate_v<OwnObject>);

TEST_F(AuthorityTest, who_signs_speaks_for_oneself) {
    auto const speaks = alice_speaks();
    EXPECT_EQ(speaks.id(), alice);
    EXPECT_EQ(speaks.account(), alice_account);
    auto const as_object = read(
        R"({"type":"Create","actor":{"type":"Person","id":"https://mastodon.example/users/alice"}})");
    EXPECT_TRUE(Authority::of_signer(as_object, alice, alice_account));
    auto const in_list =
        read(R"({"type":"Create","actor":["https://mastodon.example/users/alice"]})");
    EXPECT_TRUE(Authority::of_signer(in_list, alice, alice_account));
}

// 1.1: Fedify CVE-2025-54888, Misskey GHSA-3f39-6537-3cgc.
TEST_F(AuthorityTest, nobody_signs_for_somebody_else) {
    auto const by_alice = R"({"type":"Create","actor":"https://mastodon.example/users/alice"})";
    EXPECT_EQ(signed_by(eve, by_alice), Errc::unauthenticated);
    // The same host is not the same actor.
    EXPECT_EQ(signed_by(mallory, by_alice), Errc::unauthenticated);
}

// 1.1: ids are compared whole; 1.10: Mastodon CVE-2023-42451.
TEST_F(AuthorityTest, an_id_that_only_looks_alike_is_another_actor) {
    for (auto const* other :
         {"https://mastodon.example/users/alice/", "https://mastodon.example/users/Alice",
          "https://mastodon.example/users/alice#main-key", "https://mastodon.example/users/alice?x",
          "https://mastodon.example:8443/users/alice", "http://mastodon.example/users/alice",
          "https://mastodon.example.evil.example/users/alice"})
        EXPECT_EQ(signed_by(alice, std::string(R"({"type":"Create","actor":")") + other + R"("})"),
                  Errc::unauthenticated)
            << other;
}

TEST_F(AuthorityTest, an_activity_of_nobody_or_of_several_has_no_signer) {
    for (
        auto const* activity :
        {R"({"type":"Create"})", R"({"type":"Create","actor":null})",
         R"({"type":"Create","actor":""})", R"({"type":"Create","actor":7})",
         R"({"type":"Create","actor":["https://evil.example/users/eve","https://mastodon.example/users/alice"]})",
         R"({"type":"Create","actor":["https://mastodon.example/users/alice","https://evil.example/users/eve"]})"})
        EXPECT_EQ(signed_by(eve, activity), Errc::unauthenticated) << activity;
}

// 1.9: what `@context` renames, and what is spelled otherwise, is not read.
TEST_F(AuthorityTest, a_context_does_not_rename_the_actor) {
    EXPECT_EQ(signed_by(eve, R"({"@context":[{"actor":"x:other","wer":"as:actor"}],
                                 "type":"Create","actor":"https://mastodon.example/users/alice",
                                 "wer":"https://evil.example/users/eve"})"),
              Errc::unauthenticated);
    EXPECT_EQ(signed_by(eve, R"({"type":"Create","Actor":"https://evil.example/users/eve"})"),
              Errc::unauthenticated);
}

// 1.8: Mastodon CVE-2022-24307, CVE-2026-46349, -48028, -50128, Misskey GHSA-2vxv-pv3m-3wvj, Fedify
// CVE-2026-42462: a Linked Data signature is no authority, whatever it stands in.
TEST_F(AuthorityTest, a_linked_data_signature_says_nothing) {
    constexpr auto* signature =
        R"("signature":{"type":"RsaSignature2017","creator":"https://mastodon.example/users/alice#main-key","signatureValue":"eA=="})";
    for (auto const* members :
         {R"("@graph":[{"type":"Create","actor":"https://evil.example/users/eve"}])",
          R"("@included":[{"type":"Create","actor":"https://evil.example/users/eve"}])",
          R"("@reverse":{"actor":{"id":"https://evil.example/users/eve"}})", R"("x":1)"})
        EXPECT_EQ(signed_by(eve, fmt::format(R"({{"type":"Create","actor":"{}",{},{}}})",
                                             alice.str(), members, signature)),
                  Errc::unauthenticated)
            << members;
}

// 1.13: Nobody takes the id of what somebody else will send.
TEST_F(AuthorityTest, an_activity_has_an_id_of_its_actors_server_or_none) {
    auto const check = [&](std::string const& activity) {
        return Authority::check_activity_id(read(activity), eve_speaks()).has_value();
    };
    EXPECT_TRUE(check(R"({"type":"Like"})"));
    EXPECT_TRUE(check(R"({"type":"Like","id":null})"));
    EXPECT_TRUE(check(R"({"type":"Like","id":""})"));
    EXPECT_TRUE(check(R"({"type":"Like","id":"https://evil.example/a#likes/1"})"));
    EXPECT_FALSE(check(R"({"type":"Like","id":"https://mastodon.example/users/alice#likes/32"})"));
    EXPECT_FALSE(check(R"({"type":"Like","id":"https://evil.example:8443/a"})"));
    EXPECT_FALSE(check(R"({"type":"Like","id":"https://evil.example@mastodon.example/a"})"));
    EXPECT_FALSE(check(R"({"type":"Like","id":{"x":1}})"));
    EXPECT_FALSE(check(R"({"type":"Like","id":7})"));
    EXPECT_FALSE(check(R"({"type":"Like","id":"tag:evil.example,2026:1"})"));
}

TEST_F(AuthorityTest, an_author_may_put_what_is_theirs_into_an_activity) {
    auto const who = alice_speaks();
    EXPECT_TRUE(may_say(who, R"({"id":"https://mastodon.example/n/1",
                                "attributedTo":"https://mastodon.example/users/alice"})"));
    EXPECT_TRUE(may_say(who, R"({"id":"https://mastodon.example/n/1",
                                "attributedTo":[{"id":"https://mastodon.example/users/alice"}]})"));
    // Nobody is named: the signer's own.
    EXPECT_TRUE(may_say(who, R"({"id":"https://mastodon.example/n/1"})"));
    EXPECT_TRUE(may_say(who, R"({"id":"https://mastodon.example/n/1",
                                "actor":"https://mastodon.example/users/alice"})"));
    // PeerTube: the person and the channel.
    EXPECT_TRUE(may_say(who, R"({"id":"https://mastodon.example/n/1","attributedTo":[
        {"type":"Person","id":"https://mastodon.example/users/alice"},
        {"type":"Group","id":"https://mastodon.example/c/channel"}]})"));
}

// 1.5, 1.7: what is somebody else's is never said by including it.
TEST_F(AuthorityTest, nobody_puts_words_into_another_ones_mouth) {
    auto const who = eve_speaks();
    for (
        auto const* object :
        {// Of another server.
         R"({"id":"https://mastodon.example/n/1","attributedTo":"https://evil.example/users/eve"})",
         // Attributed to another, of another server or the same.
         R"({"id":"https://evil.example/n/1","attributedTo":"https://mastodon.example/users/alice"})",
         R"({"id":"https://evil.example/n/1","attributedTo":"https://evil.example/users/bob"})",
         // The victim among others, first or last.
         R"({"id":"https://evil.example/n/1","attributedTo":["https://mastodon.example/users/alice","https://evil.example/users/eve"]})",
         R"({"id":"https://evil.example/n/1","attributedTo":["https://evil.example/users/eve","https://mastodon.example/users/alice"]})",
         // A victim that says it is a group.
         R"({"id":"https://evil.example/n/1","attributedTo":["https://evil.example/users/eve",{"type":"Group","id":"https://mastodon.example/users/alice"}]})",
         R"({"id":"https://evil.example/n/1","attributedTo":{"type":"Group","id":"https://evil.example/c/x"}})",
         // Entries that cannot be compared.
         R"({"id":"https://evil.example/n/1","attributedTo":["https://evil.example/users/eve",{"name":"alice"}]})",
         R"({"id":"https://evil.example/n/1","attributedTo":"at://did:plc:x"})",
         R"({"id":"https://evil.example/n/1","actor":"https://mastodon.example/users/alice"})"})
        EXPECT_FALSE(may_say(who, object)) << object;
}

// 1.10: hosts that different readers take for different ones.
TEST_F(AuthorityTest, an_object_of_a_confusing_address_is_nobodys) {
    auto const who = eve_speaks();
    for (auto const* id :
         {"https://mastodon.example@evil.example/n/1", "https://evil.example@mastodon.example/n/1",
          R"(https://evil.example\\@mastodon.example/n/1)", "https://evil.example:8443/n/1",
          "http://evil.example/n/1", "https://mastodon.example./n/1", "ftp://evil.example/n/1",
          "data:text/html,x", "https://evil.example%2f@mastodon.example/n/1", "//evil.example/n/1",
          "/n/1", "", "https://sub.evil.example/n/1", "https://evil.example.mastodon.example/n/1"})
        EXPECT_FALSE(may_say(who, std::string(R"({"id":")") + id +
                                      R"(","attributedTo":"https://evil.example/users/eve"})"))
            << id;
    EXPECT_FALSE(may_say(who, R"({"attributedTo":"https://evil.example/users/eve"})"));
    // One form of the host is as good as another of the same.
    EXPECT_TRUE(may_say(who, R"({"id":"https://EVIL.example./n/1",
                                "attributedTo":"https://evil.example/users/eve"})"));
}

TEST_F(AuthorityTest, a_list_of_authors_has_an_end) {
    std::string authors;
    for (int i = 0; i < 1000; ++i) authors += R"("https://evil.example/users/eve",)";
    authors += R"("https://mastodon.example/users/alice")";
    EXPECT_FALSE(may_say(eve_speaks(),
                         R"({"id":"https://evil.example/n/1","attributedTo":[)" + authors + "]}"));
}

// 1.2: Mastodon CVE-2024-23832.
TEST_F(AuthorityTest, a_document_is_believed_under_its_own_id_only) {
    constexpr auto* note =
        R"({"id":"https://mastodon.example/n/1","type":"Note","attributedTo":"https://mastodon.example/users/alice"})";
    auto const own = fetched("https://mastodon.example/n/1", note);
    auto const believed = Authority::of_fetched(own);
    ASSERT_TRUE(believed);
    EXPECT_EQ(believed->author(), alice);
    EXPECT_EQ(believed->id().str(), "https://mastodon.example/n/1");
    EXPECT_FALSE(Authority::of_fetched(fetched("https://evil.example/mirror/1", note)));
    EXPECT_FALSE(Authority::of_fetched(fetched("https://mastodon.example/n/2", note)));
    EXPECT_FALSE(Authority::of_fetched(fetched("https://mastodon.example/n/1", "[]")));
}

// 1.2, 1.4: a server speaks for its own actors only.
TEST_F(AuthorityTest, a_document_is_attributed_to_an_actor_of_its_server) {
    for (
        auto const* authors :
        {R"("https://mastodon.example/users/alice")",
         R"(["https://evil.example/users/eve","https://mastodon.example/users/alice"])",
         R"([{"type":"Group","id":"https://mastodon.example/users/alice"},"https://evil.example/users/eve"])",
         R"("https://evil.example:8443/users/eve")", R"({"name":"eve"})"})
        EXPECT_FALSE(Authority::of_fetched(fetched(
            "https://evil.example/n/1",
            std::string(R"({"id":"https://evil.example/n/1","attributedTo":)") + authors + "}")))
            << authors;
    EXPECT_FALSE(Authority::of_fetched(
        fetched("https://evil.example/n/1", R"({"id":"https://evil.example/n/1"})")));
    auto const video = Authority::of_fetched(fetched(
        "https://mastodon.example/v/1",
        R"({"id":"https://mastodon.example/v/1","attributedTo":[{"type":"Group","id":"https://mastodon.example/c/1"},
            {"type":"Person","id":"https://mastodon.example/users/alice"}]})"));
    ASSERT_TRUE(video);
    EXPECT_EQ(video->author(), alice);
}

TEST_F(AuthorityTest, a_collection_speaks_for_what_is_of_its_server) {
    auto const outbox = fetched("https://mastodon.example/users/alice/outbox",
                                R"({"id":"https://mastodon.example/users/alice/outbox"})");
    auto const part = [&](std::string const& object) {
        return Authority::of_part(outbox, read(object)).has_value();
    };
    EXPECT_TRUE(part(
        R"({"id":"https://mastodon.example/n/1","attributedTo":"https://mastodon.example/users/alice"})"));
    EXPECT_FALSE(part(
        R"({"id":"https://evil.example/n/1","attributedTo":"https://mastodon.example/users/alice"})"));
    EXPECT_FALSE(part(
        R"({"id":"https://mastodon.example/n/1","attributedTo":"https://evil.example/users/eve"})"));
    EXPECT_FALSE(part(R"({"id":"https://mastodon.example/n/1"})"));
    EXPECT_FALSE(part(R"("https://mastodon.example/n/1")"));
}

// 1.6: a wrapper gives no authority over others.
TEST_F(AuthorityTest, a_group_passes_on_what_is_of_its_own_server) {
    EXPECT_TRUE(may_pass_on(
        R"({"type":"Create","actor":"https://lemmy.example/u/picardy","object":{"id":"https://lemmy.example/post/1"}})"));
    EXPECT_FALSE(may_pass_on(
        R"({"type":"Create","actor":"https://mastodon.example/users/alice","object":{"id":"https://lemmy.example/post/1"}})"));
    EXPECT_FALSE(may_pass_on(
        R"({"type":"Create","actor":"https://lemmy.example/u/picardy","object":{"id":"https://mastodon.example/n/1"}})"));
    EXPECT_FALSE(
        may_pass_on(R"({"type":"Create","object":{"id":"https://lemmy.example/post/1"}})"));
}

// 1.6: somebody who is no group wraps nothing: on a server of many, the host is not the actor.
TEST_F(AuthorityTest, a_person_passes_nothing_on) {
    constexpr auto* inner =
        R"({"type":"Create","actor":"https://lemmy.example/u/picardy","object":{"id":"https://lemmy.example/post/1"}})";
    EXPECT_FALSE(may_pass_on(inner, social::AccountKind::person));
    EXPECT_FALSE(may_pass_on(inner, social::AccountKind::bot));
    auto stranger = group_of(knitting, social::AccountKind::group);
    stranger.id = eve_account;
    EXPECT_FALSE(Authority::check_wrapped(read(inner), actor(knitting, group_account), stranger));
}

// 1.6: what speaks for an actor itself never comes through a group.
TEST_F(AuthorityTest, a_group_does_not_follow_block_move_report_or_rename_for_others) {
    for (auto const* type : {"Follow", "Accept", "Reject", "Block", "Move", "Flag", "Announce",
                             "QuoteRequest", "Travel"})
        EXPECT_FALSE(may_pass_on(fmt::format(
            R"({{"type":"{}","actor":"https://lemmy.example/u/picardy","object":"https://lemmy.example/post/1"}})",
            type)))
            << type;
    EXPECT_FALSE(may_pass_on(
        R"({"type":["Create","Move"],"actor":"https://lemmy.example/u/picardy","object":"https://lemmy.example/post/1"})"));
    // A profile, or a whole account.
    for (auto const* type : {"Update", "Delete"})
        EXPECT_FALSE(may_pass_on(fmt::format(
            R"({{"type":"{}","actor":"https://lemmy.example/u/picardy","object":"https://lemmy.example/u/picardy"}})",
            type)))
            << type;
}

TEST_F(AuthorityTest, a_wrapped_actor_is_the_account_of_that_id) {
    auto const inner = read(
        R"({"type":"Create","actor":"https://lemmy.example/u/picardy","object":{"id":"https://lemmy.example/post/1"}})");
    auto const group = actor(knitting, group_account);
    auto const announcer = group_of(knitting, social::AccountKind::group);
    auto author = group_of(picardy, social::AccountKind::person);
    author.id = picardy_account;
    auto const believed = Authority::of_wrapped(inner, group, announcer, author);
    ASSERT_TRUE(believed);
    EXPECT_EQ(believed->id(), picardy);
    EXPECT_EQ(believed->account(), picardy_account);
    author.address = eve.str();
    EXPECT_FALSE(Authority::of_wrapped(inner, group, announcer, author));
    author.address = picardy.str();
    author.network = social::Network::local;
    EXPECT_FALSE(Authority::of_wrapped(inner, group, announcer, author));
}

// 1.7: the author, not the server.
TEST_F(AuthorityTest, only_the_author_changes_or_removes) {
    auto const who = actor(mallory, eve_account);
    EXPECT_TRUE(Authority::check_owner(who, mallory.str()));
    auto const refused = Authority::check_owner(who, alice.str());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::forbidden);
    EXPECT_FALSE(Authority::check_owner(who, ""));
}

}  // namespace
}  // namespace skein::activitypub
