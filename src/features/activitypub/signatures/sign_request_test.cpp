#include <gtest/gtest.h>

#include "features/activitypub/signatures/signed_parts.h"
#include "features/activitypub/signatures/test_vectors.h"

namespace skein::activitypub {
namespace {

constexpr Time now{std::chrono::seconds(1'772'619'630)};
std::string const key_id = "https://skein.example/ap/users/1#main-key";
std::string const body = R"({"type":"Like"})";

http::Outgoing post(std::string url = "https://mastodon.example/inbox") {
    http::Outgoing request;
    request.method = http::Method::post;
    request.url = std::move(url);
    request.headers.set("Content-Type", "application/activity+json");
    request.body = body;
    return request;
}

http::Outgoing get(std::string url) {
    http::Outgoing request;
    request.url = std::move(url);
    request.headers.set("Accept", "application/activity+json");
    return request;
}

/// As the other server sees it.
bool is_verified_by(std::string const& authority, http::Outgoing const& request,
                    crypto::PublicKey const& key) {
    auto message = outgoing_message(request).value();
    std::vector<std::string> const own{authority};
    auto const claim = read_signature(message, own, now);
    EXPECT_TRUE(claim) << claim.error().detail;
    return claim && claim->key_id == key_id && verify_signature(*claim, key);
}

TEST(SignRequest, both_forms_are_taken_by_the_other_side) {
    for (auto const* const name : {"mastodon.example.rsa", "mitra.example.ed25519"}) {
        auto const key = load_key(name);
        for (auto const form : {SignatureForm::cavage, SignatureForm::rfc9421}) {
            auto request = post();
            sign_request(request, form, key_id, key, now);
            EXPECT_TRUE(is_verified_by("mastodon.example", request, key.public_key()));
            request.body += " ";
            auto const message = outgoing_message(request).value();
            EXPECT_FALSE(
                read_signature(message, std::vector<std::string>{"mastodon.example"}, now));
            auto query = get("https://Mastodon.example:8443/a%20b?c=d&e=%2F#fragment");
            sign_request(query, form, key_id, key, now);
            EXPECT_TRUE(is_verified_by("mastodon.example:8443", query, key.public_key()));
        }
    }
}

TEST(SignRequest, the_fields_are_those_that_everybody_takes) {
    auto const key = load_key("mastodon.example.rsa");
    auto request = post();
    sign_request(request, SignatureForm::cavage, key_id, key, now);
    EXPECT_EQ(request.headers.get("Host"), "mastodon.example");
    EXPECT_EQ(request.headers.get("Date"), "Wed, 04 Mar 2026 10:20:30 GMT");
    EXPECT_TRUE(request.headers.get("Digest").starts_with("SHA-256="));
    EXPECT_TRUE(
        request.headers.get("Signature")
            .starts_with("keyId=\"" + key_id +
                         "\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest "
                         "content-type\",signature=\""));
    sign_request(request, SignatureForm::rfc9421, key_id, key, now);
    EXPECT_FALSE(request.headers.find("Digest")) << "what the first form added is gone";
    EXPECT_EQ(request.headers.get("Signature-Input"),
              "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created=1772619630;keyid=\"" +
                  key_id + "\";alg=\"rsa-v1_5-sha256\"");
    sign_request(request, SignatureForm::cavage, key_id, key, now);
    EXPECT_FALSE(request.headers.find("Signature-Input"));
    EXPECT_FALSE(request.headers.find("Content-Digest"));
}

TEST(SignRequest, rsa_signs_what_the_vectors_hold) {
    auto const vectors = load_vectors("cavage");
    for (auto const& row : vectors.root().find("vectors")->elements()) {
        if (row.get_text("name") != "post-content-type-signed") continue;
        VectorRequest const saved(*row.find("request"));
        auto request = post("https://skein.example/inbox");
        request.body = saved.body;
        sign_request(request, SignatureForm::cavage, std::string(row.get_text("key_id")),
                     load_key("mastodon.example.rsa"), now);
        EXPECT_EQ(request.headers.get("Signature"), saved.headers.get("Signature"));
        return;
    }
    FAIL() << "no such vector";
}

TEST(SignRequest, what_has_no_address_is_not_signed) {
    auto request = post("gopher://a.example");
    sign_request(request, SignatureForm::cavage, key_id, load_key("mastodon.example.rsa"), now);
    EXPECT_FALSE(request.headers.find("Signature"));
}

SignatureChallenge challenge(std::string_view value) {
    http::Headers headers;
    headers.set("Accept-Signature", value);
    auto read = read_accept_signature(headers);
    EXPECT_TRUE(read) << value;
    return read.value_or(SignatureChallenge{});
}

TEST(AcceptSignature, our_own_challenge_is_the_documented_one_and_can_be_met) {
    EXPECT_EQ(accept_signature_challenge(),
              "sig1=(\"@method\" \"@target-uri\" "
              "\"content-digest\");created;keyid;alg=\"rsa-v1_5-sha256\"");
    auto const key = load_key("mastodon.example.rsa");
    auto request = post();
    ASSERT_TRUE(sign_request(request, challenge(accept_signature_challenge()), key_id, key, now));
    EXPECT_TRUE(is_verified_by("mastodon.example", request, key.public_key()));
    auto query = get("https://mastodon.example/users/a");
    ASSERT_TRUE(sign_request(query, challenge(accept_signature_challenge(http::Method::get)),
                             key_id, key, now));
    EXPECT_TRUE(is_verified_by("mastodon.example", query, key.public_key()));
}

TEST(AcceptSignature, what_is_asked_for_is_added_to_our_own_minimum) {
    auto const key = load_key("mastodon.example.rsa");
    auto request = post();
    auto const wanted = challenge(
        "other=(\"@authority\" \"content-type\" \"accept\");created;expires;nonce=\"n\\\"1\";"
        "tag=\"fedi\";keyid=\"" +
        key_id + "\"");
    ASSERT_TRUE(sign_request(request, wanted, key_id, key, now));
    EXPECT_EQ(request.headers.get("Signature-Input"),
              "other=(\"@method\" \"@target-uri\" \"content-digest\" \"@authority\" "
              "\"content-type\");created=1772619630;expires=1772619930;keyid=\"" +
                  key_id + "\";alg=\"rsa-v1_5-sha256\";nonce=\"n\\\"1\";tag=\"fedi\"");
    EXPECT_TRUE(is_verified_by("mastodon.example", request, key.public_key()));
}

TEST(AcceptSignature, another_key_or_algorithm_is_refused_and_changes_nothing) {
    auto const key = load_key("mastodon.example.rsa");
    for (auto const* const value :
         {"a=();keyid=\"https://skein.example/other\"", "a=();alg=\"ed25519\"",
          "a=();alg=\"hmac-sha256\"", "a=();alg=\"rsa-pss-sha512\""}) {
        auto request = post();
        sign_request(request, SignatureForm::cavage, key_id, key, now);
        std::string const before(request.headers.get("Signature"));
        EXPECT_FALSE(sign_request(request, challenge(value), key_id, key, now)) << value;
        EXPECT_EQ(request.headers.get("Signature"), before);
    }
}

TEST(AcceptSignature, only_known_components_can_be_asked_for) {
    for (auto const* const value :
         {"", "sig1", "sig1=1", "sig1=(\"cookie\")", "sig1=(\"authorization\")",
          "sig1=(\"@status\")", "sig1=(\"@query-param\";name=\"x\")", "sig1=(\"@method\";req)",
          "sig1=(token)", "sig1=();alg=1", "sig1=();nonce=:AA==:", "sig1=();keyid=?0", "sig1=(",
          "Sig1=()"}) {
        http::Headers headers;
        headers.set("Accept-Signature", value);
        EXPECT_FALSE(read_accept_signature(headers)) << value;
    }
    EXPECT_FALSE(read_accept_signature({}));
    EXPECT_EQ(challenge("a=(\"cookie\"), b=(\"@path\")").label, "b");
    http::Headers headers;
    headers.set("Accept-Signature", "a=();nonce=\"" + std::string(513, 'x') + "\"");
    EXPECT_FALSE(read_accept_signature(headers));
}

}  // namespace
}  // namespace skein::activitypub
