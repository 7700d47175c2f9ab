#include "features/activitypub/signatures/message_signatures.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/activitypub/signatures/test_vectors.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

/// The request of RFC 9421 appendix B.2.
struct PublishedRequest {
    explicit PublishedRequest(json::Value request) : body(request.get_text("body")) {
        for (auto const& field : request.find("headers")->elements())
            headers.add(*field.elements()[0].text(), *field.elements()[1].text());
    }
    SignedMessage message() const {
        return {http::Method::post,         "https", "example.com",
                "/foo?param=Value&Pet=dog", headers, body};
    }
    http::Headers headers;
    std::string body;
};

structured::InnerList parse_list(std::string_view text) {
    auto const dictionary = structured::parse_dictionary("sig=" + std::string(text)).value();
    return std::get<structured::InnerList>(dictionary.front().value);
}

bool is_verified(json::Value row, std::string_view base) {
    auto const signature = from_base64(row.get_text("signature")).value();
    auto const algorithm = row.get_text("alg");
    if (algorithm == "hmac-sha256") {
        auto const secret = from_base64(row.get_text("secret_b64")).value();
        return crypto::hmac_sha256(secret, base) == signature;
    }
    auto const key =
        crypto::PublicKey::from_der(from_base64(row.get_text("public_key_spki_b64")).value());
    if (!key) return false;
    return key->verify(
        algorithm == "ed25519" ? crypto::Scheme::ed25519 : crypto::Scheme::rsa_pss_sha512, base,
        signature);
}

TEST(MessageSignatures, the_published_examples_are_signed_over_what_we_say) {
    auto const vectors = load_vectors("rfc9421-appendix-b");
    PublishedRequest const request(*vectors.root().find("request"));
    auto const rows = vectors.root().find("vectors")->elements();
    ASSERT_EQ(rows.size(), 5U);
    for (auto const& row : rows) {
        auto const base =
            signature_base(request.message(), parse_list(row.get_text("signature_params")));
        if (row.get_text("over") == "response") {
            EXPECT_FALSE(base) << "only an answer has a status";
            EXPECT_FALSE(is_verified(row, row.get_text("signature_base"))) << "and no P-256 key";
            continue;
        }
        ASSERT_TRUE(base) << row.get_text("name") << base.error().detail;
        EXPECT_EQ(*base, row.get_text("signature_base"));
        EXPECT_TRUE(is_verified(row, *base)) << row.get_text("name");
    }
}

TEST(MessageSignatures, parts_of_the_target_are_written_as_the_standard_says) {
    http::Headers const headers;
    auto const line = [&](std::string target, std::string const& component) {
        SignedMessage const message{http::Method::get, "https", "EXAMPLE.com:443",
                                    std::move(target), headers, ""};
        auto const base = signature_base(message, parse_list("(" + component + ")"));
        return base ? base->substr(0, base->find('\n')) : "refused";
    };
    EXPECT_EQ(line("/a?b=c", "\"@target-uri\""), "\"@target-uri\": https://example.com/a?b=c");
    EXPECT_EQ(line("/a?b=c", "\"@request-target\""), "\"@request-target\": /a?b=c");
    EXPECT_EQ(line("/a?b=c", "\"@authority\""), "\"@authority\": example.com");
    EXPECT_EQ(line("/a?b=c", "\"@scheme\""), "\"@scheme\": https");
    EXPECT_EQ(line("/a?b=c", "\"@path\""), "\"@path\": /a");
    EXPECT_EQ(line("/a?b=c", "\"@query\""), "\"@query\": ?b=c");
    EXPECT_EQ(line("/a", "\"@query\""), "\"@query\": ?");
    // Section 2.2.8.
    auto const* const target =
        "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%"
        "A7ade%22%3A%20=something&twice=1&twice=2";
    EXPECT_EQ(line(target, "\"@query-param\";name=\"var\""),
              "\"@query-param\";name=\"var\": this%20is%20a%20big%0Amultiline%20value");
    EXPECT_EQ(line(target, "\"@query-param\";name=\"bar\""),
              "\"@query-param\";name=\"bar\": with%20plus%20whitespace");
    EXPECT_EQ(line(target, "\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\""),
              "\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\": something");
    EXPECT_EQ(line(target, "\"@query-param\";name=\"twice\""), "refused");
    EXPECT_EQ(line(target, "\"@query-param\";name=\"absent\""), "refused");
    EXPECT_EQ(line(target, "\"@status\""), "refused");
}

TEST(MessageSignatures, several_lines_of_a_field_are_joined_and_none_is_refused) {
    http::Headers headers;
    headers.add("X-A", " 1 ");
    headers.add("x-a", "2");
    SignedMessage const message{http::Method::get, "https", "a.example", "/", headers, ""};
    EXPECT_TRUE(signature_base(message, parse_list("(\"x-a\")"))->starts_with("\"x-a\": 1, 2\n"));
    EXPECT_FALSE(signature_base(message, parse_list("(\"x-b\")")));
    EXPECT_FALSE(signature_base(message, parse_list("(\"x-a\" \"x-a\")")));
}

}  // namespace
}  // namespace skein::activitypub
