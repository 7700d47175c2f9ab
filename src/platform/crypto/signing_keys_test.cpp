#include "platform/crypto/signing_keys.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "base/encoding.h"
#include "platform/crypto/public_key_parts.h"

namespace skein::crypto {
namespace {

/// Files made with the command line of OpenSSL.
std::string fixture(std::string const& name) {
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/keys/" + name, std::ios::binary);
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Row {
    Scheme scheme;
    char const* name;
    char const* key;
};

constexpr Row rows[] = {{Scheme::rsa_v1_5_sha256, "text.rsa_v1_5_sha256", "rsa"},
                        {Scheme::rsa_v1_5_sha512, "text.rsa_v1_5_sha512", "rsa"},
                        {Scheme::rsa_pss_sha512, "text.rsa_pss_sha512", "rsa"},
                        {Scheme::ed25519, "text.ed25519", "ed25519"}};

TEST(SigningKeys, signatures_of_another_program_verify) {
    for (auto const& row : rows) {
        auto const key = PublicKey::from_pem(fixture(std::string(row.key) + ".pub.pem")).value();
        auto const signature = from_base64(fixture(row.name)).value();
        auto const text = fixture("text");
        EXPECT_TRUE(key.verify(row.scheme, text, signature)) << row.name;
        EXPECT_FALSE(key.verify(row.scheme, text + ".", signature)) << row.name;
        for (std::size_t const at : {std::size_t{0}, signature.size() / 2, signature.size() - 1}) {
            auto damaged = signature;
            damaged[at] = static_cast<char>(damaged[at] ^ 1);
            EXPECT_FALSE(key.verify(row.scheme, text, damaged)) << row.name;
        }
        EXPECT_FALSE(key.verify(row.scheme, text, "")) << row.name;
        EXPECT_FALSE(key.verify(row.scheme, text, signature.substr(1))) << row.name;
        EXPECT_FALSE(key.verify(row.scheme, text, signature + "x")) << row.name;
        for (auto const& other : rows)
            EXPECT_EQ(key.verify(other.scheme, text, signature), other.scheme == row.scheme)
                << row.name << " as " << other.name;
    }
}

TEST(SigningKeys, signatures_without_chance_in_them_are_the_same_as_another_programs) {
    for (auto const& row : rows) {
        auto const key = PrivateKey::from_pem(fixture(std::string(row.key) + ".pem")).value();
        auto const signature = key.sign(row.scheme, fixture("text"));
        EXPECT_TRUE(key.public_key().verify(row.scheme, fixture("text"), signature));
        if (row.scheme == Scheme::rsa_pss_sha512) continue;
        EXPECT_EQ(to_base64(signature), fixture(row.name)) << row.name;
    }
}

TEST(SigningKeys, a_known_ed25519_key_signs_as_the_rfc_says) {
    // RFC 8032 section 7.1, test 2.
    auto const seed =
        from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value();
    auto const key = PrivateKey::from_ed25519(seed).value();
    EXPECT_EQ(to_hex(key.public_key().raw()),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(to_hex(key.sign(Scheme::ed25519, "\x72")),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_EQ(key.raw(), seed);
}

TEST(SigningKeys, exported_keys_are_imported_again) {
    for (auto const* name : {"rsa", "ed25519"}) {
        auto const pem = fixture(std::string(name) + ".pem");
        auto const key = PrivateKey::from_pem(pem).value();
        EXPECT_EQ(key.to_pem(), pem);
        EXPECT_EQ(PrivateKey::from_der(key.to_der()).value().to_pem(), pem);
        auto const open = fixture(std::string(name) + ".pub.pem");
        auto const public_key = PublicKey::from_pem(open).value();
        EXPECT_EQ(public_key.to_pem(), open);
        EXPECT_EQ(PublicKey::from_der(public_key.to_der()).value().to_pem(), open);
        EXPECT_EQ(key.public_key().to_pem(), open);
    }
    auto const open = PublicKey::from_pem(fixture("ed25519.pub.pem")).value();
    EXPECT_EQ(PublicKey::from_ed25519(open.raw()).value().to_der(), open.to_der());
    EXPECT_EQ(PublicKey::from_pem(fixture("rsa.pub.pem")).value().raw(), "");
}

TEST(SigningKeys, the_older_form_of_rsa_keys_is_read_too) {
    EXPECT_EQ(PublicKey::from_pem(fixture("rsa.pub.pkcs1.pem")).value().to_pem(),
              fixture("rsa.pub.pem"));
}

TEST(SigningKeys, line_breaks_in_a_pem_do_not_matter) {
    auto pem = fixture("rsa.pub.pem");
    std::string windows, one_line = " \n";
    for (char const c : pem) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    for (char const c : pem) one_line += c == '\n' ? ' ' : c;
    EXPECT_TRUE(PublicKey::from_pem(windows));
    EXPECT_TRUE(PublicKey::from_pem(one_line));
}

TEST(SigningKeys, weak_keys_are_refused) {
    EXPECT_EQ(PublicKey::from_pem(fixture("rsa_weak.pub.pem")).error().code, Errc::unprocessable);
    EXPECT_FALSE(PrivateKey::from_pem(fixture("rsa_weak.pem")));
    std::string modulus(256, '\xFF');
    EXPECT_TRUE(PublicKey::from_rsa(modulus, "\x01\x01"));
    EXPECT_FALSE(PublicKey::from_rsa(modulus, "\x01"));
    EXPECT_FALSE(PublicKey::from_rsa(modulus, "\x02"));
    EXPECT_FALSE(PublicKey::from_rsa(modulus, ""));
    EXPECT_FALSE(PublicKey::from_rsa(modulus, std::string(5, '\xFF')));
    EXPECT_FALSE(PublicKey::from_rsa(std::string(255, '\xFF'), "\x03"));
    EXPECT_TRUE(PublicKey::from_rsa(std::string(1024, '\xFF'), "\x03"));
    EXPECT_FALSE(PublicKey::from_rsa(std::string(1025, '\xFF'), "\x03"));
    modulus.back() = '\xFE';
    EXPECT_FALSE(PublicKey::from_rsa(modulus, "\x03"));
}

TEST(SigningKeys, what_is_no_key_is_refused) {
    EXPECT_FALSE(PublicKey::from_pem(fixture("p256.pub.pem")));
    EXPECT_FALSE(PublicKey::from_pem(fixture("rsa.pem")));
    EXPECT_FALSE(PrivateKey::from_pem(fixture("rsa.pub.pem")));
    EXPECT_FALSE(PublicKey::from_ed25519(std::string(31, 'a')));
    EXPECT_FALSE(PrivateKey::from_ed25519(std::string(33, 'a')));
    for (std::string const text :
         {"", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
          "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
          "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----"}) {
        EXPECT_FALSE(PublicKey::from_pem(text)) << text;
        EXPECT_FALSE(PrivateKey::from_pem(text)) << text;
    }
    EXPECT_FALSE(PublicKey::from_pem(std::string(100'000, 'A')));
    EXPECT_FALSE(PrivateKey::from_der(std::string(100'000, 'A')));
}

TEST(SigningKeys, every_cut_or_lengthened_form_is_refused) {
    for (auto const* name : {"rsa.pub.pem", "ed25519.pub.pem"}) {
        auto const der = PublicKey::from_pem(fixture(name)).value().to_der();
        for (std::size_t size = 0; size < der.size(); ++size)
            EXPECT_FALSE(parse_public_key_der(der.substr(0, size))) << size;
        EXPECT_FALSE(parse_public_key_der(der + std::string(1, '\0')));
    }
    auto const der = PrivateKey::from_pem(fixture("ed25519.pem")).value().to_der();
    EXPECT_FALSE(PrivateKey::from_der(der + "x"));
    EXPECT_FALSE(PrivateKey::from_der(der.substr(1)));
}

TEST(SigningKeys, new_keys_sign_and_differ) {
    auto const rsa = PrivateKey::generate_rsa();
    EXPECT_EQ(rsa.type(), KeyType::rsa);
    auto const signature = rsa.sign(Scheme::rsa_v1_5_sha256, "text");
    EXPECT_EQ(signature.size(), 256U);
    EXPECT_TRUE(rsa.public_key().verify(Scheme::rsa_v1_5_sha256, "text", signature));
    auto const one = PrivateKey::generate_ed25519(), two = PrivateKey::generate_ed25519();
    EXPECT_NE(one.raw(), two.raw());
    EXPECT_FALSE(
        two.public_key().verify(Scheme::ed25519, "text", one.sign(Scheme::ed25519, "text")));
}

TEST(SigningKeys, one_key_serves_several_threads) {
    auto const key = PrivateKey::from_pem(fixture("rsa.pem")).value();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&key, i] {
            auto const text = "text " + std::to_string(i);
            for (int k = 0; k < 20; ++k)
                EXPECT_TRUE(key.public_key().verify(Scheme::rsa_v1_5_sha256, text,
                                                    key.sign(Scheme::rsa_v1_5_sha256, text)));
        });
    for (auto& thread : threads) thread.join();
}

TEST(SigningKeysDeathTest, a_scheme_that_does_not_fit_the_key_is_our_mistake) {
    auto const key = PrivateKey::generate_ed25519();
    EXPECT_DEATH((void)key.sign(Scheme::rsa_v1_5_sha256, "text"), "type_for");
}

}  // namespace
}  // namespace skein::crypto
