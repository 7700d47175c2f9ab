#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "platform/db/fault_vfs.h"
#include "platform/db/trial.h"

namespace skein::db {
namespace {

class Fault : public Trial {
  protected:
    void SetUp() override {
        Trial::SetUp();
        open(faulty());
        ASSERT_TRUE(insert("before", 1));
    }
    Options faulty() const {
        auto options = options_for("file");
        options.sqlite_vfs = "fault:" + (directory / "control").string();
        return options;
    }
    void fault(char const* word) { std::ofstream(directory / "control") << word << '\n'; }

    /// Two rows or none.
    Result<void> insert_two(std::int64_t id) {
        return database->write([&](Tx& tx) -> Result<void> {
            for (auto const each : {id, id + 1})
                TRY_OK(tx.run(insert_note, each, std::string(100'000, 'x') + std::to_string(each),
                              std::nullopt, true, Bytes{}));
            return {};
        });
    }

    void expect_refused_and_recovered() {
        int after_commit = 0;
        auto const failed = database->write([&](Tx& tx) -> Result<void> {
            tx.after_commit([&] { ++after_commit; });
            TRY_OK(tx.run(insert_note, 100, "never", std::nullopt, true, Bytes{}));
            return {};
        });
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, Errc::storage_full);
        EXPECT_FALSE(failed.error().message.empty());
        EXPECT_EQ(after_commit, 0);
        EXPECT_EQ(insert_two(200).error().code, Errc::storage_full);
        // Reading goes on, and sees nothing of what failed.
        EXPECT_EQ(count(), 1);
        fault("none");
        EXPECT_TRUE(insert_two(300));
        EXPECT_EQ(count(), 3);
        EXPECT_TRUE(database->check());
    }
};

TEST_F(Fault, a_full_disk_is_said_so_and_got_over) {
    fault("full");
    expect_refused_and_recovered();
}

TEST_F(Fault, a_disk_that_became_read_only_is_said_so_and_got_over) {
    fault("read-only");
    expect_refused_and_recovered();
}

TEST_F(Fault, a_torn_write_is_taken_back) {
    fault("torn");
    expect_refused_and_recovered();
}

TEST_F(Fault, a_failed_sync_is_no_success) {
    fault("unsynced");
    expect_refused_and_recovered();
}

TEST_F(Fault, the_whole_group_fails_or_each_is_durable) {
    fault("full");
    std::atomic<int> succeeded = 0;
    std::vector<std::thread> writers;
    for (int w = 0; w < 8; ++w)
        writers.emplace_back([&, w] {
            for (int i = 0; i < 20; ++i) {
                if (w == 0 && i == 10) fault("none");
                if (insert(fmt::format("{}-{}", w, i))) ++succeeded;
            }
        });
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(count(), 1 + succeeded);
    open(options_for("file"));
    EXPECT_EQ(count(), 1 + succeeded);
    EXPECT_TRUE(database->check());
}

TEST_F(Fault, a_torn_log_is_no_part_of_the_database_after_a_restart) {
    ASSERT_TRUE(insert_two(10));
    fault("torn");
    ASSERT_FALSE(insert_two(20));
    // As after a power cut: the files as they lie there.
    auto const place = directory / "cut";
    std::filesystem::create_directory(place);
    for (auto const* name : {"test.db", "test.db-wal"})
        std::filesystem::copy_file(directory / name, place / name);
    Options options;
    options.url = "sqlite:" + (place / "test.db").string();
    auto const second = Database::open(options, clock, *scheduler).value();
    EXPECT_EQ(second->read([](Tx& tx) { return tx.load(count_notes); }).value(), 3);
    EXPECT_TRUE(second->check());
}

TEST_F(Fault, a_migration_on_a_full_disk_leaves_nothing) {
    constexpr std::array more{notes, Migration{"202601020000_create_more",
                                               "CREATE TABLE more (id {id}, text TEXT NOT NULL);\n"
                                               "CREATE INDEX more_by_text ON more (text);"}};
    fault("full");
    EXPECT_EQ(migrate(*database, more, [](std::string const&) {}).error().code, Errc::storage_full);
    fault("none");
    EXPECT_EQ(migration_state(*database, more).value().pending.size(), 1U);
    EXPECT_TRUE(migrate(*database, more, [](std::string const&) {}));
}

TEST(FaultVfs, other_names_are_left_alone) {
    EXPECT_EQ(use_fault_vfs("").value(), "");
    EXPECT_EQ(use_fault_vfs("unix-none").value(), "unix-none");
}

}  // namespace
}  // namespace skein::db
