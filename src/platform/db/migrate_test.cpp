#include "platform/db/migrate.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <atomic>
#include <thread>

#include "platform/db/trial.h"

namespace skein::db {
namespace {

constexpr Migration second{"202601020000_create_letters",
                           "CREATE TABLE letters (id {id}, note_id BIGINT NOT NULL REFERENCES "
                           "notes (id));\nCREATE INDEX letters_by_note ON letters (note_id);\n"
                           "INSERT INTO letters (id, note_id) SELECT id, id FROM notes;\n"};
constexpr Migration third{"202601030000_create_stamps", "CREATE TABLE stamps (id {id});"};
constexpr Migration broken{"202601020000_create_letters",
                           "CREATE TABLE letters (id {id});\nINSERT INTO nowhere VALUES (1);"};

Query<std::int64_t> const count_letters{"test.count_letters", "SELECT COUNT(*) FROM letters"};

std::vector<std::string> lines;

void collect(std::string const& line) { lines.push_back(line); }
void ignore(std::string const&) {}

class Migrations : public EveryDatabase {};

TEST_P(Migrations, every_migration_runs_once) {
    lines.clear();
    ASSERT_TRUE(migrate(*database, std::span(&notes, 1), collect));
    EXPECT_TRUE(lines.empty());
    ASSERT_TRUE(migrate(*database, std::array{notes, second, third}, collect));
    EXPECT_EQ(lines, (std::vector<std::string>{std::string(second.name), std::string(third.name)}));
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(count_letters); }).value(), 0);
}

TEST_P(Migrations, what_a_newer_program_applied_is_accepted) {
    ASSERT_TRUE(migrate(*database, std::array{notes, third}, ignore));
    auto const state = migration_state(*database, std::span(&notes, 1)).value();
    EXPECT_EQ(state.unknown, std::vector<std::string>{std::string(third.name)});
    EXPECT_TRUE(state.pending.empty());
    EXPECT_TRUE(migrate(*database, std::span(&notes, 1), ignore));
}

TEST_P(Migrations, a_feature_linked_later_brings_older_migrations) {
    ASSERT_TRUE(migrate(*database, std::array{notes, third}, ignore));
    ASSERT_TRUE(migrate(*database, std::array{notes, second, third}, ignore));
    EXPECT_TRUE(
        migration_state(*database, std::array{notes, second, third}).value().pending.empty());
}

TEST_P(Migrations, a_failed_migration_leaves_nothing_and_is_tried_again) {
    ASSERT_TRUE(insert("one", 1));
    EXPECT_FALSE(migrate(*database, std::array{notes, broken, third}, ignore));
    auto const state = migration_state(*database, std::array{notes, second, third}).value();
    EXPECT_EQ(state.pending,
              (std::vector<std::string>{std::string(second.name), std::string(third.name)}));
    ASSERT_TRUE(migrate(*database, std::array{notes, second, third}, ignore));
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(count_letters); }).value(), 1);
}

TEST_P(Migrations, an_interrupted_run_resumes) {
    if (GetParam() == "memory") GTEST_SKIP() << "gone with its process";
    database.reset();
    auto const child = ::fork();
    if (child == 0) {
        open(options_for(GetParam()));
        (void)migrate(*database, std::array{notes, second, third}, [](std::string const& line) {
            // Killed when the second is done and the third is about to begin.
            if (line.starts_with(third.name)) ::kill(::getpid(), SIGKILL);
        });
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    open(options_for(GetParam()));
    auto const state = migration_state(*database, std::array{notes, second, third}).value();
    EXPECT_EQ(state.pending, std::vector<std::string>{std::string(third.name)});
    EXPECT_TRUE(migrate(*database, std::array{notes, second, third}, ignore));
}

TEST_P(Migrations, names_are_unique_and_in_order) {
    constexpr Migration nameless{"create_notes", ""};
    EXPECT_EQ(migrate(*database, std::array{third, second}, ignore).error().code, Errc::internal);
    EXPECT_EQ(migrate(*database, std::array{second, second}, ignore).error().code, Errc::internal);
    EXPECT_EQ(migrate(*database, std::array{nameless}, ignore).error().code, Errc::internal);
}

TEST_F(Postgres, nodes_that_start_together_migrate_once) {
    auto options = options_for("postgres");
    options.postgres_schema += "_fresh";
    std::vector<std::thread> nodes;
    std::atomic<int> failures = 0;
    for (int n = 0; n < 4; ++n)
        nodes.emplace_back([&, n] {
            auto own = options;
            own.node = static_cast<unsigned>(n);
            auto const node = Database::open(own, clock, *scheduler);
            if (!node || !migrate(**node, std::array{notes, second, third}, ignore)) ++failures;
        });
    for (auto& node : nodes) node.join();
    EXPECT_EQ(failures, 0);
}

/// A database of a size of its own choice.
class Sized : public Trial {
  protected:
    /// The line that announces `migration` on a file of ten gigabytes, most of them a hole.
    std::string announced(Migration const& migration) {
        open(options_for("file"));
        database.reset();
        std::filesystem::resize_file(directory / "test.db", std::uintmax_t{10} << 30);
        auto opened = Database::open(options_for("file"), clock, *scheduler);
        if (!opened) return opened.error().detail;
        database = std::move(*opened);
        lines.clear();
        (void)migrate(*database, std::array{notes, migration}, collect);
        return lines.empty() ? "" : lines.front();
    }
};

TEST_F(Sized, a_slow_migration_says_how_long_it_may_take) {
    EXPECT_TRUE(announced({"202601020000_index_notes", "CREATE INDEX n ON notes (done);"})
                    .ends_with("(may take 107 seconds)"));
}

TEST_F(Sized, a_new_table_says_nothing) {
    EXPECT_EQ(announced({"202601020000_create_b",
                         "CREATE TABLE b (id {id}, c BIGINT);\nCREATE INDEX b_c ON b (c);"}),
              "202601020000_create_b");
}

INSTANTIATE_TEST_SUITE_P(Places, Migrations, ::testing::Values("memory", "file", "postgres"),
                         [](auto const& place) { return place.param; });

}  // namespace
}  // namespace skein::db
