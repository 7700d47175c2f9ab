#include "platform/crypto/web_push.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/encoding.h"
#include "base/json.h"
#include "platform/crypto/random.h"

namespace skein::crypto {
namespace {

json::Document vector_of_rfc_8291() {
    std::ifstream file(SKEIN_SOURCE_DIR "/tests/fixtures/push/rfc8291.json");
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    return json::Document::parse(text).value();
}

TEST(WebPush, encrypts_as_the_example_of_rfc_8291) {
    auto const document = vector_of_rfc_8291();
    auto const bytes = [&](std::string_view name) {
        return from_base64(document.root().get_text(name)).value();
    };
    PushMessage message;
    message.receiver = {bytes("ua_public"), bytes("auth_secret")};
    message.ephemeral = p256_from(bytes("as_private")).value();
    message.salt = bytes("salt");
    EXPECT_EQ(message.ephemeral.point, bytes("as_public"));
    auto const body =
        encrypt_push(message, document.root().get_text("plaintext"), PushCoding::aes128gcm);
    ASSERT_TRUE(body);
    EXPECT_EQ(*body, bytes("body"));
}

TEST(WebPush, refuses_what_is_no_receiver) {
    SystemRandom random;
    auto const pair = p256_from(random.bytes(32)).value();
    EXPECT_TRUE(check_receiver({pair.point, random.bytes(16)}));
    EXPECT_FALSE(check_receiver({pair.point, random.bytes(15)}));
    EXPECT_FALSE(check_receiver({pair.point.substr(1), random.bytes(16)}));
    auto off_curve = pair.point;
    off_curve.back() = static_cast<char>(off_curve.back() ^ 1);
    EXPECT_FALSE(check_receiver({off_curve, random.bytes(16)}));
    EXPECT_FALSE(check_receiver({std::string(65, '\0'), random.bytes(16)}));
    EXPECT_FALSE(check_receiver({std::string(1, '\0'), random.bytes(16)}));
    EXPECT_FALSE(p256_from(std::string(32, '\0')));
    EXPECT_FALSE(p256_from(std::string(32, '\xff')));
    EXPECT_FALSE(p256_from(std::string(31, '\x01')));
}

TEST(WebPush, refuses_a_text_that_fills_more_than_a_record) {
    SystemRandom random;
    auto const pair = p256_from(random.bytes(32)).value();
    PushMessage const message{{pair.point, random.bytes(16)}, pair, random.bytes(16)};
    for (auto const coding : {PushCoding::aes128gcm, PushCoding::aesgcm}) {
        EXPECT_TRUE(encrypt_push(message, std::string(push_text_bytes_max, 'x'), coding));
        auto const refused =
            encrypt_push(message, std::string(push_text_bytes_max + 1, 'x'), coding);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::too_large);
    }
}

TEST(WebPush, the_servers_pair_is_always_the_same_and_its_own) {
    SecretKeys const one(std::string(32, 'a')), other(std::string(32, 'b'));
    EXPECT_EQ(vapid_public_key(one), vapid_public_key(one));
    EXPECT_NE(vapid_public_key(one), vapid_public_key(other));
    EXPECT_EQ(vapid_public_key(one).size(), 87U);
}

TEST(WebPush, a_token_names_the_service_and_is_signed) {
    SecretKeys const keys(std::string(32, 'a'));
    auto const token =
        vapid_token(vapid_keys(keys), "https://push.example", "https://a.example/", 1'800'000'000);
    ASSERT_TRUE(token);
    auto const first = token->find('.'), second = token->rfind('.');
    EXPECT_EQ(from_base64(token->substr(0, first)), R"({"typ":"JWT","alg":"ES256"})");
    EXPECT_EQ(from_base64(token->substr(first + 1, second - first - 1)),
              R"({"aud":"https://push.example","exp":1800000000,"sub":"https://a.example/"})");
    EXPECT_EQ(from_base64(token->substr(second + 1))->size(), 64U);
}

}  // namespace
}  // namespace skein::crypto
