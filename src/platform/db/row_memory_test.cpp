#include "platform/db/row_memory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "platform/db/trial.h"

namespace skein::db {
namespace {

Sql const set_weight{"test.set_weight", "UPDATE notes SET weight = $2 WHERE id = $1"};
Sql const remove_note{"test.remove", "DELETE FROM notes WHERE id = $1"};

class RowMemories : public Trial {
  protected:
    void SetUp() override {
        Trial::SetUp();
        open(options_for("file"));
        database->watch("notes", memory, WatchBy::row);
    }
    void TearDown() override {
        other.reset();
        Trial::TearDown();
    }

    /// The weight in the table, and in the memory as the same transaction finds it.
    struct Seen {
        double in_table = 0;
        std::optional<double> in_memory;
    };
    Seen look(std::int64_t id) {
        return database
            ->read([&](Tx& tx) -> Result<Seen> {
                auto known = memory.find(tx, id);
                TRY(auto const row, tx.load(find_note, id));
                if (!known) memory.keep(tx, id, row.weight.value_or(0));
                return Seen{row.weight.value_or(0), known};
            })
            .value();
    }

    static Result<void> set(Database& where, std::int64_t id, double weight,
                            bool and_fail = false) {
        return where.write([&](Tx& tx) -> Result<void> {
            TRY_OK(tx.run(set_weight, id, weight));
            if (and_fail) return fail(Errc::unprocessable, "");
            return {};
        });
    }

    /// The same database as another process has it.
    Database& beside() {
        if (!other) other = Database::open(options_for("file"), clock, *scheduler).value();
        return *other;
    }

    RowMemory<double> memory{1000};
    std::unique_ptr<Database> other;
};

TEST_F(RowMemories, a_row_is_found_until_it_changes) {
    ASSERT_TRUE(insert("a", 1));
    EXPECT_FALSE(look(1).in_memory);
    EXPECT_EQ(look(1).in_memory, 0);
    ASSERT_TRUE(set(*database, 1, 2.5));
    EXPECT_FALSE(look(1).in_memory);
    EXPECT_EQ(look(1).in_memory, 2.5);
    ASSERT_TRUE(insert("b", 2));
    EXPECT_EQ(look(1).in_memory, 2.5);
    ASSERT_TRUE(database->write([](Tx& tx) { return tx.run(remove_note, 1); }));
    auto const found =
        database->read([&](Tx& tx) -> Result<bool> { return memory.find(tx, 1).has_value(); });
    EXPECT_FALSE(*found);
}

TEST_F(RowMemories, rows_are_kept_before_anything_is_written) {
    ASSERT_TRUE(insert("a", 1));
    RowMemory<double> late{10};
    database->watch("notes", late, WatchBy::row);
    for (auto const expected : {false, true})
        ASSERT_TRUE(database->read([&](Tx& tx) -> Result<void> {
            EXPECT_EQ(late.find(tx, 1).has_value(), expected);
            late.keep(tx, 1, 5);
            return {};
        }));
}

TEST_F(RowMemories, what_a_group_changed_before_the_watch_began_is_not_kept_wrong) {
    ASSERT_TRUE(insert("a", 1));
    RowMemory<double> late{10};
    ASSERT_TRUE(database->write([&](Tx& tx) -> Result<void> {
        TRY_OK(tx.run(set_weight, 1, 3.0));
        database->watch("notes", late, WatchBy::row);
        std::thread([&] {
            (void)database->read([&](Tx& old) -> Result<void> {
                late.keep(old, 1, 0);
                return {};
            });
        }).join();
        return {};
    }));
    ASSERT_TRUE(database->read([&](Tx& tx) -> Result<void> {
        EXPECT_FALSE(late.find(tx, 1));
        return {};
    }));
}

TEST_F(RowMemories, what_is_taken_back_was_never_known) {
    ASSERT_TRUE(insert("a", 1));
    (void)look(1);
    ASSERT_FALSE(set(*database, 1, 9, true));
    EXPECT_FALSE(look(1).in_memory);
    EXPECT_EQ(look(1).in_memory, 0);
}

TEST_F(RowMemories, an_older_snapshot_finds_nothing_newer_and_leaves_nothing_behind) {
    ASSERT_TRUE(insert("a", 1));
    ASSERT_TRUE(database->read([&](Tx& old) -> Result<void> {
        TRY(auto const row, old.load(find_note, 1));
        EXPECT_TRUE(set(*database, 1, 7));
        std::thread([&] { (void)look(1), (void)look(1); }).join();
        EXPECT_FALSE(memory.find(old, 1));
        memory.keep(old, 1, row.weight.value_or(0));
        return {};
    }));
    EXPECT_EQ(look(1).in_memory, 7);
}

TEST_F(RowMemories, another_process_is_noticed) {
    ASSERT_TRUE(insert("a", 1));
    ASSERT_TRUE(insert("b", 2));
    (void)look(1);
    ASSERT_TRUE(set(beside(), 1, 3));
    // Until the next write here, what such a snapshot sees is asked of the table.
    EXPECT_FALSE(look(1).in_memory);
    EXPECT_FALSE(look(1).in_memory);
    ASSERT_TRUE(set(*database, 2, 1));
    EXPECT_FALSE(look(1).in_memory);
    EXPECT_EQ(look(1).in_memory, 3);
}

TEST_F(RowMemories, a_watched_table_forgets_all) {
    RowMemory<int> whole{10};
    database->watch("notes", whole, WatchBy::table);
    auto const known = [&] {
        return database->read([&](Tx& tx) -> Result<bool> {
            auto const found = whole.find(tx, 77).has_value();
            whole.keep(tx, 77, 1);
            return found;
        });
    };
    ASSERT_TRUE(insert("a", 1));
    (void)known();
    EXPECT_TRUE(*known());
    ASSERT_TRUE(insert("b", 2));
    EXPECT_FALSE(*known());
}

TEST_F(RowMemories, one_that_nobody_watches_for_keeps_nothing) {
    RowMemory<int> unwatched{10};
    ASSERT_TRUE(insert("a", 1));
    for (int i = 0; i < 2; ++i)
        ASSERT_TRUE(database->read([&](Tx& tx) -> Result<void> {
            EXPECT_FALSE(unwatched.find(tx, 1));
            unwatched.keep(tx, 1, 5);
            return {};
        }));
}

TEST_F(RowMemories, it_is_bounded_and_keeps_what_is_asked_for) {
    ASSERT_TRUE(insert("a", 1));
    ASSERT_TRUE(database->read([&](Tx& tx) -> Result<void> {
        memory.keep(tx, 1, 5);
        std::size_t found = 0;
        for (std::int64_t id = 2; id < 10'000; ++id) {
            memory.keep(tx, id, 1);
            EXPECT_TRUE(memory.find(tx, 1)) << id;
        }
        for (std::int64_t id = 2; id < 10'000; ++id) found += memory.find(tx, id) ? 1 : 0;
        EXPECT_LE(found, 1000 + 2 * 16);
        EXPECT_GT(found, 300);
        return {};
    }));
}

TEST_F(RowMemories, whoever_writes_meanwhile_memory_and_table_agree) {
    constexpr std::int64_t rows = 8;
    for (std::int64_t id = 1; id <= rows; ++id) ASSERT_TRUE(insert(std::to_string(id), id));
    (void)beside();
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0, found = 0;
    std::vector<std::thread> threads;
    for (int reader = 0; reader < 3; ++reader)
        threads.emplace_back([&] {
            for (std::int64_t i = 0; !done; ++i) {
                auto const seen = look(1 + i % rows);
                found += seen.in_memory ? 1 : 0;
                wrong += seen.in_memory && *seen.in_memory != seen.in_table ? 1 : 0;
            }
        });
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 2; ++writer)
        writers.emplace_back([&, writer] {
            for (int i = 0; i < 200; ++i)
                (void)set(*database, 1 + (i * 3 + writer) % rows, i, i % 5 == 0);
        });
    writers.emplace_back([&] {
        for (int i = 0; i < 50; ++i) (void)set(*other, 1 + i % rows, -i);
    });
    for (auto& writer : writers) writer.join();
    done = true;
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(found, 0);
}

TEST_P(EveryDatabase, a_memory_may_be_used_whether_or_not_commits_have_numbers) {
    RowMemory<std::string> memory{10};
    database->watch("notes", memory, WatchBy::row);
    ASSERT_TRUE(insert("a", 1));
    for (auto const* text : {"a", "b"}) {
        ASSERT_TRUE(database->read([&](Tx& tx) -> Result<void> {
            TRY(auto const row, tx.load(find_note, 1));
            memory.keep(tx, 1, row.text);
            if (auto const known = memory.find(tx, 1)) EXPECT_EQ(*known, text);
            return {};
        }));
        ASSERT_TRUE(database->write([](Tx& tx) { return tx.run(remove_note, 1); }));
        ASSERT_TRUE(insert("b", 1));
    }
}

INSTANTIATE_TEST_SUITE_P(Memory, EveryDatabase, ::testing::Values("memory", "file", "postgres"));

}  // namespace
}  // namespace skein::db
