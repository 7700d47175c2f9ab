#include "platform/db/sqlite_database.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "base/log.h"
#include "platform/db/neutral.h"

namespace skein::db {
namespace {

constexpr int page_bytes = 8192;
constexpr std::size_t idle_readers_max = 64;
constexpr int backup_pages_a_step = 256;

thread_local std::uint64_t thread_statements = 0;

}  // namespace

SqliteDatabase::SqliteDatabase(Options options, std::string path, Clock const& clock)
    : options_(std::move(options)), path_(std::move(path)), clock_(clock) {}

SqliteDatabase::~SqliteDatabase() { stop(); }

Result<std::unique_ptr<Database>> SqliteDatabase::open(Options options, std::string path,
                                                       Clock const& clock,
                                                       threads::Scheduler& scheduler) {
    std::unique_ptr<SqliteDatabase> database(
        new SqliteDatabase(std::move(options), std::move(path), clock));
    TRY(database->writing_, SqliteConnection::open(database->connection_options(false)));
    TRY_OK(database->prepare_file());
    TRY(auto const floor, database->highest_id());
    database->ids_ = std::make_unique<IdMaker>(database->options_.node, floor);
    database->writer_ = std::make_unique<SqliteWriter>(
        *database->writing_,
        SqliteWriter::Context{clock, scheduler, *database->ids_, database->options_.write_queue_max,
                              database->options_.write_wait_max});
    return database;
}

SqliteConnection::Options SqliteDatabase::connection_options(bool read_only) const {
    return {path_, options_.sqlite_vfs, read_only, options_.cache_bytes, options_.mmap_bytes};
}

Result<void> SqliteDatabase::prepare_file() {
    if (in_memory()) return {};
    ::chmod(path_.c_str(), 0600);
    TRY_OK(writing_->execute(
        fmt::format("PRAGMA page_size = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                    "PRAGMA wal_autocheckpoint = 2000",
                    page_bytes)));
    return {};
}

/// The highest id of any table, so that new ones go on above it even when the clock was set back.
Result<std::int64_t> SqliteDatabase::highest_id() {
    TRY(auto const query,
        writing_->text_of(
            "SELECT 'SELECT MAX(id) FROM (' || group_concat('SELECT MAX(id) AS id FROM ' || "
            "m.name, "
            "' UNION ALL ') || ')' FROM sqlite_schema m JOIN pragma_table_info(m.name) c "
            "ON c.name = 'id' WHERE m.type = 'table'"));
    if (query.empty()) return 0;
    TRY(auto const text, writing_->text_of(query));
    return parse_id(text).value_or(0);
}

Result<std::unique_ptr<SqliteConnection>> SqliteDatabase::lease() {
    {
        std::lock_guard const lock(mutex_);
        if (!idle_readers_.empty()) {
            auto connection = std::move(idle_readers_.back());
            idle_readers_.pop_back();
            return connection;
        }
    }
    return SqliteConnection::open(connection_options(true));
}

void SqliteDatabase::give_back(std::unique_ptr<SqliteConnection> connection) {
    std::lock_guard const lock(mutex_);
    if (idle_readers_.size() < idle_readers_max) idle_readers_.push_back(std::move(connection));
}

Result<void> SqliteDatabase::run_read(Closure const& closure) {
    if (in_memory()) {
        std::lock_guard const lock(memory_mutex_);
        auto const before = writing_->statements;
        auto tx = TxAccess::make(*writing_, board_, *ids_, clock_.now(), false);
        auto result = closure(tx);
        thread_statements += writing_->statements - before;
        return result;
    }
    TRY(auto connection, lease());
    auto const before = connection->statements;
    TRY_OK(connection->execute("BEGIN"));
    auto tx = TxAccess::make(*connection, board_, *ids_, clock_.now(), false);
    auto result = closure(tx);
    auto const ended = connection->execute("COMMIT");
    thread_statements += connection->statements - before;
    if (ended) give_back(std::move(connection));
    return result;
}

Result<void> SqliteDatabase::run_write(Closure const& closure, Urgency urgency) {
    writer_->set_board(board_);
    std::uint64_t statements = 0;
    auto const guarded = [&](Tx& tx) -> Result<void> {
        std::unique_lock lock(memory_mutex_, std::defer_lock);
        if (in_memory()) lock.lock();
        return closure(tx);
    };
    auto result = writer_->write(guarded, urgency, statements);
    thread_statements += statements;
    return result;
}

std::uint64_t SqliteDatabase::statements_of_this_thread() const { return thread_statements; }

Result<void> SqliteDatabase::back_up_to(std::string const& path,
                                        std::function<void(double)> progress) {
    TRY(auto const source, lease());
    TRY(auto const target, SqliteConnection::open({path, "", false, options_.cache_bytes, 0}));
    auto* const backup = sqlite3_backup_init(target->raw(), "main", source->raw(), "main");
    if (!backup)
        return fail(Errc::unavailable, "The backup cannot be started.",
                    sqlite3_errmsg(target->raw()));
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup, backup_pages_a_step)) == SQLITE_OK ||
           code == SQLITE_BUSY) {
        auto const total = std::max(sqlite3_backup_pagecount(backup), 1);
        progress(1.0 - static_cast<double>(sqlite3_backup_remaining(backup)) / total);
    }
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return fail(sqlite_error(code, "copying to " + path));
    progress(1.0);
    return {};
}

Result<void> SqliteDatabase::check() {
    TRY(auto const connection, lease());
    TRY(auto const integrity, connection->text_of("PRAGMA integrity_check(10)"));
    if (integrity != "ok") return fail(Errc::unavailable, "The database is damaged: " + integrity);
    TRY(auto const broken,
        connection->text_of("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"));
    if (!broken.empty())
        return fail(Errc::unavailable, "The database is damaged: dangling references in " + broken);
    return {};
}

Result<void> SqliteDatabase::check_statement(Sql const& sql) {
    TRY(auto const connection,
        in_memory() ? SqliteConnection::open({":memory:", "", false, 0, 0}) : lease());
    auto& used = in_memory() ? *writing_ : *connection;
    TRY(auto const columns, used.count_columns(sql));
    if (sql.columns().size() != columns && !(sql.columns().empty()))
        return fail(Errc::internal, fmt::format("{}: {} columns, but its row has {}", sql.name(),
                                                columns, sql.columns().size()));
    return {};
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
    static Sql const note{"schema_migrations.insert",
                          "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)"};
    return write([&](Tx& tx) -> Result<void> {
        for (auto const& statement : translate_migration(text, Dialect::sqlite))
            TRY_OK(writing_->execute(statement));
        TRY_OK(tx.run(note, name, tx.now()));
        return {};
    });
}

void SqliteDatabase::stop() {
    if (!writer_) return;
    writer_->stop();
    if (in_memory()) return;
    std::lock_guard const lock(mutex_);
    idle_readers_.clear();
    // A clean stop leaves one file and no log behind.
    if (auto done = writing_->execute("PRAGMA wal_checkpoint(TRUNCATE)"); !done)
        log::failure(log::Level::warning, "db.checkpoint_failed", done.error());
}

}  // namespace skein::db
