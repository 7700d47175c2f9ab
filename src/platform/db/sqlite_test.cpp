#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/db/neutral.h"
#include "platform/threads/scheduler.h"

namespace skein::db {
namespace {

struct Note {
    std::int64_t id = 0;
    std::string text;
    std::optional<double> weight;
    bool done = false;
    Bytes raw;
    auto row() { return std::tie(id, text, weight, done, raw); }
};

Sql const insert_note{
    "test.insert", "INSERT INTO notes (id, text, weight, done, raw) VALUES ($1, $2, $3, $4, $5)"};
Query<Note> const list_notes{"test.list",
                             "SELECT id, text, weight, done, raw FROM notes ORDER BY id"};
Query<Note> const find_note{"test.find",
                            "SELECT id, text, weight, done, raw FROM notes WHERE id = $1"};
Query<std::int64_t> const list_ids{"test.ids",
                                   "SELECT id FROM notes WHERE id IN {list:$1} ORDER BY id"};
Query<std::int64_t> const by_texts{"test.texts",
                                   "SELECT id FROM notes WHERE text IN {texts:$1} ORDER BY id"};
Query<std::int64_t> const count_notes{"test.count", "SELECT COUNT(*) FROM notes"};

constexpr Migration notes{
    "202601010000_create_notes",
    "-- Notes; for tests.\nCREATE TABLE notes (id {id}, text TEXT NOT NULL UNIQUE, "
    "weight DOUBLE PRECISION, done BOOLEAN NOT NULL, raw BYTEA NOT NULL);\n"};

class Sqlite : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        directory =
            std::filesystem::temp_directory_path() / ("skein_db_" + std::to_string(::getpid()));
        std::filesystem::create_directories(directory);
        open();
    }
    void TearDown() override {
        database.reset();
        std::filesystem::remove_all(directory);
    }
    void open() {
        Options options;
        options.url = GetParam() == "memory" ? "sqlite::memory:"
                                             : "sqlite:" + (directory / "test.db").string();
        database = Database::open(options, clock, *scheduler).value();
        ASSERT_TRUE(migrate(*database, std::span(&notes, 1), [](std::string const&) {}));
    }
    Result<void> insert(std::string text, std::int64_t id = 0) {
        return database->write([&](Tx& tx) -> Result<void> {
            TRY_OK(tx.run(insert_note, id ? id : tx.new_id<Id<struct NoteTag>>().value, text,
                          std::nullopt, true, Bytes{}));
            return {};
        });
    }
    std::int64_t count() {
        return database->read([](Tx& tx) { return tx.load(count_notes); }).value();
    }

    SystemClock clock;
    std::unique_ptr<threads::Scheduler> scheduler = threads::make_real_scheduler(clock);
    std::filesystem::path directory;
    std::unique_ptr<Database> database;
};

TEST_P(Sqlite, rows_come_back_as_they_were_stored) {
    ASSERT_TRUE(database->write([](Tx& tx) {
        return tx.run(insert_note, 7, "ไทย", 1.5, false, Bytes{std::string("a\0b", 3)});
    }));
    auto const note = database->read([](Tx& tx) { return tx.load(find_note, 7); }).value();
    EXPECT_EQ(note.text, "ไทย");
    EXPECT_EQ(note.weight, 1.5);
    EXPECT_FALSE(note.done);
    EXPECT_EQ(note.raw.data, std::string("a\0b", 3));
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(find_note, 8); }).error().code,
              Errc::not_found);
}

TEST_P(Sqlite, lists_are_one_parameter) {
    for (int i = 1; i <= 5; ++i) ASSERT_TRUE(insert("n" + std::to_string(i), i));
    std::vector<std::int64_t> const wanted{2, 4, 9};
    EXPECT_EQ(database->read([&](Tx& tx) { return tx.list(list_ids, wanted); }).value(),
              (std::vector<std::int64_t>{2, 4}));
    std::vector<std::string> const texts{"n5", "n1", "\"'"};
    EXPECT_EQ(database->read([&](Tx& tx) { return tx.list(by_texts, texts); }).value(),
              (std::vector<std::int64_t>{1, 5}));
}

TEST_P(Sqlite, a_failed_closure_is_taken_back_alone) {
    auto const failed = database->write([](Tx& tx) -> Result<void> {
        TRY_OK(tx.run(insert_note, 1, "gone", std::nullopt, true, Bytes{}));
        return fail(Errc::unprocessable, "no");
    });
    EXPECT_EQ(failed.error().code, Errc::unprocessable);
    EXPECT_EQ(count(), 0);
    EXPECT_TRUE(insert("kept"));
    EXPECT_EQ(count(), 1);
}

TEST_P(Sqlite, a_broken_constraint_is_a_conflict) {
    ASSERT_TRUE(insert("same"));
    EXPECT_EQ(insert("same").error().code, Errc::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_P(Sqlite, after_commit_runs_once_and_only_after_success) {
    int ran = 0;
    ASSERT_TRUE(database->write([&](Tx& tx) -> Result<void> {
        tx.after_commit([&] { ++ran; });
        return {};
    }));
    EXPECT_EQ(ran, 1);
    ASSERT_FALSE(database->write([&](Tx& tx) -> Result<void> {
        tx.after_commit([&] { ++ran; });
        return fail(Errc::conflict, "");
    }));
    EXPECT_EQ(ran, 1);
}

TEST_P(Sqlite, commit_order_is_id_order_with_many_writers) {
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
    while (seen < 800 && failures == 0) {
        auto const rows = database->read([](Tx& tx) { return tx.list(list_notes); }).value();
        std::size_t fresh = 0;
        for (auto const& row : rows) fresh += row.id > highest ? 1 : 0;
        seen += fresh;
        ordered = ordered && seen == rows.size();
        if (!rows.empty()) highest = rows.back().id;
    }
    for (auto& writer : writers) writer.join();
    EXPECT_TRUE(ordered);
    EXPECT_EQ(failures, 0);
}

TEST_P(Sqlite, statements_are_counted_for_the_thread_that_caused_them) {
    auto const before = database->statements_of_this_thread();
    ASSERT_TRUE(insert("one"));
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(database->statements_of_this_thread() - before, 2U);
}

TEST_P(Sqlite, every_migration_runs_once) {
    ASSERT_TRUE(
        migrate(*database, std::span(&notes, 1), [](std::string const& line) { FAIL() << line; }));
    auto const state = migration_state(*database, {}).value();
    EXPECT_EQ(state.unknown, std::vector<std::string>{std::string(notes.name)});
}

TEST_P(Sqlite, writes_after_a_stop_are_refused) {
    database->stop();
    EXPECT_EQ(insert("late").error().code, Errc::cancelled);
}

TEST_P(Sqlite, statements_are_checked_against_their_rows) {
    EXPECT_TRUE(database->check_statement(list_notes));
    static Query<Note> const wrong{"test.wrong", "SELECT id FROM notes"};
    EXPECT_FALSE(database->check_statement(wrong));
}

INSTANTIATE_TEST_SUITE_P(Places, Sqlite, ::testing::Values("memory", "file"),
                         [](auto const& place) { return place.param; });

using SqliteFile = Sqlite;

TEST_P(SqliteFile, a_backup_is_whole_and_the_original_checks_out) {
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(insert("n" + std::to_string(i)));
    auto const copy = (directory / "copy.db").string();
    ASSERT_TRUE(database->back_up_to(copy, [](double) {}));
    EXPECT_TRUE(database->check());
    Options options;
    options.url = "sqlite:" + copy;
    auto const second = Database::open(options, clock, *scheduler).value();
    EXPECT_EQ(second->read([](Tx& tx) { return tx.load(count_notes); }).value(), 100);
}

TEST_P(SqliteFile, what_was_answered_survives_a_kill) {
    // The child writes and reports each success through a pipe; it is killed in the middle.
    database.reset();
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    auto const child = ::fork();
    if (child == 0) {
        open();
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
    ::waitpid(child, nullptr, 0);
    open();
    auto const rows = database->read([](Tx& tx) { return tx.list(list_notes); }).value();
    std::set<std::string> stored;
    for (auto const& row : rows) stored.insert(row.text);
    for (std::size_t at = 0; at < acknowledged.size();) {
        auto const end = acknowledged.find('\n', at);
        if (end == std::string::npos) break;
        EXPECT_TRUE(stored.contains(acknowledged.substr(at, end - at + 1)));
        at = end + 1;
    }
    EXPECT_TRUE(database->check());
}

INSTANTIATE_TEST_SUITE_P(File, SqliteFile, ::testing::Values("file"),
                         [](auto const& place) { return place.param; });

TEST(Neutral, statements_are_translated_outside_quotes_only) {
    EXPECT_EQ(translate_statement("SELECT '$1', a FROM t WHERE b = $1 AND c IN {list:$2}",
                                  Dialect::sqlite),
              "SELECT '$1', a FROM t WHERE b = ?1 AND c IN (SELECT value FROM json_each(?2))");
    EXPECT_EQ(translate_statement("a IN {list:$1}", Dialect::postgres),
              "a IN (SELECT unnest($1::bigint[]))");
}

TEST(Neutral, migrations_become_strict_tables) {
    auto const statements = translate_migration(
        "-- A comment; with a semicolon.\nCREATE TABLE a (id {id}, b BOOLEAN);\n"
        "CREATE TABLE c (d BIGINT PRIMARY KEY) {clustered};\n-- postgres:\nCREATE INDEX x ON a "
        "(b);",
        Dialect::sqlite);
    ASSERT_EQ(statements.size(), 2U);
    EXPECT_EQ(statements[0], "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER) STRICT");
    EXPECT_EQ(statements[1], "CREATE TABLE c (d INTEGER PRIMARY KEY) WITHOUT ROWID, STRICT");
}

}  // namespace
}  // namespace skein::db
