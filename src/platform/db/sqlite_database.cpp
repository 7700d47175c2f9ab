#include "platform/db/sqlite_database.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

#include "base/log.h"
#include "platform/db/fault_vfs.h"
#include "platform/db/neutral.h"

namespace skein::db {
namespace {

constexpr int page_bytes = 8192;
constexpr int log_bytes_kept = 16 << 20;
constexpr int backup_pages_a_step = 256;
// A read holds the log for its length; this long is somebody's mistake.
constexpr auto slow_read = std::chrono::seconds(1);

thread_local std::uint64_t thread_statements = 0;

/// Holds a connection to the thread's time limit, and frees it again also when a closure throws.
class Hurry {
  public:
    Hurry(SqliteConnection& connection, std::chrono::steady_clock::time_point begun)
        : connection_(connection) {
        if (auto const limit = ReadTimeLimit::of_this_thread())
            connection_.set_deadline(begun + *limit);
    }
    ~Hurry() { connection_.set_deadline(SqliteConnection::no_deadline); }
    Hurry(Hurry const&) = delete;
    Hurry& operator=(Hurry const&) = delete;

  private:
    SqliteConnection& connection_;
};

/// Copies a whole database. `source` holds one snapshot meanwhile, so that writes beside it do not
/// make the copy begin again.
Result<void> copy_database(SqliteConnection& source, SqliteConnection& target,
                           std::function<void(double)> const& progress) {
    auto* const backup = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
    if (!backup)
        return fail(Errc::unavailable, "The backup cannot be started.",
                    sqlite3_errmsg(target.raw()));
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup, backup_pages_a_step)) == SQLITE_OK) {
        auto const total = std::max(sqlite3_backup_pagecount(backup), 1);
        progress(1.0 - static_cast<double>(sqlite3_backup_remaining(backup)) / total);
    }
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return fail(sqlite_error(code, "copying a database"));
    progress(1.0);
    return {};
}

}  // namespace

SqliteDatabase::SqliteDatabase(Options options, std::string path, Clock const& clock)
    : options_(std::move(options)), path_(std::move(path)), clock_(clock) {}

SqliteDatabase::~SqliteDatabase() { stop(); }

Result<std::unique_ptr<Database>> SqliteDatabase::open(Options options, std::string path,
                                                       Clock const& clock,
                                                       threads::Scheduler& scheduler) {
    std::unique_ptr<SqliteDatabase> database(
        new SqliteDatabase(std::move(options), std::move(path), clock));
    TRY(database->options_.sqlite_vfs, use_fault_vfs(database->options_.sqlite_vfs));
    TRY(database->writing_, SqliteConnection::open(database->connection_options(false)));
    TRY_OK(database->prepare_file());
    TRY_OK(database->number_commits());
    TRY(auto const floor, database->highest_id());
    database->ids_ = std::make_unique<IdMaker>(database->options_.node, floor);
    SqliteWriter::Context context{clock,
                                  scheduler,
                                  *database->ids_,
                                  database->board_,
                                  database->commits_,
                                  database->options_.write_queue_max,
                                  database->options_.write_wait_max,
                                  nullptr,
                                  {}};
    if (database->in_memory()) {
        context.readers_mutex = &database->memory_mutex_;
    } else {
        database->readers_ = std::make_unique<SqliteReaders>(database->connection_options(true));
        auto own = database->connection_options(false);
        own.cache_bytes = 0;
        TRY(auto copying, SqliteConnection::open(own));
        database->checkpointer_ = std::make_unique<SqliteCheckpointer>(
            std::move(copying), *database->writing_, scheduler);
        context.after_group = [raw = database->checkpointer_.get()] { raw->after_group(); };
    }
    database->writer_ = std::make_unique<SqliteWriter>(*database->writing_, std::move(context));
    return database;
}

SqliteConnection::Options SqliteDatabase::connection_options(bool read_only) const {
    return {path_, options_.sqlite_vfs, read_only, options_.cache_bytes, options_.mmap_bytes};
}

Result<void> SqliteDatabase::prepare_file() {
    if (in_memory()) return {};
    ::chmod(path_.c_str(), 0600);
    TRY_OK(writing_->execute(fmt::format("PRAGMA page_size = {}", page_bytes)));
    TRY(auto const mode, writing_->text_of("PRAGMA journal_mode = WAL"));
    if (mode != "wal")
        return fail(Errc::unavailable,
                    "The database needs a file system with shared memory and locks: " + path_ +
                        ". Move the data directory to a local disk.",
                    "journal_mode is " + mode);
    // Checkpoints are the checkpointer's.
    return writing_->execute(fmt::format(
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {}",
        log_bytes_kept));
}

Result<void> SqliteDatabase::number_commits() {
    TRY_OK(writing_->make_commit_numbers());
    TRY(auto const last, writing_->commit_number());
    commits_.open(last);
    sqlite3_update_hook(
        writing_->raw(),
        [](void* commits, int, char const*, char const* table, sqlite3_int64 id) {
            static_cast<SqliteCommits*>(commits)->row_changed(table, id);
        },
        &commits_);
    return {};
}

void SqliteDatabase::watch(std::string table, RowWatcher& watcher, WatchBy by) {
    commits_.watch(std::move(table), watcher, by);
}

/// The highest id of any table, so that new ones go on above it even when the clock was set back.
/// Only where `id` leads the primary key, which makes each a single look-up.
Result<std::int64_t> SqliteDatabase::highest_id() {
    TRY(auto const query,
        writing_->text_of(
            "SELECT 'SELECT MAX(id) FROM (' || group_concat('SELECT MAX(id) AS id FROM \"' || "
            "t.name || '\"', ' UNION ALL ') || ')' FROM pragma_table_list t "
            "JOIN pragma_table_info(t.name) c ON c.name = 'id' AND c.pk = 1 "
            "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"));
    if (query.empty()) return 0;
    TRY(auto const text, writing_->text_of(query));
    return parse_id(text).value_or(0);
}

template <class Use>
Result<void> SqliteDatabase::with_reader(Use&& use) {
    if (in_memory()) {
        std::lock_guard const lock(memory_mutex_);
        return use(*writing_);
    }
    TRY(auto lease, readers_->lease());
    TRY_OK(lease->control(Control::begin));
    auto result = use(*lease);
    if (lease->control(Control::commit)) lease.keep();
    return result;
}

Result<void> SqliteDatabase::read_on(SqliteConnection& connection, Closure const& closure) {
    auto const before = connection.statements;
    auto const begun = std::chrono::steady_clock::now();
    Hurry const hurry(connection, begun);
    auto tx = TxAccess::make(connection, board_, *ids_, clock_.now(), false);
    // A database in memory is read on the writer's connection: it sees what is not committed yet.
    if (!in_memory()) {
        TRY(auto const number, connection.commit_number());
        TxAccess::set_snapshot(tx, commits_.seen(number));
    }
    auto result = closure(tx);
    thread_statements += connection.statements - before;
    auto const taken = std::chrono::steady_clock::now() - begun;
    if (taken > slow_read)
        log::warning("db.slow_read",
                     {{"ms", std::chrono::duration_cast<std::chrono::milliseconds>(taken).count()},
                      {"statements", connection.statements - before}});
    return result;
}

Result<void> SqliteDatabase::run_read(Closure const& closure) {
    return with_reader([&](SqliteConnection& connection) { return read_on(connection, closure); });
}

Result<void> SqliteDatabase::run_write(Closure const& closure, Urgency urgency) {
    SqliteWriter::Call call{closure, urgency};
    auto result = writer_->write(call);
    thread_statements += call.statements;
    return result;
}

std::uint64_t SqliteDatabase::statements_of_this_thread() const { return thread_statements; }

Result<void> SqliteDatabase::back_up_to(std::string const& path,
                                        std::function<void(double)> progress) {
    TRY(auto const target, SqliteConnection::open({path, "", false, options_.cache_bytes, 0}));
    ::chmod(path.c_str(), 0600);
    auto result = with_reader([&](SqliteConnection& source) -> Result<void> {
        // The snapshot begins with the first look.
        TRY_OK(source.text_of("SELECT COUNT(*) FROM sqlite_schema"));
        return copy_database(source, *target, progress);
    });
    if (!result) ::unlink(path.c_str());
    return result;
}

Result<void> SqliteDatabase::restore_from(std::string const& path) {
    TRY(auto const source, SqliteConnection::open({path, "", true, options_.cache_bytes, 0}));
    if (auto const whole = source->text_of("PRAGMA integrity_check(1)"); !whole || *whole != "ok")
        return fail(Errc::unprocessable, "This file is no database of Skein, or it is damaged.");
    // The writer's connection, which is idle: the database is empty and nobody else knows it yet.
    TRY_OK(copy_database(*source, *writing_, [](double) {}));
    return number_commits();
}

Result<void> SqliteDatabase::check() {
    return with_reader([](SqliteConnection& connection) -> Result<void> {
        TRY(auto const integrity, connection.text_of("PRAGMA integrity_check(10)"));
        if (integrity != "ok")
            return fail(Errc::unavailable, "The database is damaged: " + integrity);
        TRY(auto const broken,
            connection.text_of("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"));
        if (!broken.empty())
            return fail(Errc::unavailable,
                        "The database is damaged: dangling references in " + broken);
        return {};
    });
}

Result<void> SqliteDatabase::check_statement(Sql const& sql) {
    return with_reader([&](SqliteConnection& connection) { return connection.check_columns(sql); });
}

std::string SqliteDatabase::description() const {
    return fmt::format("SQLite {}, {}", sqlite3_libversion(), path_);
}

Result<std::int64_t> SqliteDatabase::size_bytes() const {
    std::int64_t total = 0;
    for (auto const* suffix : {"", "-wal"}) {
        struct stat facts{};
        if (::stat((path_ + suffix).c_str(), &facts) == 0) total += facts.st_size;
    }
    return total;
}

Result<void> SqliteDatabase::run_migration(std::string const& name, std::string_view text) {
    Closure const closure = [&](Tx& tx) -> Result<void> {
        for (auto const& statement : translate_migration(text, Dialect::sqlite))
            TRY_OK(writing_->execute(statement));
        TRY_OK(tx.run(note_migration, name, tx.now()));
        return {};
    };
    SqliteWriter::Call call{closure, Urgency::person, true};
    return writer_->write(call);
}

void SqliteDatabase::stop() {
    if (!writer_) return;
    writer_->stop();
    if (!checkpointer_) return;
    checkpointer_->stop();
    readers_->close_idle();
    // A clean stop leaves one file and no log behind.
    if (auto done = writing_->execute("PRAGMA wal_checkpoint(TRUNCATE)"); !done)
        log::failure(log::Level::warning, "db.checkpoint_failed", done.error());
}

}  // namespace skein::db
