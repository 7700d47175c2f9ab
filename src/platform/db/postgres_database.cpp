#include "platform/db/postgres_database.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <thread>

#include "base/log.h"
#include "platform/db/neutral.h"
#include "platform/db/postgres_backup.h"

namespace skein::db {
namespace {

constexpr int write_attempts_max = 8;
constexpr auto slow_transaction = std::chrono::seconds(1);

// Any number, the same in every process that migrates.
constexpr std::int64_t migration_lock = 0x536b65696e;

constexpr char const* begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr char const* begin_write = "BEGIN ISOLATION LEVEL SERIALIZABLE";

thread_local std::uint64_t thread_statements = 0;

/// How a read begins; a limit of its time goes to the server in the same message. It holds for each
/// statement, of which a read has a fixed number.
std::string begin_limited_read() {
    auto const limit = ReadTimeLimit::of_this_thread();
    if (!limit) return begin_read;
    return fmt::format(
        "{}; SET LOCAL statement_timeout = {}", begin_read,
        std::max<std::int64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(*limit).count(), 1));
}

/// Waits a random while that doubles with each attempt, so that those who met do not meet again.
void step_aside(int attempt) {
    auto const seed = std::chrono::steady_clock::now().time_since_epoch().count();
    std::minstd_rand random(static_cast<unsigned>(seed));
    auto const longest = 1000 << attempt;
    std::this_thread::sleep_for(
        Duration(std::uniform_int_distribution<int>(longest / 4, longest)(random)));
}

void note_slow(char const* event, std::chrono::steady_clock::time_point begun,
               std::uint64_t statements) {
    auto const taken = std::chrono::steady_clock::now() - begun;
    if (taken <= slow_transaction) return;
    log::warning(event,
                 {{"ms", std::chrono::duration_cast<std::chrono::milliseconds>(taken).count()},
                  {"statements", statements}});
}

/// The highest id of any table whose primary key begins with `id`.
Result<std::int64_t> highest_id(PostgresConnection& connection) {
    TRY(auto const query,
        connection.text_of(
            "SELECT 'SELECT MAX(id) FROM (' || string_agg('SELECT MAX(id) AS id FROM ' || "
            "quote_ident(c.relname), ' UNION ALL ') || ') AS ids' FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
            "WHERE i.indisprimary AND a.attname = 'id' AND a.atttypid = 'bigint'::regtype "
            "AND c.relnamespace = quote_ident(current_schema())::regnamespace"));
    if (query.empty()) return 0;
    TRY(auto const text, connection.text_of(query));
    return parse_id(text).value_or(0);
}

std::string describe(PGconn* connection) {
    // Host and name only: an address may hold a password.
    auto const* host = PQhost(connection);
    return fmt::format("PostgreSQL {}, {} at {}", PQparameterStatus(connection, "server_version"),
                       PQdb(connection), host && *host ? host : "this machine");
}

}  // namespace

PostgresDatabase::PostgresDatabase(Options const& options, Clock const& clock,
                                   threads::Scheduler& scheduler)
    : clock_(clock),
      pool_({options.url, options.postgres_schema,
             std::max<std::size_t>(options.postgres_connections_max, 1), options.write_wait_max},
            scheduler),
      write_wait_max_(options.write_wait_max),
      turn_ended_(scheduler) {}

PostgresDatabase::~PostgresDatabase() { stop(); }

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::open(Options options,
                                                                 Clock const& clock,
                                                                 threads::Scheduler& scheduler) {
    std::unique_ptr<PostgresDatabase> database(new PostgresDatabase(options, clock, scheduler));
    TRY_OK(database->prepare_schema(options.postgres_schema));
    TRY(auto lease, database->pool_.lease());
    database->description_ = describe(lease->raw());
    TRY(auto const encoding, lease->text_of("SHOW server_encoding"));
    if (encoding != "UTF8")
        return fail(Errc::unavailable,
                    "The PostgreSQL database must be made with ENCODING 'UTF8'; this one has " +
                        encoding + ".");
    TRY(auto const floor, highest_id(*lease));
    database->ids_ = std::make_unique<IdMaker>(options.node, floor);
    return database;
}

Result<void> PostgresDatabase::prepare_schema(std::string const& schema) {
    if (schema.empty()) return {};
    TRY(auto lease, pool_.lease());
    // Nodes that start together must not meet in it.
    TRY_OK(lease->execute("BEGIN"));
    TRY_OK(lease->execute(fmt::format("SELECT pg_advisory_xact_lock({})", migration_lock)));
    TRY_OK(
        lease->execute("DO $$ BEGIN EXECUTE 'CREATE SCHEMA IF NOT EXISTS ' || "
                       "split_part(current_setting('search_path'), ',', 1); END $$"));
    return lease->execute("COMMIT");
}

Result<void> PostgresDatabase::run_read(Closure const& closure) {
    auto const begun = std::chrono::steady_clock::now();
    TRY(auto lease, pool_.begin(begin_limited_read()));
    auto const before = lease->statements;
    auto tx = TxAccess::make(*lease, board_, *ids_, clock_.now(), false);
    auto result = closure(tx);
    thread_statements += lease->statements - before;
    // What could be read was read; a connection that fails to end is closed by the pool.
    (void)lease->execute("COMMIT");
    note_slow("db.slow_read", begun, lease->statements - before);
    return result;
}

/// Ends with its owner, also when a closure throws.
class PostgresDatabase::Turn {
  public:
    explicit Turn(PostgresDatabase& database) : database_(database) {}
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn() {
        std::lock_guard const lock(database_.turn_mutex_);
        database_.writing_ = false;
        database_.turn_ended_.notify_one();
    }

  private:
    PostgresDatabase& database_;
};

Result<std::unique_ptr<PostgresDatabase::Turn>> PostgresDatabase::take_turn() {
    std::unique_lock lock(turn_mutex_);
    auto const free =
        turn_ended_.wait_until(lock, clock_.now() + write_wait_max_, [&] { return !writing_; });
    if (!free)
        return fail(Errc::unavailable, "The server is busy. Please try again in a few seconds.");
    writing_ = true;
    return std::make_unique<Turn>(*this);
}

Result<void> PostgresDatabase::run_write(Closure const& closure, Urgency) {
    for (int attempt = 1;; ++attempt) {
        if (stopping_)
            return fail(Errc::cancelled, "The server is stopping. Please try again in a moment.");
        auto turn = take_turn();
        if (!turn) return fail(std::move(turn).error());
        auto tried = try_write(closure);
        turn->reset();
        if (!tried.again) return std::move(tried.result);
        if (attempt == write_attempts_max) {
            log::failure(log::Level::warning, "db.gave_up", tried.result.error());
            return fail(Errc::unavailable, "The server is busy. Please try again in a few seconds.",
                        tried.result.error().detail);
        }
        step_aside(attempt);
    }
}

PostgresDatabase::Attempt PostgresDatabase::try_write(Closure const& closure) {
    auto const begun = std::chrono::steady_clock::now();
    auto lease = pool_.begin(begin_write);
    if (!lease) return {fail(std::move(lease).error())};
    auto& connection = **lease;
    auto const before = connection.statements;
    auto tx = TxAccess::make(connection, board_, *ids_, clock_.now(), true);
    auto result = TxAccess::verdict(tx, closure(tx));
    thread_statements += connection.statements - before;
    auto const serialization = PostgresConnection::Failure::serialization;
    if (!result) {
        (void)connection.execute("ROLLBACK");
        return {std::move(result), connection.failure() == serialization};
    }
    if (auto committed = connection.execute("COMMIT"); !committed) {
        if (!connection.usable())
            return {fail(Errc::timeout,
                         "The server's database was lost while this was saved. Please look whether "
                         "it is there before you try again.",
                         committed.error().detail)};
        return {std::move(committed), connection.failure() == serialization};
    }
    note_slow("db.slow_write", begun, connection.statements - before);
    for (auto& work : TxAccess::after_commit(tx)) work();
    return {};
}

std::uint64_t PostgresDatabase::statements_of_this_thread() const { return thread_statements; }

Result<void> PostgresDatabase::back_up_to(std::string const& path,
                                          std::function<void(double)> progress) {
    TRY(auto lease, pool_.begin(begin_read));
    TRY_OK(lease->execute("SET LOCAL statement_timeout = 0"));
    TRY_OK(write_postgres_backup(*lease, path, progress));
    return lease->execute("COMMIT");
}

Result<void> PostgresDatabase::restore_from(std::string const& path) {
    TRY(auto lease, pool_.begin("BEGIN"));
    TRY_OK(lease->execute("SET LOCAL statement_timeout = 0"));
    TRY(auto const tables, list_postgres_tables(*lease));
    if (!tables.empty())
        return fail(Errc::conflict,
                    "The database is not empty. Restore into a new one: createdb NAME.");
    TRY_OK(read_postgres_backup(*lease, path));
    return lease->execute("COMMIT");
}

Result<void> PostgresDatabase::check() {
    TRY(auto lease, pool_.begin(begin_read));
    TRY_OK(lease->execute("SET LOCAL statement_timeout = 0"));
    TRY(auto const tables, list_postgres_tables(*lease));
    for (auto const& table : tables) {
        // Reads every column of every row, so that a damaged page shows itself.
        auto const read = lease->copy_out("COPY " + table + " TO STDOUT",
                                          [](std::string_view) { return Result<void>{}; });
        if (!read)
            return fail(Errc::unavailable, "The database is damaged: " + table + " cannot be read.",
                        read.error().detail);
    }
    return lease->execute("COMMIT");
}

Result<void> PostgresDatabase::check_statement(Sql const& sql) {
    TRY(auto lease, pool_.lease());
    return lease->check_columns(sql);
}

Result<std::int64_t> PostgresDatabase::size_bytes() const {
    TRY(auto lease, pool_.lease());
    TRY(auto const text, lease->text_of("SELECT pg_database_size(current_database())"));
    return parse_id(text).value_or(0);
}

Result<void> PostgresDatabase::run_migration(std::string const& name, std::string_view text) {
    TRY(auto lease, pool_.begin("BEGIN ISOLATION LEVEL READ COMMITTED"));
    TRY_OK(lease->execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"));
    TRY_OK(lease->execute(fmt::format("SELECT pg_advisory_xact_lock({})", migration_lock)));
    // Another node may have applied it while this one waited for the lock.
    TRY(auto const table, lease->text_of("SELECT to_regclass('schema_migrations')"));
    if (!table.empty()) {
        TRY(auto const names, lease->texts_of("SELECT name FROM schema_migrations"));
        if (std::ranges::find(names, name) != names.end()) return {};
    }
    for (auto const& statement : translate_migration(text, Dialect::postgres))
        TRY_OK(lease->execute(statement));
    auto const now = clock_.now().time_since_epoch().count();
    std::array<Value, 2> const values{std::string_view(name), std::int64_t{now}};
    TRY_OK(lease->run(note_migration, values));
    return lease->execute("COMMIT");
}

void PostgresDatabase::stop() {
    stopping_ = true;
    pool_.close_idle();
}

}  // namespace skein::db
