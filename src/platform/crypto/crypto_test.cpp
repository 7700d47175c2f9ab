#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/encoding.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/password.h"
#include "platform/crypto/random.h"
#include "platform/crypto/secret_keys.h"

namespace skein::crypto {
namespace {

TEST(Digest, known_answers) {
    EXPECT_EQ(to_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha512("")).substr(0, 16), "cf83e1357eefb8bd");
    // RFC 4231, test case 2.
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    Sha256 pieces;
    pieces.add("a");
    pieces.add("bc");
    EXPECT_EQ(pieces.finish(), sha256("abc"));
}

TEST(Digest, equality_looks_at_every_byte) {
    EXPECT_TRUE(constant_time_equal("abc", "abc"));
    EXPECT_FALSE(constant_time_equal("abc", "abd"));
    EXPECT_FALSE(constant_time_equal("abc", "ab"));
}

TEST(Password, opens_with_the_right_word_and_pepper_only) {
    auto const hash = hash_password("correct horse", "pepper").value();
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_TRUE(verify_password("correct horse", "pepper", hash).value());
    EXPECT_FALSE(verify_password("correct horse", "salt", hash).value());
    EXPECT_FALSE(verify_password("wrong horse", "pepper", hash).value());
    EXPECT_NE(hash, hash_password("correct horse", "pepper").value());
}

TEST(Password, nobody_has_no_password) {
    EXPECT_FALSE(verify_password("the password of nobody", "", "").value());
    EXPECT_FALSE(verify_password("", "", "").value());
}

TEST(Password, a_hash_that_cannot_be_read_opens_with_nothing) {
    auto const hash = hash_password("correct horse", "pepper").value();
    for (auto const& broken :
         {std::string("x"), hash.substr(0, 30), hash.substr(0, hash.rfind('$')),
          hash.substr(0, hash.rfind('$') + 1), hash + "!", "$argon2i" + hash.substr(9)})
        EXPECT_EQ(verify_password("correct horse", "pepper", broken).error().code, Errc::internal)
            << broken;
}

TEST(Password, without_memory_nothing_is_hashed_and_nobody_is_told_that_they_are_wrong) {
    auto const hash = hash_password("correct horse", "pepper").value();
    EXPECT_TRUE(verify_password("correct horse", "pepper", hash).value());
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_AS, &before), 0);
    // From here on there is room for small things (the sanitizers' among them), not for a hash.
    rlim_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    auto const held = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
    rlimit const little{held + (8 << 20), before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_AS, &little), 0);
    auto const hashed = hash_password("correct horse", "pepper");
    auto const verified = verify_password("correct horse", "pepper", hash);
    auto const of_nobody = verify_password("correct horse", "pepper", "");
    ASSERT_EQ(::setrlimit(RLIMIT_AS, &before), 0);
    for (auto const* error :
         {hashed ? nullptr : &hashed.error(), verified ? nullptr : &verified.error(),
          of_nobody ? nullptr : &of_nobody.error()}) {
        ASSERT_TRUE(error);
        EXPECT_EQ(error->code, Errc::unavailable);
    }
}

TEST(SecretKeys, what_is_sealed_opens_for_its_owner_and_purpose_only) {
    SecretKeys const keys(std::string(32, 'k'));
    auto const sealed = keys.seal("email", "a@b.example", "17");
    EXPECT_EQ(sealed.find("a@b.example"), std::string::npos);
    EXPECT_EQ(keys.open("email", sealed, "17").value(), "a@b.example");
    EXPECT_FALSE(keys.open("email", sealed, "18"));
    EXPECT_FALSE(keys.open("phone", sealed, "17"));
    auto damaged = sealed;
    damaged.back() ^= 1;
    EXPECT_FALSE(keys.open("email", damaged, "17"));
    EXPECT_FALSE(SecretKeys(std::string(32, 'x')).open("email", sealed, "17"));
    EXPECT_FALSE(keys.open("email", "short", "17"));
}

TEST(SecretKeys, the_file_is_made_once_and_kept_private) {
    auto const directory =
        std::filesystem::temp_directory_path() / ("skein_keys_" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory);
    auto const path = (directory / "secret.key").string();
    auto const first = SecretKeys::load_or_create(path).value()->master();
    EXPECT_EQ(SecretKeys::load_or_create(path).value()->master(), first);
    ::chmod(path.c_str(), 0644);
    EXPECT_FALSE(SecretKeys::load_or_create(path));
    ::chmod(path.c_str(), 0600);
    std::ofstream(path) << "short";
    EXPECT_FALSE(SecretKeys::load_or_create(path));
    std::filesystem::remove_all(directory);
}

TEST(SecretKeys, what_cannot_be_read_or_written_is_an_error_and_no_new_key) {
    auto const directory =
        std::filesystem::temp_directory_path() / ("skein_no_key_" + std::to_string(::getpid()));
    std::filesystem::create_directories(directory);
    EXPECT_FALSE(SecretKeys::load_or_create((directory / "missing" / "secret.key").string()));
    auto const loop = directory / "loop";
    std::filesystem::create_symlink(loop, loop);
    EXPECT_EQ(SecretKeys::load_or_create(loop.string()).error().code, Errc::unavailable);
    auto const path = (directory / "secret.key").string();
    ASSERT_TRUE(SecretKeys::load_or_create(path));
    struct stat facts{};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    EXPECT_EQ(facts.st_nlink, 1U);
    EXPECT_FALSE(std::filesystem::exists(path + ".new"));
    std::filesystem::remove_all(directory);
}

TEST(Random, a_seed_repeats_itself) {
    SeededRandom a(7), b(7), c(8);
    EXPECT_EQ(a.token(16), b.token(16));
    EXPECT_NE(a.token(16), c.token(16));
    SystemRandom system;
    EXPECT_NE(system.token(16), system.token(16));
}

}  // namespace
}  // namespace skein::crypto
