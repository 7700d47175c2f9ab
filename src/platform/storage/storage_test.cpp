#include "platform/storage/storage.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace skein::storage {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view sha256_of_hello =
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
Time const start = Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));

struct Storages : testing::Test {
    Storages() {
        std::string pattern = (fs::temp_directory_path() / "skein-storage-XXXXXX").string();
        root = ::mkdtemp(pattern.data());
        reopen();
    }
    ~Storages() override { fs::remove_all(root); }

    void reopen() {
        auto opened = open_local_storage(root + "/data", clock);
        ASSERT_TRUE(opened) << opened.error().detail;
        storage = *std::move(opened);
    }
    std::string blob_path(std::string_view sha256) const {
        return fmt::format("{}/data/blobs/{}/{}/{}", root, sha256.substr(0, 2), sha256.substr(2, 2),
                           sha256);
    }
    std::string incoming() const { return root + "/data/blobs/incoming"; }
    std::vector<std::string> names() {
        std::vector<std::string> found;
        EXPECT_TRUE(storage->list([&](Listed const& blob) {
            found.push_back(blob.sha256);
            return true;
        }));
        return found;
    }

    ManualClock clock{start};
    std::string root;
    std::unique_ptr<Storage> storage;
};

void write_file(std::string const& path, std::string_view content) {
    std::ofstream(path, std::ios::binary) << content;
}

std::string read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(Storages, a_blob_is_named_after_its_content) {
    auto const stored = storage->put("hello");
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(stored->sha256, sha256_of_hello);
    EXPECT_EQ(stored->size, 5u);
    EXPECT_EQ(read_file(blob_path(sha256_of_hello)), "hello");
    auto const file = storage->open(sha256_of_hello);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->path, blob_path(sha256_of_hello));
    EXPECT_EQ(file->size, 5u);
    EXPECT_TRUE(fs::is_empty(incoming()));
}

TEST_F(Storages, a_file_is_copied_and_stays_where_it_was) {
    auto const path = root + "/upload";
    std::string const content(1'000'000, 'x');
    write_file(path, content);
    auto const stored = storage->put_file(path);
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(stored->size, content.size());
    write_file(path, "changed afterwards");
    EXPECT_EQ(read_file(blob_path(stored->sha256)), content);
    EXPECT_TRUE(storage->verify(stored->sha256));
}

TEST_F(Storages, the_same_content_twice_is_one_blob) {
    auto const first = storage->put("hello");
    write_file(root + "/same", "hello");
    auto const second = storage->put_file(root + "/same");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->sha256, second->sha256);
    EXPECT_EQ(names(), std::vector<std::string>{std::string(sha256_of_hello)});
    EXPECT_EQ(storage->total_bytes().value(), 5u);
}

TEST_F(Storages, an_empty_blob_is_a_blob) {
    auto const stored = storage->put("");
    ASSERT_TRUE(stored);
    EXPECT_EQ(storage->open(stored->sha256)->size, 0u);
}

TEST_F(Storages, symbolic_links_directories_and_pipes_are_refused) {
    write_file(root + "/secret", "secret");
    fs::create_symlink(root + "/secret", root + "/link");
    ASSERT_EQ(::mkfifo((root + "/pipe").c_str(), 0600), 0);
    EXPECT_FALSE(storage->put_file(root + "/link"));
    EXPECT_FALSE(storage->put_file(root + "/pipe"));
    EXPECT_FALSE(storage->put_file(root));
    EXPECT_EQ(storage->put_file(root + "/absent").error().code, Errc::not_found);
    EXPECT_TRUE(fs::is_empty(incoming()));
}

TEST_F(Storages, only_the_name_of_a_blob_opens_anything) {
    ASSERT_TRUE(storage->put("hello"));
    for (auto const& name : {std::string(), std::string("../../../../../etc/passwd"),
                             std::string(64, 'g'), std::string(64, '.'), std::string(63, 'a'),
                             std::string(65, 'a'), std::string(64, 'A'), std::string(64, 'a')}) {
        EXPECT_EQ(storage->open(name).error().code, Errc::not_found) << name;
        EXPECT_EQ(storage->verify(name).error().code, Errc::not_found) << name;
    }
    EXPECT_FALSE(storage->remove("../incoming"));
}

TEST_F(Storages, removing_takes_the_blob_and_removing_again_is_fine) {
    ASSERT_TRUE(storage->put("hello"));
    ASSERT_EQ(storage->total_bytes().value(), 5u);
    EXPECT_TRUE(storage->remove(sha256_of_hello));
    EXPECT_EQ(storage->open(sha256_of_hello).error().code, Errc::not_found);
    EXPECT_EQ(storage->total_bytes().value(), 0u);
    EXPECT_TRUE(storage->remove(sha256_of_hello));
    EXPECT_EQ(storage->total_bytes().value(), 0u);
}

TEST_F(Storages, a_blob_put_again_since_the_sweep_looked_is_kept) {
    ASSERT_TRUE(storage->put("hello"));
    clock.advance(2h);
    auto const looked_at = clock.now();
    ASSERT_TRUE(storage->put("hello"));
    EXPECT_TRUE(storage->remove(sha256_of_hello, looked_at));
    EXPECT_TRUE(storage->open(sha256_of_hello));
    clock.advance(1s);
    EXPECT_TRUE(storage->remove(sha256_of_hello, clock.now()));
    EXPECT_FALSE(storage->open(sha256_of_hello));
}

TEST_F(Storages, the_list_is_in_order_and_tells_size_and_age) {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(storage->put(std::to_string(i)));
    auto const found = names();
    EXPECT_EQ(found.size(), 50u);
    EXPECT_TRUE(std::ranges::is_sorted(found));
    std::size_t seen = 0;
    EXPECT_TRUE(storage->list([&](Listed const& blob) {
        EXPECT_EQ(blob.put_at, start);
        EXPECT_LE(blob.size, 2u);
        return ++seen < 3;
    }));
    EXPECT_EQ(seen, 3u);
}

TEST_F(Storages, total_bytes_follows_what_is_put_and_removed) {
    EXPECT_EQ(storage->total_bytes().value(), 0u);
    ASSERT_TRUE(storage->put("hello"));
    ASSERT_TRUE(storage->put("other words"));
    ASSERT_TRUE(storage->put("hello"));
    EXPECT_EQ(storage->total_bytes().value(), 16u);
    reopen();
    EXPECT_EQ(storage->total_bytes().value(), 16u);
}

TEST_F(Storages, what_a_crash_left_behind_is_swept_and_never_seen) {
    auto const old = incoming() + "/1-1";
    auto const recent = incoming() + "/1-2";
    write_file(old, "half a pict");
    write_file(recent, "still being wri");
    auto const set_time = [](std::string const& path, Time at) {
        timespec moment = {};
        moment.tv_sec = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
        timespec const times[2] = {moment, moment};
        ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    };
    set_time(old, start - 3h);
    set_time(recent, start - 10min);
    EXPECT_TRUE(names().empty());
    EXPECT_EQ(storage->total_bytes().value(), 0u);
    reopen();
    EXPECT_FALSE(fs::exists(old));
    EXPECT_TRUE(fs::exists(recent));
    EXPECT_EQ(storage->sweep_leftovers(start).value(), 1u);
    EXPECT_FALSE(fs::exists(recent));
}

TEST_F(Storages, leftovers_of_a_process_with_the_same_number_are_not_overwritten) {
    auto const taken = fmt::format("{}/{}-0", incoming(), ::getpid());
    write_file(taken, "older");
    ASSERT_TRUE(storage->put("hello"));
    EXPECT_EQ(read_file(taken), "older");
}

TEST_F(Storages, a_damaged_blob_is_noticed_and_healed_by_the_next_put) {
    ASSERT_TRUE(storage->put("hello"));
    ASSERT_EQ(storage->total_bytes().value(), 5u);
    write_file(blob_path(sha256_of_hello), "hel");
    EXPECT_EQ(storage->verify(sha256_of_hello).error().code, Errc::internal);
    ASSERT_TRUE(storage->put("hello"));
    EXPECT_TRUE(storage->verify(sha256_of_hello));
}

TEST_F(Storages, strange_files_between_the_blobs_are_left_alone) {
    ASSERT_TRUE(storage->put("hello"));
    write_file(root + "/data/blobs/note.txt", "hi");
    write_file(fs::path(blob_path(sha256_of_hello)).parent_path().string() + "/.nfs1", "hi");
    fs::create_directory(root + "/data/blobs/zz");
    EXPECT_EQ(names().size(), 1u);
}

TEST_F(Storages, a_full_disk_is_said_and_leaves_nothing_behind) {
    // The limit on the size of a file stands in for the disk: the write fails half way.
    auto const before = ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    auto small = limit;
    small.rlim_cur = 100'000;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    auto const stored = storage->put(std::string(200'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, before);
    ASSERT_FALSE(stored);
    EXPECT_EQ(stored.error().code, Errc::storage_full);
    EXPECT_TRUE(fs::is_empty(incoming()));
    EXPECT_TRUE(names().empty());
    EXPECT_TRUE(storage->put("hello"));
}

TEST_F(Storages, many_threads_may_put_the_same_content) {
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < 25; ++n) {
                    if (!storage->put(fmt::format("content {}", n % 5))) ++failed;
                }
            });
        }
    }
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(names().size(), 5u);
    EXPECT_TRUE(fs::is_empty(incoming()));
}

TEST(LocalStorages, opening_where_a_file_is_fails_clearly) {
    ManualClock clock(start);
    EXPECT_FALSE(open_local_storage("/dev/null", clock));
}

}  // namespace
}  // namespace skein::storage
