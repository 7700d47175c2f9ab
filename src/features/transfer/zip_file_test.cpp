#include "features/transfer/zip_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace skein::transfer {
namespace {

struct ZipFileTest : ::testing::Test {
    ZipFileTest() { std::filesystem::create_directory(directory); }
    ~ZipFileTest() override { std::filesystem::remove_all(directory); }

    ZipFile open(std::uint64_t keep) { return ZipFile::open(path, keep, now).value(); }
    std::string bytes() const {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::uint64_t number(std::string_view text, std::size_t at, std::size_t width) {
        std::uint64_t value = 0;
        for (auto i = width; i > 0; --i)
            value = value << 8 | static_cast<unsigned char>(text[at + i - 1]);
        return value;
    }

    std::filesystem::path directory =
        std::filesystem::temp_directory_path() / ("zip_test_" + std::to_string(::getpid()));
    std::string path = directory / "made.zip";
    Time now =
        Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 29)) + std::chrono::hours(11);
};

TEST_F(ZipFileTest, checksums_are_those_of_everybody) {
    EXPECT_EQ(crc32("123456789"), 0xcbf43926U);
    EXPECT_EQ(crc32("6789", crc32("12345")), 0xcbf43926U);
    EXPECT_EQ(crc32(""), 0U);
}

TEST_F(ZipFileTest, has_every_entry_in_its_directory) {
    std::ofstream(directory / "source") << "from a file";
    auto zip = open(0);
    ASSERT_TRUE(zip.add_text("a.json", "{}"));
    ASSERT_TRUE(zip.add_file("deep/b.txt", directory / "source"));
    auto const directory_at = zip.bytes();
    ASSERT_TRUE(zip.finish());
    auto const made = bytes();
    ASSERT_EQ(made.size(), zip.bytes());
    auto const end = made.size() - 22;
    EXPECT_EQ(number(made, end, 4), 0x06054b50U);
    EXPECT_EQ(number(made, end + 8, 2), 2U);
    EXPECT_EQ(number(made, end + 16, 4), directory_at);
    EXPECT_EQ(number(made, directory_at, 4), 0x02014b50U);
    EXPECT_EQ(number(made, directory_at + 16, 4), crc32("{}"));
    EXPECT_EQ(made.substr(directory_at + 46, 6), "a.json");
    EXPECT_TRUE(made.contains("from a file"));
}

TEST_F(ZipFileTest, goes_on_behind_what_was_noted) {
    std::uint64_t noted = 0;
    {
        auto zip = open(0);
        ASSERT_TRUE(zip.add_text("kept", "kept words"));
        noted = zip.bytes();
        ASSERT_TRUE(zip.add_text("lost", "lost words"));
    }
    auto zip = open(noted);
    ASSERT_TRUE(zip.add_text("more", "more words"));
    ASSERT_TRUE(zip.finish());
    EXPECT_TRUE(bytes().contains("kept words"));
    EXPECT_TRUE(bytes().contains("more words"));
    EXPECT_FALSE(bytes().contains("lost"));
    EXPECT_EQ(number(bytes(), bytes().size() - 22 + 8, 2), 2U);
}

TEST_F(ZipFileTest, says_when_what_was_noted_is_not_there) {
    auto const gone = ZipFile::open(path, 100, now);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, Errc::not_found);
    auto zip = open(0);
    auto const missing = zip.add_file("x", directory / "missing");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::not_found);
    EXPECT_EQ(zip.bytes(), 0U);
}

TEST_F(ZipFileTest, may_be_tried_again_where_its_place_is_not_there) {
    auto const lost = ZipFile::open(directory / "nowhere" / "made.zip", 0, now);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, Errc::internal) << "which a job tries again";
}

TEST_F(ZipFileTest, counts_more_entries_than_small_numbers_hold) {
    auto zip = open(0);
    constexpr std::uint64_t count = 70'000;
    for (std::uint64_t i = 0; i < count; ++i) ASSERT_TRUE(zip.add_text(std::to_string(i), ""));
    ASSERT_TRUE(zip.finish());
    auto const made = bytes();
    auto const end64 = made.size() - 22 - 20 - 56;
    EXPECT_EQ(number(made, end64, 4), 0x06064b50U);
    EXPECT_EQ(number(made, end64 + 24, 8), count);
    EXPECT_EQ(number(made, made.size() - 22 - 20 + 8, 8), end64);
}

}  // namespace
}  // namespace skein::transfer
