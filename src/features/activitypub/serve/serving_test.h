// For the tests beside this: a server that is asked by others, who may sign.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "features/activitypub/addresses.h"
#include "features/activitypub/feature.h"
#include "features/activitypub/signatures/http_signature.h"
#include "features/public_pages/feature.h"
#include "social/relations.h"
#include "testing/answer.h"
#include "testing/recorded_internet.h"
#include "testing/test_server.h"

namespace skein::activitypub {

class Serving : public ::testing::Test {
  protected:
    static constexpr std::string_view alice = "https://mastodon.example/users/alice";
    static constexpr std::string_view gina = "https://gts.example/users/gina";
    static constexpr std::string_view everybody = "https://www.w3.org/ns/activitystreams#Public";

    explicit Serving(std::map<std::string, std::string> settings = {})
        : test({.features = {{"activitypub", install}, {"public_pages", public_pages::install}},
                .settings = std::move(settings)}) {
        internet.answer_for(test.outside());
    }

    http::Response raw(std::string const& target,
                       std::string const& accept = "application/activity+json") {
        return test.request(http::Method::get, target, {.headers = {{"Accept", accept}}});
    }
    testing::Answer get(std::string const& target) { return testing::Answer(raw(target)); }

    /// Signed by an actor of the recorded internet.
    http::Response signed_raw(std::string const& target, std::string_view signer = alice) {
        http::Outgoing out;
        out.url = "https://skein.example" + target;
        auto const [key_id, key_file] = key_of(signer);
        std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/federation/keys/" + key_file);
        std::string const pem{std::istreambuf_iterator<char>(in), {}};
        sign_request(out, SignatureForm::cavage, key_id, crypto::PrivateKey::from_pem(pem).value(),
                     test.clock().now());
        testing::Ask ask;
        for (auto const& [name, value] : out.headers) ask.headers.emplace_back(name, value);
        ask.headers.emplace_back("Accept", "application/activity+json");
        return test.request(http::Method::get, target, ask);
    }
    testing::Answer signed_get(std::string const& target, std::string_view signer = alice) {
        return testing::Answer(signed_raw(target, signer));
    }

    /// The account of an actor of the recorded internet, known once it has signed something.
    AccountId known(std::string_view actor) {
        signed_raw(actor_path(ann), actor);
        signed_raw(actor_path(ann) + "/statuses/1", actor);
        return test.read([&](db::Tx& tx) { return find_known_account(server, tx, actor); })
            .value_or(AccountId{});
    }
    static std::string actor_path(testing::Person const& person) {
        return fmt::format("/ap/users/{}", person.id().value);
    }
    static std::string status_path(social::Status const& status) {
        return fmt::format("/ap/users/{}/statuses/{}", status.account_id.value, status.id.value);
    }
    std::string actor_of(testing::Person const& person) {
        return actor_address(server, person.id());
    }
    std::string address_of(social::Status const& status) {
        return status_address(server, status.account_id, status.id);
    }
    void follow(AccountId who, AccountId whom) {
        test.write([&](db::Tx& tx) { return social::follow(tx, who, whom, {}); });
    }

    testing::RecordedInternet internet{SKEIN_SOURCE_DIR
                                       "/tests/fixtures/federation/world/net.json"};
    testing::TestServer test;
    Server& server = test.server();
    testing::Person ann = test.make_account("ann", {.display_name = "Ann"});
    testing::Person bob = test.make_account("bob");

  private:
    static std::pair<std::string, std::string> key_of(std::string_view signer) {
        if (signer == gina) return {std::string(gina) + "/main-key", "gts.example.rsa.pem"};
        return {std::string(signer) + "#main-key", "mastodon.example.rsa.pem"};
    }
};

}  // namespace skein::activitypub
