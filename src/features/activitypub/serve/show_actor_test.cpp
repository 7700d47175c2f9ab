#include "core/events.h"
#include "features/activitypub/serve/serving_test.h"
#include "features/activitypub/vocab/actor.h"
#include "social/account_removal.h"
#include "social/account_states.h"
#include "social/domains.h"
#include "social/events.h"

namespace skein::activitypub {
namespace {

using testing::Answer;

class Actors : public Serving {
  protected:
    void change(testing::Person const& person, std::function<void(social::Account&)> how) {
        test.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, person.id()));
            how(account);
            return social::update_account(tx, account);
        });
    }
};

TEST_F(Actors, an_actor_is_what_every_program_reads) {
    change(ann, [](social::Account& account) {
        account.note_html = "<p>Hello</p>";
        account.fields = R"([{"name":"Web","value":"https://ann.example","html":"<a>x</a>"},)"
                         R"({"name":"Pet","value":"<Cat>"}])";
        account.avatar = R"({"key":"Ab.png","description":"A face"})";
        account.locked = true;
        account.discoverable = true;
    });
    auto const id = actor_of(ann);
    auto const actor = get(actor_path(ann));
    EXPECT_EQ(actor.status(), 200);
    EXPECT_EQ(actor.header("Content-Type"), "application/activity+json; charset=utf-8");
    EXPECT_EQ(actor.at("@context.0"), "https://www.w3.org/ns/activitystreams");
    EXPECT_EQ(actor.at("@context.1"), "https://w3id.org/security/v1");
    EXPECT_EQ(actor.at("id"), id);
    EXPECT_EQ(actor.at("type"), "Person");
    EXPECT_EQ(actor.at("preferredUsername"), "ann");
    EXPECT_EQ(actor.at("name"), "Ann");
    EXPECT_EQ(actor.at("summary"), "<p>Hello</p>");
    EXPECT_EQ(actor.at("url"), "https://skein.example/@ann");
    EXPECT_EQ(actor.at("webfinger"), "ann@skein.example");
    for (auto const* which : {"inbox", "outbox", "followers", "following"})
        EXPECT_EQ(actor.at(which), fmt::format("{}/{}", id, which));
    EXPECT_EQ(actor.at("featured"), id + "/collections/featured");
    EXPECT_EQ(actor.at("featuredTags"), id + "/collections/tags");
    EXPECT_EQ(actor.at("endpoints.sharedInbox"), "https://skein.example/inbox");
    EXPECT_EQ(actor.at("manuallyApprovesFollowers"), "true");
    EXPECT_EQ(actor.at("discoverable"), "true");
    EXPECT_EQ(actor.at("icon.mediaType"), "image/png");
    EXPECT_EQ(actor.at("icon.url"), "https://skein.example/media/Ab.png");
    EXPECT_EQ(actor.at("icon.name"), "A face");
    EXPECT_EQ(actor.at("attachment.0.type"), "PropertyValue");
    EXPECT_EQ(actor.at("attachment.0.value"), "<a>x</a>");
    EXPECT_EQ(actor.at("attachment.1.value"), "&lt;Cat&gt;");
    EXPECT_EQ(actor.at("publicKey.id"), id + "#main-key");
    EXPECT_EQ(actor.at("publicKey.owner"), id);
    EXPECT_TRUE(actor.at("publicKey.publicKeyPem").starts_with("-----BEGIN PUBLIC KEY-----"));
    EXPECT_EQ(actor.at("assertionMethod.0.controller"), id);
    EXPECT_TRUE(actor.at("assertionMethod.0.publicKeyMultibase").starts_with("z6Mk"));
    EXPECT_EQ(actor.at("alsoKnownAs"), "[]");
    EXPECT_EQ(actor.at("suspended"), "absent");
}

TEST_F(Actors, our_own_reader_takes_what_we_write) {
    auto const document = get(actor_path(ann));
    auto const read = read_actor(document.root(), test.clock().now());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->username, "ann");
    EXPECT_EQ(read->keys.size(), 2U);
    EXPECT_EQ(read->followers, actor_of(ann) + "/followers");
}

TEST_F(Actors, the_bytes_of_one_state_are_the_same_and_cached_until_it_changes) {
    auto const first = raw(actor_path(ann)), second = raw("/@ann");
    EXPECT_EQ(testing::body_of(first), testing::body_of(second));
    EXPECT_EQ(first.headers.get("ETag"), second.headers.get("ETag"));
    EXPECT_EQ(first.headers.get("Cache-Control"), "public, max-age=180");
    change(ann, [](social::Account& account) { account.display_name = "Anna"; });
    auto const third = get(actor_path(ann));
    EXPECT_EQ(third.at("name"), "Anna");
    EXPECT_NE(third.header("ETag"), first.headers.get("ETag"));
}

TEST(ShownDocuments, cost_one_narrow_statement_at_most) {
    testing::TestServer test({.features = {{"activitypub", install}}, .in_file = true});
    auto const ann = test.make_account("ann");
    auto const post = test.post(ann, "hello");
    auto const actor = fmt::format("/ap/users/{}", ann.id().value);
    auto const status = fmt::format("{}/statuses/{}", actor, post.id.value);
    auto const ask = [&](std::string const& target) {
        return test.statements([&] {
            auto const answer = test.request(
                http::Method::get, target, {.headers = {{"Accept", "application/activity+json"}}});
            EXPECT_EQ(answer.status, 200) << target;
        });
    };
    for (auto const& target : {actor, status}) ask(target);
    EXPECT_LE(ask(actor), 1U);
    EXPECT_EQ(ask(status), 0U);
}

TEST_F(Actors, a_suspended_one_has_only_its_name_left) {
    change(ann, [](social::Account& account) {
        account.note_html = "<p>Hello</p>";
        account.state = social::AccountState::suspended;
    });
    auto const actor = get(actor_path(ann));
    EXPECT_EQ(actor.at("suspended"), "true");
    EXPECT_EQ(actor.at("name"), "ann");
    EXPECT_EQ(actor.at("summary"), "");
    for (auto const* list : {"/outbox", "/followers", "/following", "/collections/featured"})
        EXPECT_EQ(raw(actor_path(ann) + list).status, 404) << list;
}

TEST_F(Actors, who_is_not_let_in_yet_is_not_there) {
    auto const early = test.make_account("early", {.approved = false});
    EXPECT_EQ(raw(actor_path(early)).status, 404);
    EXPECT_EQ(raw("/@early").status, 404);
    EXPECT_EQ(raw(actor_path(early), "text/html").status, 404);
}

TEST_F(Actors, one_that_left_for_good_is_a_tombstone) {
    auto const id = ann.id();
    test.write([&](db::Tx& tx) { return publish(tx, social::AccountRemoved{id, true}); });
    auto const missing = AccountId{id.value + 1};
    EXPECT_EQ(raw(fmt::format("/ap/users/{}", missing.value)).status, 404);
    auto const known = test.read([&](db::Tx& tx) { return social::find_account(tx, id); });
    EXPECT_TRUE(known) << "the rows go later, in jobs";
}

TEST_F(Actors, one_that_was_deleted_is_gone_under_every_address) {
    auto const post = test.post(ann, "hello");
    EXPECT_EQ(raw(actor_path(ann)).status, 200);
    test.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    auto const tombstone = raw(actor_path(ann));
    EXPECT_EQ(tombstone.status, 410);
    EXPECT_EQ(testing::Answer(tombstone).at("type"), "Tombstone");
    EXPECT_EQ(testing::Answer(tombstone).at("id"), actor_of(ann));
    EXPECT_EQ(raw("/@ann").status, 410);
    EXPECT_EQ(raw("/@ann", "text/html").status, 410);
    EXPECT_EQ(raw("/.well-known/webfinger?resource=acct:ann@skein.example").status, 410);
    EXPECT_EQ(raw("/.well-known/webfinger?resource=" + actor_of(ann)).status, 410);
    test.drain();
    EXPECT_EQ(raw(status_path(post)).status, 410);
    EXPECT_EQ(raw(actor_path(ann) + "/outbox").status, 404);
}

TEST_F(Actors, one_in_memoriam_says_so) {
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        return social::memorialize_account(tx, account);
    });
    EXPECT_EQ(get(actor_path(ann)).at("memorial"), "true");
}

TEST_F(Actors, the_server_is_an_actor_of_its_own) {
    auto const actor = get("/ap/actor");
    EXPECT_EQ(actor.at("type"), "Application");
    EXPECT_EQ(actor.at("id"), "https://skein.example/ap/actor");
    EXPECT_EQ(actor.at("preferredUsername"), "skein.example");
    EXPECT_EQ(actor.at("inbox"), "https://skein.example/inbox");
    EXPECT_EQ(actor.at("publicKey.id"), "https://skein.example/ap/actor#main-key");
    EXPECT_TRUE(read_actor(actor.root(), test.clock().now()));
    EXPECT_EQ(get("/ap/actor/outbox").at("totalItems"), "0");
}

TEST_F(Actors, who_says_to_be_of_a_refused_domain_is_refused) {
    test.write([](db::Tx& tx) -> Result<void> {
        social::DomainPolicy policy;
        policy.domain = "mastodon.example";
        policy.severity = social::DomainSeverity::suspend;
        TRY_OK(social::set_domain_policy(tx, policy));
        return {};
    });
    EXPECT_EQ(signed_raw(actor_path(ann)).status, 403);
    EXPECT_EQ(raw(actor_path(ann)).status, 200);
    EXPECT_TRUE(test.outside().requests().empty()) << "and nobody is asked for a key";
}

class SecureFetch : public Serving {
  protected:
    SecureFetch() : Serving({{"federation.secure_fetch", "true"}}) {}
};

TEST_F(SecureFetch, only_who_says_who_they_are_is_answered) {
    auto const post = test.post(ann, "hello");
    for (auto const& target : {actor_path(ann), status_path(post), actor_path(ann) + "/outbox",
                               actor_path(ann) + "/followers", std::string("/ap/users/1")}) {
        auto const refused = raw(target);
        EXPECT_EQ(refused.status, 401) << target;
        EXPECT_FALSE(refused.headers.get("Accept-Signature").empty()) << target;
    }
    auto const answer = signed_raw(status_path(post));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.get("Cache-Control"), "private, no-store");
    EXPECT_TRUE(answer.headers.get("Vary").contains("Signature"));
    EXPECT_EQ(signed_raw("/ap/users/1").status, 404);
    EXPECT_EQ(raw("/ap/actor").status, 200);
    EXPECT_EQ(raw("/.well-known/webfinger?resource=acct:ann@skein.example").status, 200);
    EXPECT_EQ(raw("/@ann", "text/html").status, 200) << "people read pages as before";
}

}  // namespace
}  // namespace skein::activitypub
