// For the tests of this folder: a database of each kind with one table of notes. PostgreSQL takes
// part where `SKEIN_TEST_POSTGRES` holds the address of a server, in a schema of its own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/threads/scheduler.h"

namespace skein::db {

struct Note {
    std::int64_t id = 0;
    std::string text;
    std::optional<double> weight;
    bool done = false;
    Bytes raw;
    auto row() { return std::tie(id, text, weight, done, raw); }
};

inline Sql const insert_note{
    "test.insert", "INSERT INTO notes (id, text, weight, done, raw) VALUES ($1, $2, $3, $4, $5)"};
inline Query<Note> const list_notes{"test.list",
                                    "SELECT id, text, weight, done, raw FROM notes ORDER BY id"};
inline Query<Note> const find_note{"test.find",
                                   "SELECT id, text, weight, done, raw FROM notes WHERE id = $1"};
inline Query<std::int64_t> const count_notes{"test.count", "SELECT COUNT(*) FROM notes"};

inline constexpr Migration notes{
    "202601010000_create_notes",
    "-- Notes; for tests.\nCREATE TABLE notes (id {id}, text TEXT NOT NULL UNIQUE, "
    "weight DOUBLE PRECISION, done BOOLEAN NOT NULL, raw BYTEA NOT NULL);\n"
    "CREATE TABLE remarks (note_id BIGINT NOT NULL REFERENCES notes (id), place BIGINT NOT NULL, "
    "PRIMARY KEY (note_id, place)) {clustered};\n"};

class Trial : public ::testing::Test {
  protected:
    void SetUp() override {
        auto name = (std::filesystem::temp_directory_path() / "skein_db_XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        directory = name;
    }
    void TearDown() override {
        database.reset();
        std::filesystem::remove_all(directory);
    }

    std::string file_url() const { return "sqlite:" + (directory / "test.db").string(); }

    static std::string postgres_url() {
        auto const* const url = std::getenv("SKEIN_TEST_POSTGRES");
        return url ? url : "";
    }

    /// A schema nobody else has: the process and the directory are this test's alone.
    std::string postgres_schema() const { return "t_" + directory.filename().string(); }

    Options options_for(std::string const& place) const {
        Options options;
        if (place == "memory") options.url = "sqlite::memory:";
        if (place == "file") options.url = file_url();
        if (place == "postgres") {
            options.url = postgres_url();
            options.postgres_schema = postgres_schema();
        }
        return options;
    }

    void open(Options const& options) {
        database.reset();
        auto opened = Database::open(options, clock, *scheduler);
        ASSERT_TRUE(opened) << opened.error().detail;
        database = std::move(*opened);
        auto const migrated = migrate(*database, std::span(&notes, 1), [](std::string const&) {});
        ASSERT_TRUE(migrated) << migrated.error().detail;
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

/// A test that runs in every place: in memory, in a file, in PostgreSQL.
class EveryDatabase : public Trial, public ::testing::WithParamInterface<std::string> {
  protected:
    void SetUp() override {
        Trial::SetUp();
        if (GetParam() == "postgres" && postgres_url().empty())
            GTEST_SKIP() << "SKEIN_TEST_POSTGRES names no server";
        open(options_for(GetParam()));
    }
};

class Postgres : public Trial {
  protected:
    void SetUp() override {
        Trial::SetUp();
        if (postgres_url().empty()) GTEST_SKIP() << "SKEIN_TEST_POSTGRES names no server";
        open(options_for("postgres"));
    }
};

}  // namespace skein::db
