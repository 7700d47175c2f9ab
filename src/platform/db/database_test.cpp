#include "platform/db/database.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <limits>
#include <set>
#include <thread>

#include "platform/db/trial.h"

namespace skein::db {
namespace {

Query<std::int64_t> const list_ids{"test.ids",
                                   "SELECT id FROM notes WHERE id IN {list:$1} ORDER BY id"};
Query<std::int64_t> const by_texts{"test.texts",
                                   "SELECT id FROM notes WHERE text IN {texts:$1} ORDER BY id"};
Query<std::int64_t> const by_many{
    "test.many",
    "SELECT id FROM notes WHERE id > $1 AND id > $2 AND id > $3 AND id > $4 AND id > $5 AND "
    "id > $6 AND id > $7 AND id > $8 AND id > $9 AND id < $10 AND id < $11 ORDER BY id"};
Query<std::string> const list_texts{"test.list_texts", "SELECT text FROM notes ORDER BY text"};
Query<std::int64_t> const sum_places{"test.sum",
                                     "SELECT CAST(COALESCE(SUM(place), 0) AS BIGINT) FROM remarks"};
Query<std::int64_t> const choose{"test.choose",
                                 "SELECT CASE WHEN $1 = 1 THEN id ELSE 0 END FROM notes LIMIT $2"};
Sql const insert_remark{"test.insert_remark",
                        "INSERT INTO remarks (note_id, place) VALUES ($1, $2)"};
Sql const put_note{"test.put",
                   "INSERT INTO notes (id, text, weight, done, raw) VALUES ($1, $2, NULL, FALSE, "
                   "$3) ON CONFLICT (id) DO UPDATE SET text = $2"};
Query<std::int64_t> const insert_returning{
    "test.returning",
    "INSERT INTO notes (id, text, weight, done, raw) VALUES ($1, $2, $3, TRUE, $4) RETURNING id"};
Sql const add_weight{"test.add_weight",
                     "UPDATE notes SET weight = COALESCE(weight, 0) + 1 WHERE id = $1"};
Sql const weigh{"test.weigh", "UPDATE notes SET weight = $2 WHERE id = $1"};
Query<double> const total_weight{"test.total_weight", "SELECT SUM(weight) FROM notes"};
Query<std::optional<double>> const weight_of{"test.weight_of",
                                             "SELECT weight FROM notes WHERE id = $1"};

TEST_P(EveryDatabase, rows_come_back_as_they_were_stored) {
    std::string every_byte;
    for (int c = 0; c < 256; ++c) every_byte += static_cast<char>(c);
    auto const lowest = std::numeric_limits<std::int64_t>::min();
    ASSERT_TRUE(database->write([&](Tx& tx) {
        return tx.run(insert_note, 7, "ไทย 'a' \"b\" \\", 1.5, false, Bytes{every_byte});
    }));
    ASSERT_TRUE(database->write(
        [&](Tx& tx) { return tx.run(insert_note, lowest, "", -0.1, true, Bytes{}); }));
    auto const note = database->read([](Tx& tx) { return tx.load(find_note, 7); }).value();
    EXPECT_EQ(note.text, "ไทย 'a' \"b\" \\");
    EXPECT_EQ(note.weight, 1.5);
    EXPECT_FALSE(note.done);
    EXPECT_EQ(note.raw.data, every_byte);
    auto const least = database->read([&](Tx& tx) { return tx.load(find_note, lowest); }).value();
    EXPECT_EQ(least.text, "");
    EXPECT_EQ(least.weight, -0.1);
    EXPECT_TRUE(least.done);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(find_note, 8); }).error().code,
              Errc::not_found);
}

TEST_P(EveryDatabase, nothing_is_not_zero) {
    ASSERT_TRUE(insert("empty", 1));
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(weight_of, 1); }).value(), std::nullopt);
}

TEST_P(EveryDatabase, lists_are_one_parameter) {
    for (int i = 1; i <= 5; ++i) ASSERT_TRUE(insert("n" + std::to_string(i), i));
    ASSERT_TRUE(insert("\"';,{}\\", 6));
    std::vector<std::int64_t> const wanted{2, 4, 9};
    EXPECT_EQ(database->read([&](Tx& tx) { return tx.list(list_ids, wanted); }).value(),
              (std::vector<std::int64_t>{2, 4}));
    std::vector<std::string> const texts{"n5", "n1", "\"';,{}\\", ""};
    EXPECT_EQ(database->read([&](Tx& tx) { return tx.list(by_texts, texts); }).value(),
              (std::vector<std::int64_t>{1, 5, 6}));
    std::vector<std::int64_t> const none;
    EXPECT_TRUE(database->read([&](Tx& tx) { return tx.list(list_ids, none); }).value().empty());
    std::vector<std::string> const no_texts;
    EXPECT_TRUE(
        database->read([&](Tx& tx) { return tx.list(by_texts, no_texts); }).value().empty());
}

TEST_P(EveryDatabase, parameters_may_have_two_digits) {
    for (int i = 1; i <= 20; ++i) ASSERT_TRUE(insert("n" + std::to_string(i), i));
    auto const found =
        database->read([](Tx& tx) { return tx.list(by_many, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15); });
    EXPECT_EQ(found.value(), (std::vector<std::int64_t>{10, 11}));
}

TEST_P(EveryDatabase, a_parameter_may_stand_where_the_type_is_guessed) {
    ASSERT_TRUE(insert("one", 5'000'000'000));
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(choose, 1, 1); }).value(), 5'000'000'000);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(choose, 2, 1); }).value(), 0);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(choose, 5'000'000'000, 1); }).value(), 0);
}

TEST_P(EveryDatabase, text_is_ordered_by_its_bytes) {
    for (auto const* text : {"b", "a", "B", "ä", "_"}) ASSERT_TRUE(insert(text));
    EXPECT_EQ(database->read([](Tx& tx) { return tx.list(list_texts); }).value(),
              (std::vector<std::string>{"B", "_", "a", "b", "ä"}));
}

TEST_P(EveryDatabase, a_conflict_may_be_answered_in_the_statement) {
    auto const put = [&](std::string text) {
        return database->write([&](Tx& tx) { return tx.run(put_note, 1, text, Bytes{}); });
    };
    EXPECT_EQ(put("first").value(), 1);
    EXPECT_EQ(put("second").value(), 1);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(find_note, 1); }).value().text, "second");
    EXPECT_EQ(database
                  ->write([](Tx& tx) {
                      return tx.load(insert_returning, 9, "third", std::nullopt, Bytes{});
                  })
                  .value(),
              9);
}

TEST_P(EveryDatabase, a_failed_closure_is_taken_back_alone) {
    auto const failed = database->write([](Tx& tx) -> Result<void> {
        TRY_OK(tx.run(insert_note, 1, "gone", std::nullopt, true, Bytes{}));
        return fail(Errc::unprocessable, "no");
    });
    EXPECT_EQ(failed.error().code, Errc::unprocessable);
    EXPECT_EQ(count(), 0);
    EXPECT_TRUE(insert("kept"));
    EXPECT_EQ(count(), 1);
}

TEST_P(EveryDatabase, a_broken_constraint_is_a_conflict) {
    ASSERT_TRUE(insert("same"));
    EXPECT_EQ(insert("same").error().code, Errc::conflict);
    auto const dangling = database->write([](Tx& tx) { return tx.run(insert_remark, 77, 1); });
    EXPECT_EQ(dangling.error().code, Errc::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_P(EveryDatabase, a_missing_value_is_our_own_mistake) {
    auto const missing =
        database->write([](Tx& tx) { return tx.run(insert_remark, std::nullopt, 1); });
    EXPECT_EQ(missing.error().code, Errc::internal);
}

TEST_P(EveryDatabase, a_closure_that_goes_on_after_a_failed_statement_fails) {
    ASSERT_TRUE(insert("same", 1));
    auto const careless = database->write([](Tx& tx) -> Result<void> {
        (void)tx.run(insert_note, 2, "before", std::nullopt, true, Bytes{});
        (void)tx.run(insert_note, 3, "same", std::nullopt, true, Bytes{});
        (void)tx.run(insert_note, 4, "after", std::nullopt, true, Bytes{});
        return {};
    });
    EXPECT_EQ(careless.error().code, Errc::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_P(EveryDatabase, after_commit_runs_once_and_only_after_success) {
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

TEST_P(EveryDatabase, a_read_sees_one_snapshot) {
    if (GetParam() == "memory") GTEST_SKIP() << "its readers and its writer take turns";
    ASSERT_TRUE(insert("before"));
    auto const seen = database->read([&](Tx& tx) -> Result<std::int64_t> {
        TRY(auto const first, tx.load(count_notes));
        EXPECT_TRUE(insert("beside"));
        TRY(auto const second, tx.load(count_notes));
        EXPECT_EQ(first, second);
        return second;
    });
    EXPECT_EQ(seen.value(), 1);
    EXPECT_EQ(count(), 2);
}

TEST_P(EveryDatabase, eight_threads_lose_no_update) {
    constexpr int threads = 8, rounds = 25;
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(insert("n" + std::to_string(i), i));
    std::atomic<int> succeeded = 0, busy = 0, other = 0;
    std::vector<std::thread> writers;
    for (int t = 0; t < threads; ++t)
        writers.emplace_back([&, t] {
            for (int i = 0; i < rounds; ++i) {
                auto const added =
                    database->write([&](Tx& tx) { return tx.run(add_weight, 1 + (t + i) % 3); });
                if (added) ++succeeded;
                else ++(added.error().code == Errc::unavailable ? busy : other);
            }
        });
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(other, 0);
    EXPECT_GT(succeeded, 0);
    EXPECT_EQ(succeeded + busy, threads * rounds);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(total_weight); }).value(),
              static_cast<double>(succeeded));
}

TEST_P(EveryDatabase, a_rule_over_several_rows_holds_with_eight_threads) {
    // The sum of two weights may never be below zero; each write looks at both and lowers one.
    for (int i = 1; i <= 2; ++i) {
        ASSERT_TRUE(insert("n" + std::to_string(i), i));
        ASSERT_TRUE(database->write([&](Tx& tx) { return tx.run(weigh, i, 10.0); }));
    }
    std::vector<std::thread> writers;
    std::atomic<int> lowered = 0;
    for (int t = 0; t < 8; ++t)
        writers.emplace_back([&, t] {
            for (int i = 0; i < 10; ++i) {
                auto const done = database->write([&](Tx& tx) -> Result<void> {
                    TRY(auto const sum, tx.load(total_weight));
                    if (sum < 1) return fail(Errc::unprocessable, "");
                    TRY(auto const weight, tx.load(weight_of, 1 + t % 2));
                    TRY_OK(tx.run(weigh, 1 + t % 2, *weight - 1));
                    return {};
                });
                if (done) ++lowered;
            }
        });
    for (auto& writer : writers) writer.join();
    EXPECT_LE(lowered, 20);
    EXPECT_EQ(database->read([](Tx& tx) { return tx.load(total_weight); }).value(), 20.0 - lowered);
}

TEST_P(EveryDatabase, statements_are_counted_for_the_thread_that_caused_them) {
    auto const before = database->statements_of_this_thread();
    ASSERT_TRUE(insert("one"));
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(database->statements_of_this_thread() - before, 2U);
}

TEST_P(EveryDatabase, new_ids_begin_above_the_stored_ones) {
    auto const far = first_id_at(clock.now() + std::chrono::hours(24));
    ASSERT_TRUE(insert("from a clock that was ahead", far));
    if (GetParam() == "memory") GTEST_SKIP() << "gone when it is closed";
    open(options_for(GetParam()));
    auto const id = database->write(
        [](Tx& tx) -> Result<std::int64_t> { return tx.new_id<Id<struct NoteTag>>().value; });
    EXPECT_GT(id.value(), far);
}

TEST_P(EveryDatabase, an_id_for_a_moment_to_come_is_one_for_now) {
    auto const id = database->write([](Tx& tx) -> Result<std::int64_t> {
        return tx.new_id_at<Id<struct NoteTag>>(tx.now() + std::chrono::years(10)).value;
    });
    EXPECT_LE(id_time(*id), clock.now());
}

TEST_P(EveryDatabase, writes_after_a_stop_are_refused) {
    database->stop();
    EXPECT_EQ(insert("late").error().code, Errc::cancelled);
}

TEST_P(EveryDatabase, statements_are_checked_against_their_rows) {
    EXPECT_TRUE(database->check_statement(list_notes));
    static Query<Note> const too_few{"test.too_few", "SELECT id FROM notes"};
    EXPECT_FALSE(database->check_statement(too_few));
    static Query<std::string> const wrong_type{"test.wrong_type", "SELECT id FROM notes"};
    EXPECT_FALSE(database->check_statement(wrong_type));
    static Sql const no_table{"test.no_table", "DELETE FROM no_such_table"};
    EXPECT_FALSE(database->check_statement(no_table));
    EXPECT_TRUE(database->check_statement(sum_places));
}

Query<std::int64_t> const count_for_a_while{
    "test.count_for_a_while",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
    "SELECT COUNT(*) FROM n"};

TEST_P(EveryDatabase, a_read_over_its_time_limit_fails_and_the_next_goes_on) {
    auto const count_to = [&](std::int64_t last) {
        return database->read([&](Tx& tx) { return tx.load(count_for_a_while, last); });
    };
    constexpr auto for_ever = INT64_MAX;
    {
        ReadTimeLimit const limit(std::chrono::milliseconds(20));
        auto const cut_off = count_to(for_ever);
        ASSERT_FALSE(cut_off);
        EXPECT_EQ(cut_off.error().code, Errc::timeout);
        EXPECT_FALSE(cut_off.error().message.empty());
        EXPECT_EQ(count_to(3).value(), 3);
    }
    EXPECT_TRUE(insert("after"));
    EXPECT_EQ(count(), 1);
}

TEST_P(EveryDatabase, a_read_time_limit_holds_for_reads_of_its_thread_alone) {
    auto const count_long = [](Tx& tx) {
        return tx.load(count_for_a_while, std::int64_t{1'000'000});
    };
    ReadTimeLimit const limit(Duration(1));
    std::optional<Result<std::int64_t>> elsewhere;
    std::thread([&] { elsewhere = database->read(count_long); }).join();
    EXPECT_TRUE(*elsewhere);
    EXPECT_EQ(database->read(count_long).error().code, Errc::timeout);
    EXPECT_TRUE(database->write(count_long));
    EXPECT_TRUE(database->check());
    EXPECT_TRUE(database->back_up_to((directory / "copy").string(), [](double) {}));
}

TEST_P(EveryDatabase, a_whole_database_checks_out_and_has_a_size) {
    ASSERT_TRUE(insert("one"));
    EXPECT_TRUE(database->check());
    EXPECT_GE(database->size_bytes().value(), 0);
}

TEST_P(EveryDatabase, a_backup_restores_what_was_there) {
    for (int i = 1; i <= 100; ++i) ASSERT_TRUE(insert(fmt::format("n{}\t\\N\n", i), i));
    ASSERT_TRUE(database->write([](Tx& tx) { return tx.run(insert_remark, 7, 3); }));
    auto const copy = (directory / "copy").string();
    double done = 0;
    ASSERT_TRUE(database->back_up_to(copy, [&](double part) { done = part; }));
    EXPECT_EQ(done, 1.0);
    auto options = options_for(GetParam());
    if (GetParam() == "file") options.url += ".restored";
    options.postgres_schema += "_restored";
    auto const second = Database::open(options, clock, *scheduler).value();
    auto const restored = second->restore_from(copy);
    ASSERT_TRUE(restored) << restored.error().detail;
    EXPECT_EQ(second->read([](Tx& tx) { return tx.load(count_notes); }).value(), 100);
    EXPECT_EQ(second->read([](Tx& tx) { return tx.load(find_note, 3); }).value().text, "n3\t\\N\n");
    EXPECT_EQ(second->read([](Tx& tx) { return tx.load(sum_places); }).value(), 3);
    // Its keys, references and migrations came along.
    EXPECT_TRUE(migration_state(*second, std::span(&notes, 1)).value().pending.empty());
    EXPECT_EQ(second->write([](Tx& tx) { return tx.run(insert_remark, 777, 1); }).error().code,
              Errc::conflict);
    EXPECT_TRUE(second->check());
}

INSTANTIATE_TEST_SUITE_P(Places, EveryDatabase, ::testing::Values("memory", "file", "postgres"),
                         [](auto const& place) { return place.param; });

TEST(Database, an_unknown_kind_of_address_is_refused) {
    SystemClock const clock;
    auto const scheduler = threads::make_real_scheduler(clock);
    Options options;
    options.url = "mysql://user:secret@host/name";
    auto const opened = Database::open(options, clock, *scheduler);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::bad_request);
    EXPECT_FALSE(opened.error().message.contains("secret"));
}

}  // namespace
}  // namespace skein::db
