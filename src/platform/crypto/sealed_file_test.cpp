#include "platform/crypto/sealed_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace skein::crypto {
namespace {

class SealedFile : public testing::Test {
  protected:
    SealedFile() { std::filesystem::create_directories(directory_); }
    ~SealedFile() override { std::filesystem::remove_all(directory_); }

    void write(std::string_view bytes) {
        auto writer = SealedWriter::create(path_, "a long passphrase");
        ASSERT_TRUE(writer);
        ASSERT_TRUE((*writer)->write(bytes));
        ASSERT_TRUE((*writer)->finish());
    }

    std::string raw() const {
        std::ifstream file(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    void replace(std::string const& bytes) const {
        std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    }

    /// Everything in it, or how reading ended.
    Result<std::string> read_all(std::size_t size) const {
        TRY(auto const reader, SealedReader::open(path_, "a long passphrase"));
        std::string out;
        while (out.size() < size) {
            TRY(auto const some, reader->read(std::min<std::size_t>(size - out.size(), 100'000)));
            out += some;
        }
        TRY_OK(reader->expect_end());
        return out;
    }

    std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() /
        ("skein-sealed-" + std::to_string(::getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    std::string path_ = (directory_ / "backup").string();
    std::string text_ = std::string(200'000, 'x') + "the end";
};

TEST_F(SealedFile, gives_back_what_was_written_and_shows_none_of_it) {
    write(text_);
    EXPECT_EQ(raw().find("the end"), std::string::npos);
    EXPECT_EQ(read_all(text_.size()).value(), text_);
}

TEST_F(SealedFile, does_not_open_with_another_passphrase) {
    write(text_);
    EXPECT_EQ(SealedReader::open(path_, "another passphrase").error().code, Errc::unprocessable);
}

TEST_F(SealedFile, refuses_a_file_that_is_cut_short_even_between_chunks) {
    write(text_);
    auto const whole = raw();
    auto const head = 8 + 16 + 24;
    for (auto const size : {whole.size() - 1, std::size_t{head + 2 * (65536 + 17)}}) {
        replace(whole.substr(0, size));
        EXPECT_EQ(read_all(text_.size()).error().code, Errc::unprocessable) << size;
    }
}

TEST_F(SealedFile, refuses_a_changed_byte) {
    write(text_);
    auto bytes = raw();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    replace(bytes);
    EXPECT_EQ(read_all(text_.size()).error().code, Errc::unprocessable);
}

TEST_F(SealedFile, leaves_nothing_behind_when_it_was_not_finished) {
    {
        auto writer = SealedWriter::create(path_, "a long passphrase");
        ASSERT_TRUE(writer);
        ASSERT_TRUE((*writer)->write(text_));
    }
    EXPECT_TRUE(std::filesystem::is_empty(directory_));
}

TEST_F(SealedFile, writes_through_no_link_that_lies_in_its_way) {
    auto const precious = (directory_ / "precious").string();
    std::ofstream(precious) << "words";
    std::filesystem::create_symlink(precious, path_ + ".part");
    EXPECT_EQ(SealedWriter::create(path_, "a long passphrase").error().code, Errc::conflict);
    EXPECT_EQ(std::filesystem::file_size(precious), 5U);
}

TEST_F(SealedFile, is_written_by_one_at_a_time_and_what_a_killed_one_left_is_in_nobodys_way) {
    {
        auto const first = SealedWriter::create(path_, "a long passphrase");
        ASSERT_TRUE(first);
        EXPECT_EQ(SealedWriter::create(path_, "a long passphrase").error().code, Errc::conflict);
    }
    std::ofstream(path_ + ".part") << "left behind";
    write(text_);
    EXPECT_EQ(read_all(text_.size()).value(), text_);
}

}  // namespace
}  // namespace skein::crypto
