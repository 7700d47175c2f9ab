#include "features/activitypub/signatures/multikey.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/activitypub/signatures/test_vectors.h"

namespace skein::activitypub {
namespace {

TEST(Multikey, keys_are_read_and_written_as_the_saved_vectors_say) {
    auto const vectors = load_vectors("multikey");
    auto const rows = vectors.root().find("vectors")->elements();
    ASSERT_GT(rows.size(), 3U);
    for (auto const& row : rows) {
        auto const text = row.get_text("public_key_multibase");
        auto const key = read_multikey(text);
        ASSERT_TRUE(key) << row.get_text("name");
        EXPECT_EQ(to_hex(key->raw()), row.get_text("public_key_hex"));
        if (text.starts_with('z')) {
            EXPECT_EQ(to_multikey(*key), text);
        }
        EXPECT_EQ(read_multikey(to_multikey(*key)).value().raw(), key->raw());
        if (auto const secret = row.get_text("secret_key_multibase"); !secret.empty()) {
            auto const bytes = from_base58(secret.substr(1), 34).value();
            EXPECT_EQ(to_hex(bytes), "8026" + std::string(row.get_text("secret_seed_hex")));
            auto const pair = crypto::PrivateKey::from_ed25519(bytes.substr(2)).value();
            EXPECT_EQ(pair.public_key().raw(), key->raw());
            EXPECT_FALSE(read_multikey(secret)) << "a secret is no public key";
        }
    }
}

TEST(Multikey, other_forms_and_other_keys_are_refused) {
    auto const vectors = load_vectors("multikey");
    auto const rows = vectors.root().find("errors")->elements();
    ASSERT_GT(rows.size(), 5U);
    for (auto const& row : rows) {
        auto const key = read_multikey(row.get_text("value"));
        ASSERT_FALSE(key) << row.get_text("reason");
        EXPECT_EQ(key.error().code, Errc::unprocessable);
    }
    for (auto const* text : {"", "z", "u", "u7QGwDY2Tjn93PVFWWq02piP1NE9_XRlg-c8-jhJiDqKBDw=",
                             "u7QGwDY2Tjn93PVFWWq02piP1NE9/XRlg+c8+jhJiDqKBDw"})
        EXPECT_FALSE(read_multikey(text)) << text;
    EXPECT_FALSE(read_multikey("z" + std::string(100'000, '2')));
}

TEST(Multikey, a_did_key_says_the_key_and_its_fragment_repeats_it) {
    std::string const key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    EXPECT_EQ(to_multikey(read_did_key("did:key:" + key).value()), key);
    EXPECT_EQ(to_multikey(read_did_key("did:key:" + key + "#" + key).value()), key);
    EXPECT_FALSE(read_did_key("did:key:" + key + "#other"));
    EXPECT_FALSE(read_did_key("did:web:a.example"));
    EXPECT_FALSE(read_did_key(key));
}

TEST(Base58, bytes_come_back_and_limits_hold) {
    for (auto const& bytes : {std::string(), std::string("\0", 1), std::string("\0\0a\0", 4),
                              std::string(64, '\xff'), std::string("hello")})
        EXPECT_EQ(from_base58(to_base58(bytes), 64), bytes) << to_hex(bytes);
    EXPECT_EQ(to_base58("Hello World!"), "2NEpo7TZRRrLZSi2U");
    EXPECT_FALSE(from_base58(to_base58(std::string(65, '\xff')), 64));
    EXPECT_FALSE(from_base58(std::string(65, '1'), 64));
    for (auto const* text : {"0", "O", "I", "l", "a b", "\xff"})
        EXPECT_FALSE(from_base58(text, 64));
}

}  // namespace
}  // namespace skein::activitypub
