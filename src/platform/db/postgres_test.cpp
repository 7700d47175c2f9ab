#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "platform/db/postgres_backup.h"
#include "platform/db/postgres_connection.h"
#include "platform/db/trial.h"

namespace skein::db {
namespace {

Query<std::int64_t> const sum_of_big{
    "test.sum_of_big", "SELECT SUM(v) FROM (SELECT 9000000000 AS v UNION ALL SELECT $1) AS t"};
Query<std::int64_t> const backend{"test.backend", "SELECT pg_backend_pid()"};
Query<double> const find_weight{"test.find_weight", "SELECT weight FROM notes WHERE id = $1"};
Sql const set_weight{"test.set_weight", "UPDATE notes SET weight = $2 WHERE id = $1"};

class PostgresTest : public Postgres {
  protected:
    /// Ends every other session of this test's schema, as a restart of the server would.
    void end_sessions() {
        auto const other = PostgresConnection::open(postgres_url(), "").value();
        for (auto const pid : backends())
            ASSERT_TRUE(other->execute(fmt::format("SELECT pg_terminate_backend({}, 5000)", pid)));
    }
    std::vector<std::int64_t> backends() {
        return {database->read([](Tx& tx) { return tx.load(backend); }).value()};
    }
};

TEST_F(PostgresTest, a_sum_is_read_although_it_is_numeric) {
    auto const sum = [&](std::int64_t more) {
        return database->read([&](Tx& tx) { return tx.load(sum_of_big, more); }).value();
    };
    EXPECT_EQ(sum(1), 9'000'000'001);
    EXPECT_EQ(sum(-9'000'000'000), 0);
    EXPECT_EQ(sum(-9'123'450'000), -123'450'000);
    EXPECT_EQ(sum(991'000'000'000), 1'000'000'000'000);
}

TEST_F(PostgresTest, idle_connections_lost_in_a_restart_are_replaced_without_a_word) {
    ASSERT_TRUE(insert("before"));
    end_sessions();
    EXPECT_EQ(count(), 1);
    end_sessions();
    EXPECT_TRUE(insert("after"));
}

TEST_F(PostgresTest, a_connection_lost_in_the_middle_is_unavailable_and_changes_nothing) {
    auto const lost = database->write([&](Tx& tx) -> Result<void> {
        TRY_OK(tx.run(insert_note, 1, "never", std::nullopt, true, Bytes{}));
        TRY(auto const pid, tx.load(backend));
        auto const other = PostgresConnection::open(postgres_url(), "").value();
        TRY_OK(other->execute(fmt::format("SELECT pg_terminate_backend({}, 5000)", pid)));
        TRY_OK(tx.run(set_weight, 1, 1.0));
        return {};
    });
    EXPECT_EQ(lost.error().code, Errc::unavailable);
    EXPECT_EQ(count(), 0);
}

TEST_F(PostgresTest, a_connection_lost_at_the_commit_is_no_known_failure) {
    auto const lost = database->write([&](Tx& tx) -> Result<void> {
        TRY_OK(tx.run(insert_note, 1, "who knows", std::nullopt, true, Bytes{}));
        TRY(auto const pid, tx.load(backend));
        auto const other = PostgresConnection::open(postgres_url(), "").value();
        return other->execute(fmt::format("SELECT pg_terminate_backend({}, 5000)", pid));
    });
    EXPECT_EQ(lost.error().code, Errc::timeout);
}

TEST_F(PostgresTest, a_lost_race_runs_the_closure_again) {
    ASSERT_TRUE(insert("one", 1));
    ASSERT_TRUE(database->write([](Tx& tx) { return tx.run(set_weight, 1, 1.0); }));
    auto const other = Database::open(options_for("postgres"), clock, *scheduler).value();
    int runs = 0, commits = 0;
    auto const won = database->write([&](Tx& tx) -> Result<void> {
        ++runs;
        tx.after_commit([&] { ++commits; });
        TRY(auto const weight, tx.load(find_weight, 1));
        if (runs == 1) {
            // Somebody else is faster, once.
            EXPECT_TRUE(other->write([](Tx& inner) { return inner.run(set_weight, 1, 10.0); }));
        }
        TRY_OK(tx.run(set_weight, 1, weight + 1));
        return {};
    });
    EXPECT_TRUE(won);
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(commits, 1);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(find_weight, 1); }).value(), 11.0);
}

TEST_F(PostgresTest, who_always_loses_is_told_after_eight_runs) {
    ASSERT_TRUE(insert("one", 1));
    ASSERT_TRUE(database->write([](Tx& tx) { return tx.run(set_weight, 1, 0.0); }));
    auto const other = Database::open(options_for("postgres"), clock, *scheduler).value();
    int runs = 0;
    auto const lost = database->write([&](Tx& tx) -> Result<void> {
        ++runs;
        TRY(auto const weight, tx.load(find_weight, 1));
        EXPECT_TRUE(
            other->write([&](Tx& inner) { return inner.run(set_weight, 1, 100.0 + runs); }));
        TRY_OK(tx.run(set_weight, 1, weight + 1));
        return {};
    });
    EXPECT_EQ(lost.error().code, Errc::unavailable);
    EXPECT_EQ(runs, 8);
}

TEST_F(PostgresTest, commits_follow_the_order_of_ids) {
    std::vector<std::int64_t> committed;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i) {
                auto const written = database->write([&](Tx& tx) -> Result<void> {
                    auto const id = tx.new_id<StatusId>().value;
                    TRY_OK(
                        tx.run(insert_note, id, std::to_string(id), std::nullopt, true, Bytes{}));
                    tx.after_commit([&, id] {
                        std::lock_guard const lock(mutex);
                        committed.push_back(id);
                    });
                    return {};
                });
                EXPECT_TRUE(written);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(committed.size(), 80U);
    EXPECT_TRUE(std::ranges::is_sorted(committed));
}

TEST_F(PostgresTest, a_transaction_waits_for_a_free_connection) {
    auto options = options_for("postgres");
    options.postgres_connections_max = 2;
    open(options);
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 10; ++i)
                if (!insert(fmt::format("{}-{}", t, i))) ++failures;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(count(), 80);
}

TEST_F(PostgresTest, a_byte_that_no_text_may_hold_is_the_callers_mistake) {
    EXPECT_EQ(insert(std::string("a\0b", 3)).error().code, Errc::unprocessable);
}

TEST_F(PostgresTest, the_description_keeps_the_password) {
    auto const url = postgres_url();
    auto const colon = url.find(':', url.find("://") + 3);
    auto const at = url.find('@');
    ASSERT_LT(colon, at);
    auto const password = url.substr(colon + 1, at - colon - 1);
    EXPECT_TRUE(database->description().starts_with("PostgreSQL 1"));
    EXPECT_FALSE(database->description().contains(password));
}

TEST_F(PostgresTest, a_backup_into_a_database_with_tables_is_refused) {
    auto const copy = (directory / "copy").string();
    ASSERT_TRUE(database->back_up_to(copy, [](double) {}));
    EXPECT_EQ(database->restore_from(copy).error().code, Errc::conflict);
}

TEST_F(PostgresTest, a_backup_that_was_cut_off_changes_nothing) {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(insert("n" + std::to_string(i)));
    auto const copy = (directory / "copy").string();
    ASSERT_TRUE(database->back_up_to(copy, [](double) {}));
    auto const whole = std::filesystem::file_size(copy);
    auto options = options_for("postgres");
    options.postgres_schema += "_cut";
    auto const second = Database::open(options, clock, *scheduler).value();
    for (auto const bytes : {whole - 1, whole / 2, whole / 4, std::uintmax_t{10}}) {
        std::filesystem::resize_file(copy, bytes);
        EXPECT_EQ(second->restore_from(copy).error().code, Errc::unprocessable) << bytes;
    }
    EXPECT_FALSE(second->read([](Tx& tx) { return tx.load(count_notes); }));
}

TEST(PostgresAddress, a_server_that_is_not_there_is_unavailable) {
    SystemClock const clock;
    auto const scheduler = threads::make_real_scheduler(clock);
    Options options;
    options.url = "postgresql://somebody:secret@127.0.0.1:1/nothing";
    auto const opened = Database::open(options, clock, *scheduler);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::unavailable);
    EXPECT_FALSE((opened.error().message + opened.error().detail).contains("secret"));
}

}  // namespace
}  // namespace skein::db
