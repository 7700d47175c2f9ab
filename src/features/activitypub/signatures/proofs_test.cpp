#include "features/activitypub/signatures/proofs.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/activitypub/signatures/multikey.h"
#include "features/activitypub/signatures/test_vectors.h"

namespace skein::activitypub {
namespace {

/// In the vectors keys are named after the actor that lists them.
std::string_view lister(std::string_view key_id) { return key_id.substr(0, key_id.find('#')); }

bool is_proven(json::Value document, crypto::PublicKey const& key, Time now) {
    auto const claim = read_proof(document, now);
    if (!claim) {
        EXPECT_EQ(claim.error().code, Errc::unauthenticated);
    }
    return claim && verify_proof(*claim, key, lister(claim->verification_method));
}

TEST(Proofs, every_saved_document_has_its_outcome) {
    auto const vectors = load_vectors("fep8b32");
    auto const rows = vectors.root().find("vectors")->elements();
    ASSERT_EQ(rows.size(), 22U);
    for (auto const& row : rows) {
        auto const document = *row.find("document");
        auto const key = read_multikey(row.get_text("public_key_multibase")).value();
        auto const accepted = row.get_text("expect") == "accept";
        if (row.get_text("name") == "inner-object-signed") {
            // It says who wrote the note, and nothing about who announces it.
            EXPECT_FALSE(is_proven(document, key, time_of(row)));
            EXPECT_TRUE(is_proven(*document.find("object"), key, time_of(row)));
            continue;
        }
        EXPECT_EQ(is_proven(document, key, time_of(row)), accepted) << row.get_text("name");
        if (auto const hash = row.get_text("hash_data_hex"); accepted && !hash.empty()) {
            EXPECT_EQ(to_hex(read_proof(document, time_of(row))->hash), hash);
        }
    }
}

constexpr Time now{std::chrono::seconds(1'772'619'630)};
std::string const alice = "https://skein.example/ap/users/1";
std::string const key_id = alice + "#ed25519-key";
std::string const context =
    R"("@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v1"])";

std::string activity(std::string const& members) {
    return "{" + context + ",\"actor\":\"" + alice + "\"" + members + "}";
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    auto const at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

Result<ProofClaim> read(std::string const& text) {
    return read_proof(json::Document::parse(text).value().root(), now);
}

TEST(Proofs, ours_are_taken_and_keep_the_documents_bytes) {
    auto const key = load_key("mitra.example.ed25519");
    auto const document = activity(R"(,"type":"Like","n":[1.50,"</p>",{"é":null}])");
    auto const proven = add_proof(document, key_id, key, now);
    EXPECT_TRUE(proven.starts_with(document.substr(0, document.size() - 1)));
    auto const claim = read(proven);
    ASSERT_TRUE(claim) << claim.error().detail;
    EXPECT_EQ(claim->verification_method, key_id);
    EXPECT_EQ(claim->owner, alice);
    EXPECT_TRUE(verify_proof(*claim, key.public_key(), alice));
    EXPECT_FALSE(verify_proof(*claim, key.public_key(), "https://skein.example/ap/users/2"));
    EXPECT_FALSE(verify_proof(*claim, load_key("mastodon.example.rsa").public_key(), alice));
    auto const changed = read(replaced(proven, "1.50", "1.51"));
    EXPECT_FALSE(changed && verify_proof(*changed, key.public_key(), alice));
    EXPECT_TRUE(read(add_proof("{\"attributedTo\":\"" + alice + "\"}", key_id, key, now)));
}

TEST(Proofs, a_document_of_nobody_or_of_several_has_no_owner) {
    auto const key = load_key("mitra.example.ed25519");
    for (
        auto const* const author :
        {R"("x":1)", R"("actor":null)", R"("actor":[])",
         R"("attributedTo":["https://skein.example/ap/users/1","https://skein.example/ap/users/2"])",
         R"("actor":{"name":"x"})",
         R"("actor":"https://evil.example/u","attributedTo":"https://skein.example/ap/users/1")"})
        EXPECT_FALSE(read(add_proof("{" + std::string(author) + "}", key_id, key, now))) << author;
    for (auto const* const author : {R"("actor":{"id":"https://skein.example/ap/users/1"})",
                                     R"("attributedTo":["https://skein.example/ap/users/1"])"})
        EXPECT_TRUE(read(add_proof("{" + std::string(author) + "}", key_id, key, now))) << author;
}

TEST(Proofs, odd_proofs_are_refused) {
    auto const proven =
        add_proof(activity(R"(,"type":"Like")"), key_id, load_key("mitra.example.ed25519"), now);
    ASSERT_TRUE(read(proven));
    EXPECT_FALSE(read(replaced(proven, "2026-03-04T", "2026-03-05T"))) << "of the future";
    EXPECT_FALSE(read(replaced(proven, "2026-03-04T10:20:30Z", "lately")));
    EXPECT_FALSE(read(replaced(proven, "\"proofPurpose\"", "\"expires\":1,\"proofPurpose\"")));
    EXPECT_FALSE(
        read(replaced(proven, "\"proof\":{\"@context\":[", "\"proof\":{\"@context\":[\"x\",")));
    EXPECT_FALSE(read(activity(R"(,"proof":null)")));
    EXPECT_FALSE(read(activity(R"(,"proof":[])")));
    EXPECT_FALSE(read(activity(R"(,"proof":"x")")));
    std::string many;
    for (int i = 0; i < 9; ++i) many += i ? ",{}" : "{}";
    EXPECT_FALSE(read(activity(",\"proof\":[" + many + "]")));
    EXPECT_FALSE(read("[]"));
}

}  // namespace
}  // namespace skein::activitypub
