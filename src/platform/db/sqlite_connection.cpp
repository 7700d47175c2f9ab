#include "platform/db/sqlite_connection.h"

#include <sqlite3.h>

#include <array>
#include <charconv>

#include "base/json.h"
#include "platform/db/neutral.h"

namespace skein::db {
namespace {

/// The current row of a statement.
class SqliteColumns final : public Columns {
  public:
    explicit SqliteColumns(sqlite3_stmt* statement) : statement_(statement) {}
    bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    bool boolean(int column) const override {
        return sqlite3_column_int64(statement_, column) != 0;
    }
    double real(int column) const override { return sqlite3_column_double(statement_, column); }
    std::string_view text(int column) const override {
        auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
        if (!text) return {};
        return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    std::string_view bytes(int column) const override {
        auto const* data = static_cast<char const*>(sqlite3_column_blob(statement_, column));
        if (!data) return {};
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

  private:
    sqlite3_stmt* statement_;
};

/// Resets a statement when its use ends: a row left open keeps the log from being checkpointed.
class Use {
  public:
    explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
    ~Use() { sqlite3_reset(statement_); }
    Use(Use const&) = delete;
    Use& operator=(Use const&) = delete;

  private:
    sqlite3_stmt* statement_;
};

std::string json_list(std::span<std::int64_t const> numbers) {
    std::string out = "[";
    std::array<char, 24> digits;
    for (auto const number : numbers) {
        if (out.size() > 1) out += ',';
        out.append(digits.data(),
                   std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    }
    return out + "]";
}

std::string json_list(std::span<std::string const> texts) {
    json::Writer out;
    out.array([&] {
        for (auto const& text : texts) out.value(text);
    });
    return out.take();
}

int bind_text(sqlite3_stmt* statement, int index, std::string_view text) {
    return sqlite3_bind_text64(statement, index, text.data() ? text.data() : "", text.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
}

int bind_copy(sqlite3_stmt* statement, int index, std::string const& text) {
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}

int bind_value(sqlite3_stmt* statement, int index, Value const& value) {
    return std::visit(
        [&]<class T>(T const& v) {
            if constexpr (std::is_same_v<T, std::monostate>)
                return sqlite3_bind_null(statement, index);
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return sqlite3_bind_int64(statement, index, v);
            else if constexpr (std::is_same_v<T, bool>)
                return sqlite3_bind_int64(statement, index, v ? 1 : 0);
            else if constexpr (std::is_same_v<T, double>)
                return sqlite3_bind_double(statement, index, v);
            else if constexpr (std::is_same_v<T, std::string_view>)
                return bind_text(statement, index, v);
            else if constexpr (std::is_same_v<T, Bytes const*>)
                return sqlite3_bind_blob64(statement, index, v->data.data(), v->data.size(),
                                           SQLITE_STATIC);
            else return bind_copy(statement, index, json_list(v));
        },
        value);
}

std::string_view declared_type(ColumnType type) {
    switch (type) {
        case ColumnType::integer:
        case ColumnType::boolean: return "INTEGER";
        case ColumnType::real: return "REAL";
        case ColumnType::text: return "TEXT";
        case ColumnType::bytes: return "BLOB";
    }
    return "";
}

// Well under a millisecond of ordinary steps; a clock is read so seldom that it cannot be measured.
constexpr int steps_between_looks_at_the_clock = 10'000;

}  // namespace

Error sqlite_error(int code, std::string detail) {
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            // A missing value or a value of the wrong kind is our mistake, not a conflict.
            if (code == SQLITE_CONSTRAINT_NOTNULL || code == SQLITE_CONSTRAINT_CHECK ||
                code == SQLITE_CONSTRAINT_DATATYPE)
                return {Errc::internal, "", std::move(detail)};
            return {Errc::conflict, "Duplicate record", std::move(detail)};
        case SQLITE_FULL:
            return {Errc::storage_full,
                    "The server's disk is full. Nothing was changed; please try again later.",
                    std::move(detail)};
        case SQLITE_READONLY:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return {Errc::storage_full,
                    "The server cannot write to its disk just now. Nothing was changed; please try "
                    "again later.",
                    std::move(detail)};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
            return {Errc::unavailable, "The server is busy. Please try again.", std::move(detail)};
        case SQLITE_INTERRUPT: return {Errc::timeout, read_too_slow, std::move(detail)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {Errc::unavailable,
                    "The database is damaged. Run `skein check`, then restore a backup.",
                    std::move(detail)};
        default: return {Errc::internal, "", std::move(detail)};
    }
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(Options const& options) {
    // Counting memory would put one lock around every allocation of every connection. Refused
    // without harm once the library is in use.
    static std::once_flag library_set_up;
    std::call_once(library_set_up, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
    auto const mode =
        options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    auto const code =
        sqlite3_open_v2(options.file.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                        options.vfs.empty() ? nullptr : options.vfs.c_str());
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(raw));
    if (code != SQLITE_OK) return fail(sqlite_error(code, "opening " + options.file));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, 10'000);
    sqlite3_progress_handler(
        raw, steps_between_looks_at_the_clock,
        [](void* self) {
            auto const deadline = static_cast<SqliteConnection*>(self)->deadline_;
            return deadline != no_deadline && std::chrono::steady_clock::now() > deadline ? 1 : 0;
        },
        connection.get());
    TRY_OK(connection->execute(
        fmt::format("PRAGMA cache_size = -{}; PRAGMA mmap_size = {}; PRAGMA foreign_keys = ON; "
                    "PRAGMA temp_store = MEMORY",
                    options.cache_bytes / 1024, options.mmap_bytes)));
    return connection;
}

SqliteConnection::~SqliteConnection() {
    for (auto* statement : statements_) sqlite3_finalize(statement);
    for (auto* statement : controls_) sqlite3_finalize(statement);
    sqlite3_finalize(commit_number_);
    sqlite3_close_v2(db_);
}

Error SqliteConnection::error_of(int code, std::string_view where) const {
    return sqlite_error(code, fmt::format("{}: {} ({})", where, sqlite3_errmsg(db_), code));
}

Result<sqlite3_stmt*> SqliteConnection::prepare(std::string const& text,
                                                std::string_view name) const {
    sqlite3_stmt* statement = nullptr;
    auto const code = sqlite3_prepare_v3(db_, text.data(), static_cast<int>(text.size()),
                                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return fail(error_of(code, name));
    return statement;
}

Result<sqlite3_stmt*> SqliteConnection::prepared(Sql const& sql) {
    if (sql.index() >= statements_.size()) statements_.resize(Sql::all().size());
    auto& statement = statements_[sql.index()];
    if (!statement) {
        TRY(statement, prepare(translate_statement(sql.text(), Dialect::sqlite), sql.name()));
    }
    // A statement asked again while its own rows are being visited would lose them.
    expects(!sqlite3_stmt_busy(statement));
    return statement;
}

Result<void> SqliteConnection::control(Control what) {
    constexpr std::array<char const*, 8> texts{"BEGIN",
                                               "BEGIN IMMEDIATE",
                                               "COMMIT",
                                               "ROLLBACK",
                                               "SAVEPOINT closure",
                                               "RELEASE closure",
                                               "ROLLBACK TO closure",
                                               "UPDATE commits SET number = number + 1"};
    auto const index = static_cast<std::size_t>(what);
    auto& statement = controls_[index];
    if (!statement) {
        TRY(statement, prepare(texts[index], texts[index]));
    }
    auto const code = sqlite3_step(statement);
    auto result = code == SQLITE_DONE ? Result<void>{} : fail(error_of(code, texts[index]));
    sqlite3_reset(statement);
    return result;
}

Result<void> SqliteConnection::make_commit_numbers() {
    return execute(
        "CREATE TABLE IF NOT EXISTS commits (number INTEGER NOT NULL) STRICT; "
        "INSERT INTO commits SELECT 1 WHERE NOT EXISTS (SELECT * FROM commits)");
}

Result<std::int64_t> SqliteConnection::commit_number() {
    constexpr auto* text = "SELECT number FROM commits";
    if (!commit_number_) {
        TRY(commit_number_, prepare(text, text));
    }
    Use const use(commit_number_);
    auto const code = sqlite3_step(commit_number_);
    if (code != SQLITE_ROW) return fail(error_of(code, text));
    return sqlite3_column_int64(commit_number_, 0);
}

Result<void> SqliteConnection::bind(sqlite3_stmt* statement, std::span<Value const> values) {
    expects(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto const code = bind_value(statement, static_cast<int>(i) + 1, values[i]);
        if (code != SQLITE_OK) return fail(error_of(code, "binding a parameter"));
    }
    return {};
}

Result<std::int64_t> SqliteConnection::run(Sql const& sql, std::span<Value const> values) {
    ++statements;
    TRY(auto* const statement, prepared(sql));
    Use const use(statement);
    TRY_OK(bind(statement, values));
    auto code = sqlite3_step(statement);
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) return fail(error_of(code, sql.name()));
    return sqlite3_changes64(db_);
}

Result<void> SqliteConnection::visit(Sql const& sql, RowVisitor visitor,
                                     std::span<Value const> values) {
    ++statements;
    TRY(auto* const statement, prepared(sql));
    Use const use(statement);
    TRY_OK(bind(statement, values));
    SqliteColumns const columns(statement);
    for (;;) {
        auto const code = sqlite3_step(statement);
        if (code == SQLITE_DONE) return {};
        if (code != SQLITE_ROW) return fail(error_of(code, sql.name()));
        if (!visitor.call(visitor.self, columns)) return {};
    }
}

Result<void> SqliteConnection::execute(std::string const& text) {
    auto const code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(error_of(code, text.substr(0, 80)));
    return {};
}

Result<void> SqliteConnection::check_columns(Sql const& sql) {
    TRY(auto* const statement, prepared(sql));
    if (sql.columns().empty()) return {};
    auto const count = static_cast<std::size_t>(sqlite3_column_count(statement));
    if (count != sql.columns().size()) return fail(wrong_columns(sql, fmt::format("{}", count)));
    for (std::size_t i = 0; i < count; ++i) {
        // An expression has no declared type.
        auto const* declared = sqlite3_column_decltype(statement, static_cast<int>(i));
        if (declared && declared != declared_type(sql.columns()[i]))
            return fail(wrong_columns(sql, fmt::format("{} at {}", declared, i + 1)));
    }
    return {};
}

bool SqliteConnection::in_autocommit() const { return sqlite3_get_autocommit(db_) != 0; }

std::int64_t SqliteConnection::rows_changed() const { return sqlite3_total_changes64(db_); }

Result<std::string> SqliteConnection::text_of(std::string const& text) {
    sqlite3_stmt* raw = nullptr;
    auto const prepared = sqlite3_prepare_v2(db_, text.c_str(), -1, &raw, nullptr);
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> const statement(raw, sqlite3_finalize);
    if (prepared != SQLITE_OK) return fail(error_of(prepared, text));
    auto const code = sqlite3_step(raw);
    if (code == SQLITE_DONE) return std::string();
    if (code != SQLITE_ROW) return fail(error_of(code, text));
    return std::string(SqliteColumns(raw).text(0));
}

}  // namespace skein::db
