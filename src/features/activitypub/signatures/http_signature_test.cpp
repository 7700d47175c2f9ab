#include "features/activitypub/signatures/http_signature.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/activitypub/signatures/signed_parts.h"
#include "features/activitypub/signatures/test_vectors.h"

namespace skein::activitypub {
namespace {

std::vector<std::string> const own{"skein.example", "skein.example:8443"};

/// All a server does: nothing is accepted unless every step says so.
bool is_accepted(json::Value row, std::string& why) {
    VectorRequest const request(*row.find("request"));
    auto const claim = read_signature(request.message(), own, time_of(row));
    if (!claim) {
        EXPECT_EQ(claim.error().code, Errc::unauthenticated);
        EXPECT_EQ(claim.error().message, bad_signature("").error().message);
        why = claim.error().detail;
        return false;
    }
    if (claim->key_id != row.get_text("key_id")) {
        why = "another key: " + claim->key_id;
        return false;
    }
    auto const key = crypto::PublicKey::from_pem(row.get_text("public_key_pem"));
    why = "the signature";
    return key && verify_signature(*claim, *key);
}

void check_all(std::string const& name, std::size_t count) {
    auto const vectors = load_vectors(name);
    auto const rows = vectors.root().find("vectors")->elements();
    ASSERT_EQ(rows.size(), count);
    for (auto const& row : rows) {
        std::string why;
        EXPECT_EQ(is_accepted(row, why), row.get_text("expect") == "accept")
            << name << " " << row.get_text("name") << ": " << why;
    }
}

TEST(HttpSignature, every_saved_cavage_request_has_its_outcome) { check_all("cavage", 58); }

TEST(HttpSignature, every_saved_message_signature_has_its_outcome) { check_all("rfc9421", 41); }

TEST(HttpSignature, what_is_signed_is_what_the_vectors_say) {
    for (auto const* const name : {"cavage", "rfc9421"}) {
        auto const vectors = load_vectors(name);
        for (auto const& row : vectors.root().find("vectors")->elements()) {
            if (row.get_text("expect") != "accept") continue;
            VectorRequest const request(*row.find("request"));
            auto const claim = read_signature(request.message(), own, time_of(row));
            ASSERT_TRUE(claim);
            auto const* const member =
                claim->form == SignatureForm::cavage ? "signing_string" : "signature_base";
            auto const expected = row.get_text(member);
            EXPECT_TRUE(claim->base == expected || claim->base_without_query == expected)
                << row.get_text("name");
        }
    }
}

/// A row of the vectors by its name.
json::Value find_row(json::Document const& vectors, std::string_view name) {
    for (auto const& row : vectors.root().find("vectors")->elements())
        if (row.get_text("name") == name) return row;
    ADD_FAILURE() << "no row " << name;
    return vectors.root();
}

/// One good request, to be spoilt.
struct Good {
    explicit Good(char const* set, std::string_view name)
        : vectors(load_vectors(set)),
          row(find_row(vectors, name)),
          request(*row.find("request")),
          now(time_of(row)) {}

    bool is_read() const { return read_signature(request.message(), own, now).has_value(); }
    bool is_verified() const {
        auto const claim = read_signature(request.message(), own, now);
        auto const key = crypto::PublicKey::from_pem(row.get_text("public_key_pem"));
        return claim && key && verify_signature(*claim, *key);
    }
    void replace_in(char const* field, std::string_view what, std::string_view with) {
        std::string value(request.headers.get(field));
        auto const at = value.find(what);
        ASSERT_NE(at, std::string::npos);
        request.headers.set(field, value.replace(at, what.size(), with));
    }

    json::Document vectors;
    json::Value row;
    VectorRequest request;
    Time now;
};

TEST(HttpSignature, an_unsigned_request_is_told_no_more_than_a_badly_signed_one) {
    Good good("cavage", "post-rsa-sha256");
    good.request.headers.remove("Signature");
    auto const unsigned_one = read_signature(good.request.message(), own, good.now);
    ASSERT_FALSE(unsigned_one);
    EXPECT_EQ(unsigned_one.error().detail, "not signed");
    good.request.headers.set("Authorization", "Bearer signature");
    EXPECT_FALSE(good.is_read());
}

TEST(HttpSignature, cavage_parameters_that_are_odd_are_refused) {
    for (auto const* const odd :
         {"x=\"1\\\"2\"", "x", "x=", "=1", ",", "x=\"1", "x=\"1\" y=\"2\""}) {
        Good good("cavage", "post-rsa-sha256");
        std::string const value(good.request.headers.get("signature"));
        good.request.headers.set("signature", std::string(odd) + "," + value);
        EXPECT_FALSE(good.is_read()) << odd;
    }
    Good good("cavage", "post-rsa-sha256");
    std::string many;
    for (int i = 0; i < 13; ++i) many += fmt::format("x{}=\"\",", i);
    std::string const value(good.request.headers.get("signature"));
    good.request.headers.set("signature", "y=1," + value);
    EXPECT_TRUE(good.is_verified()) << "what is unknown is let be";
    good.request.headers.set("signature", many + value);
    EXPECT_FALSE(good.is_read());
}

TEST(HttpSignature, headers_that_are_covered_must_be_there_once) {
    for (auto const* const twice : {"Host", "Date", "Digest", "Content-Type"}) {
        Good good("cavage", "post-content-type-signed");
        std::string const value(good.request.headers.get(twice));
        good.request.headers.add(twice, value);
        EXPECT_FALSE(good.is_read()) << twice;
    }
    Good good("cavage", "post-rsa-sha256");
    good.replace_in("Signature", "host date digest", "host date date digest");
    EXPECT_FALSE(good.is_read());
    Good spaced("cavage", "post-rsa-sha256");
    spaced.replace_in("Signature", "host date digest", "host  date digest");
    EXPECT_FALSE(spaced.is_read());
    Good absent("cavage", "post-rsa-sha256");
    absent.replace_in("Signature", "host date digest", "host date digest x-absent");
    EXPECT_FALSE(absent.is_read());
}

TEST(HttpSignature, a_host_of_ours_may_be_written_with_its_usual_port_and_in_capitals) {
    Good good("rfc9421", "post-rsa-mastodon-minimum");
    good.request.headers.set("Host", "Skein.Example:443");
    EXPECT_TRUE(good.is_verified());
    good.request.headers.set("Host", "skein.example:444");
    EXPECT_FALSE(good.is_read());
    good.request.headers.remove("Host");
    EXPECT_FALSE(good.is_read());
}

TEST(HttpSignature, the_path_alone_never_does_for_a_message_signature) {
    Good good("rfc9421", "get-rsa-query");
    ASSERT_TRUE(good.is_verified());
    good.request.target += "&more=1";
    EXPECT_TRUE(good.is_read());
    EXPECT_FALSE(good.is_verified());
    Good split("rfc9421", "get-rsa-path-query");
    ASSERT_TRUE(split.is_verified());
    split.replace_in("Signature-Input", " \"@query\"", "");
    EXPECT_FALSE(split.is_read()) << "a query that nobody signed";
}

TEST(HttpSignature, a_broken_message_signature_is_not_read_as_the_other_form) {
    Good good("cavage", "post-rsa-sha256");
    ASSERT_TRUE(good.is_verified());
    good.request.headers.set("Signature-Input", "sig1=()");
    EXPECT_FALSE(good.is_read());
}

TEST(HttpSignature, parameters_of_components_are_refused) {
    for (auto const* const flag : {";req", ";tr", ";sf", ";bs", ";key=\"a\"", ";name=\"x\""}) {
        Good good("rfc9421", "post-rsa-mastodon-minimum");
        good.replace_in("Signature-Input", "\"content-digest\")",
                        "\"content-digest\"" + std::string(flag) + ")");
        EXPECT_FALSE(good.is_read()) << flag;
    }
    for (auto const* const component : {"\"Content-Type\"", "\"@query-param\"", "\"\"", "1",
                                        "content-type", "\"@signature-params\""}) {
        Good good("rfc9421", "post-rsa-mastodon-minimum");
        good.replace_in("Signature-Input", "\"content-digest\")",
                        "\"content-digest\" " + std::string(component) + ")");
        EXPECT_FALSE(good.is_read()) << component;
    }
}

TEST(HttpSignature, times_of_the_wrong_kind_or_out_of_all_bounds_are_refused) {
    for (auto const* const created :
         {"1772619630.0", "\"1772619630\"", "-1", "999999999999999", "?1"}) {
        Good good("rfc9421", "post-rsa-mastodon-minimum");
        good.replace_in("Signature-Input", "created=1772619630", "created=" + std::string(created));
        EXPECT_FALSE(good.is_read()) << created;
    }
    for (auto const* const expires : {"1772619629", "999999999999999", "\"x\"", "1.5"}) {
        Good good("rfc9421", "post-rsa-mastodon-minimum");
        good.replace_in("Signature-Input", ";keyid", ";expires=" + std::string(expires) + ";keyid");
        EXPECT_FALSE(good.is_read()) << expires;
    }
}

TEST(HttpSignature, a_signature_ages) {
    auto const at = Time(std::chrono::seconds(1'772'619'630));
    using std::chrono::hours, std::chrono::minutes;
    EXPECT_TRUE(check_window(at, {}, at + minutes(65)));
    EXPECT_FALSE(check_window(at, {}, at + minutes(66)));
    EXPECT_TRUE(check_window(at, {}, at - minutes(60)));
    EXPECT_FALSE(check_window(at, {}, at - minutes(61)));
    EXPECT_TRUE(check_window(at, at + hours(3), at + hours(4)));
    EXPECT_FALSE(check_window(at, at + hours(3), at + minutes(241)));
    EXPECT_TRUE(check_window(at, at + hours(100), at + hours(12)));
    EXPECT_FALSE(check_window(at, at + hours(100), at + minutes(721)));
}

TEST(HttpSignature, the_algorithm_follows_from_the_key) {
    Good rsa("cavage", "post-rsa-sha256"), ed25519("cavage", "post-hs2019-ed25519");
    auto const of_rsa = read_signature(rsa.request.message(), own, rsa.now);
    auto const of_ed25519 = read_signature(ed25519.request.message(), own, ed25519.now);
    ASSERT_TRUE(of_rsa && of_ed25519);
    auto const rsa_key = crypto::PublicKey::from_pem(rsa.row.get_text("public_key_pem")).value();
    auto const ed25519_key =
        crypto::PublicKey::from_pem(ed25519.row.get_text("public_key_pem")).value();
    EXPECT_FALSE(verify_signature(*of_rsa, ed25519_key));
    EXPECT_FALSE(verify_signature(*of_ed25519, rsa_key));
    auto claim = *of_ed25519;
    claim.algorithm = SignatureClaim::Algorithm::rsa_sha256;
    EXPECT_FALSE(verify_signature(claim, ed25519_key));
}

}  // namespace
}  // namespace skein::activitypub
