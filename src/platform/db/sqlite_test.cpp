#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "platform/db/sqlite_checkpointer.h"
#include "platform/db/sqlite_readers.h"
#include "platform/db/trial.h"

namespace skein::db {
namespace {

namespace fs = std::filesystem;

class Sqlite : public Trial {
  protected:
    void SetUp() override {
        Trial::SetUp();
        open(options_for("file"));
    }

    std::uintmax_t log_bytes() const { return fs::file_size(directory / "test.db-wal"); }

    std::vector<std::string> texts() {
        std::vector<std::string> out;
        auto const rows = database->read([](Tx& tx) { return tx.list(list_notes); }).value();
        for (auto const& row : rows) out.push_back(row.text);
        return out;
    }
};

TEST_F(Sqlite, commit_order_is_id_order_with_many_writers) {
    std::vector<std::thread> writers;
    std::atomic<int> failures = 0;
    for (int w = 0; w < 16; ++w)
        writers.emplace_back([&, w] {
            for (int i = 0; i < 50; ++i)
                if (!insert(fmt::format("{}-{}", w, i))) ++failures;
        });
    std::int64_t highest = 0;
    bool ordered = true;
    // A reader polling above the highest id it saw must in the end have seen every row.
    std::size_t seen = 0;
    while (seen < 800 && failures == 0 && ordered) {
        auto const rows = database->read([](Tx& tx) { return tx.list(list_notes); }).value();
        for (auto const& row : rows) seen += row.id > highest ? 1 : 0;
        ordered = seen == rows.size();
        if (!rows.empty()) highest = rows.back().id;
    }
    for (auto& writer : writers) writer.join();
    EXPECT_TRUE(ordered);
    EXPECT_EQ(failures, 0);
}

TEST_F(Sqlite, readers_in_memory_never_see_a_half_written_closure) {
    open(options_for("memory"));
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 0; i < 300; ++i)
            (void)database->write([&](Tx& tx) -> Result<void> {
                for (auto const* half : {"a", "b"})
                    TRY_OK(tx.run(insert_note, tx.new_id<Id<struct NoteTag>>(),
                                  half + std::to_string(i), std::nullopt, true, Bytes{}));
                if (i % 3 == 0) return fail(Errc::unprocessable, "");
                return {};
            });
        done = true;
    });
    bool whole = true;
    while (!done) whole = whole && count() % 2 == 0;
    writer.join();
    EXPECT_TRUE(whole);
    EXPECT_EQ(count(), 400);
}

TEST_F(Sqlite, a_closure_that_throws_leaves_the_writer_alive) {
    auto const threw = database->write(
        [](Tx&) -> Result<void> { throw std::runtime_error("a library's mistake"); });
    EXPECT_EQ(threw.error().code, Errc::internal);
    EXPECT_TRUE(insert("after"));
}

TEST_F(Sqlite, a_damaged_address_is_an_error_and_not_a_new_database) {
    database.reset();
    std::ofstream(directory / "test.db") << "this is not a database, it is a text of some length";
    auto const opened = Database::open(options_for("file"), clock, *scheduler);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::unavailable);
    EXPECT_TRUE(opened.error().message.contains("damaged"));
}

TEST_F(Sqlite, a_backup_ends_while_others_write) {
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(insert(std::string(3000, 'x') + std::to_string(i)));
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 0; !done; ++i) EXPECT_TRUE(insert("beside " + std::to_string(i)));
    });
    auto const copy = (directory / "copy.db").string();
    auto const backed_up = database->back_up_to(copy, [](double) {});
    done = true;
    writer.join();
    ASSERT_TRUE(backed_up);
    Options options;
    options.url = "sqlite:" + copy;
    auto const second = Database::open(options, clock, *scheduler).value();
    EXPECT_TRUE(second->check());
    EXPECT_GE(second->read([](Tx& tx) { return tx.load(count_notes); }).value(), 500);
}

TEST_F(Sqlite, what_was_answered_survives_a_kill) {
    // The child writes and reports each success through a pipe; it is killed in the middle.
    database.reset();
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    auto const child = ::fork();
    if (child == 0) {
        open(options_for("file"));
        std::vector<std::thread> writers;
        for (int w = 0; w < 4; ++w)
            writers.emplace_back([&, w] {
                for (int i = 0;; ++i) {
                    auto const name = fmt::format("{}-{}\n", w, i);
                    if (insert(name)) (void)!::write(pipe_ends[1], name.data(), name.size());
                }
            });
        for (auto& writer : writers) writer.join();
    }
    ::close(pipe_ends[1]);
    std::string acknowledged;
    std::array<char, 512> chunk;
    while (acknowledged.size() < 2000) {
        auto const got = ::read(pipe_ends[0], chunk.data(), chunk.size());
        ASSERT_GT(got, 0);
        acknowledged.append(chunk.data(), static_cast<std::size_t>(got));
    }
    ::kill(child, SIGKILL);
    for (ssize_t got = 0; (got = ::read(pipe_ends[0], chunk.data(), chunk.size())) > 0;)
        acknowledged.append(chunk.data(), static_cast<std::size_t>(got));
    ::close(pipe_ends[0]);
    ::waitpid(child, nullptr, 0);
    open(options_for("file"));
    auto const rows = texts();
    std::set<std::string> const stored(rows.begin(), rows.end());
    for (std::size_t at = 0; at < acknowledged.size();) {
        auto const end = acknowledged.find('\n', at);
        if (end == std::string::npos) break;
        EXPECT_TRUE(stored.contains(acknowledged.substr(at, end - at + 1)));
        at = end + 1;
    }
    EXPECT_TRUE(database->check());
}

TEST_F(Sqlite, a_damaged_last_frame_costs_only_the_last_commit) {
    for (int i = 1; i <= 20; ++i) ASSERT_TRUE(insert("n" + std::to_string(i), i));
    // A copy of the files as a power cut would leave them, with the end of the log damaged.
    auto const place = directory / "cut";
    fs::create_directory(place);
    for (auto const* name : {"test.db", "test.db-wal"})
        fs::copy_file(directory / name, place / name);
    {
        std::fstream log(place / "test.db-wal", std::ios::in | std::ios::out | std::ios::binary);
        log.seekp(-100, std::ios::end);
        log << "damage";
    }
    Options options;
    options.url = "sqlite:" + (place / "test.db").string();
    open(options);
    EXPECT_EQ(count(), 19);
    EXPECT_TRUE(database->check());
    EXPECT_TRUE(insert("goes on"));
}

TEST_F(Sqlite, a_crowd_of_readers_cannot_keep_the_log_growing) {
    // Readers overlap without a pause, and there is far more to write than the log may hold.
    constexpr std::uintmax_t log_bytes_max = 80 << 20;
    std::atomic<bool> done = false;
    std::vector<std::thread> readers;
    for (int r = 0; r < 4; ++r)
        readers.emplace_back([&] {
            while (!done) count();
        });
    std::uintmax_t highest = 0;
    Bytes const wide{std::string(200'000, 'x')};
    for (int i = 0; i < 600; ++i) {
        ASSERT_TRUE(database->write([&](Tx& tx) {
            return tx.run(insert_note, i + 1, std::to_string(i), std::nullopt, true, wide);
        }));
        highest = std::max(highest, log_bytes());
    }
    done = true;
    for (auto& reader : readers) reader.join();
    EXPECT_LT(highest, log_bytes_max);
    EXPECT_EQ(count(), 600);
}

TEST_F(Sqlite, a_clean_stop_leaves_no_log) {
    ASSERT_TRUE(insert("one"));
    database.reset();
    EXPECT_FALSE(fs::exists(directory / "test.db-wal"));
}

TEST_F(Sqlite, connections_are_few_however_many_threads_read) {
    SqliteReaders readers({(directory / "test.db").string(), "", true, 1 << 20, 0});
    std::set<sqlite3*> seen;
    for (int i = 0; i < 100; ++i) {
        auto lease = readers.lease().value();
        seen.insert(lease->raw());
        lease.keep();
    }
    EXPECT_EQ(seen.size(), 1U);
    std::vector<SqliteReaders::Lease> leases;
    for (int i = 0; i < 40; ++i) leases.push_back(readers.lease().value());
    for (auto& lease : leases) EXPECT_TRUE(lease->control(Control::begin));
}

TEST_F(Sqlite, the_file_is_for_its_owner_alone) {
    auto const permissions = fs::status(directory / "test.db").permissions();
    EXPECT_EQ(permissions & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

}  // namespace
}  // namespace skein::db
