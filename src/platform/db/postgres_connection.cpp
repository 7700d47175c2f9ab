#include "platform/db/postgres_connection.h"

#include <algorithm>
#include <array>

#include "platform/db/neutral.h"

namespace skein::db {
namespace {

constexpr int oldest_server = 13'00'00;

constexpr char const* unreachable =
    "The server's database cannot be reached just now. Please try again in a moment.";

void ignore_notice(void*, PGresult const*) {}

/// For every statement of a session. Deadlines, so that nobody waits for ever on a stuck server; a
/// generic plan, as the statements are written for one and planning each costs more than running
/// it.
constexpr char const* session_settings =
    "SET plan_cache_mode = force_generic_plan; SET jit = off; SET lock_timeout = '10s'; "
    "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SET client_min_messages = warning";

std::string quoted(PGconn* connection, std::string const& name) {
    auto* const text = PQescapeIdentifier(connection, name.data(), name.size());
    std::string out = text ? text : "";
    PQfreemem(text);
    return out;
}

/// What an SQLSTATE means to the caller; the words are for people.
std::pair<Errc, char const*> meaning_of(std::string_view state) {
    struct Meaning {
        std::string_view prefix;
        Errc code;
        char const* message;
    };
    constexpr char const* busy = "The server is busy. Please try again in a few seconds.";
    constexpr char const* full =
        "The server's disk is full. Nothing was changed; please try again later.";
    constexpr char const* unwritable =
        "The server cannot write to its disk just now. Nothing was changed; please try again "
        "later.";
    constexpr char const* damaged =
        "The database is damaged. Run `skein check`, then restore a backup.";
    // Appendix A of PostgreSQL's manual; the first that fits.
    constexpr std::array meanings{
        Meaning{"23505", Errc::conflict, "Duplicate record"},
        Meaning{"23503", Errc::conflict, "Duplicate record"},
        Meaning{"40", Errc::unavailable, busy},
        Meaning{"53100", Errc::storage_full, full},
        Meaning{"25006", Errc::storage_full, unwritable},
        Meaning{"58", Errc::storage_full, unwritable},
        Meaning{"53", Errc::unavailable, busy},
        Meaning{"55P03", Errc::unavailable, busy},
        Meaning{"57014", Errc::timeout, read_too_slow},
        Meaning{"57P", Errc::unavailable, unreachable},
        Meaning{"08", Errc::unavailable, unreachable},
        Meaning{"22021", Errc::unprocessable, "The text has a character that cannot be stored."},
        Meaning{"XX", Errc::unavailable, damaged},
    };
    for (auto const& meaning : meanings)
        if (state.starts_with(meaning.prefix)) return {meaning.code, meaning.message};
    return {Errc::internal, ""};
}

bool is_narrow_integer(Oid type) { return type == oid::int4 || type == oid::int2; }

}  // namespace

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(std::string const& url,
                                                                     std::string const& schema) {
    // What stands before the address can be overruled by it, what stands behind cannot.
    constexpr std::array<char const*, 8> names{
        "connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
        "dbname",          "application_name", "client_encoding", nullptr};
    std::array<char const*, 8> const values{"5",         "15000", "30",   "10",
                                            url.c_str(), "skein", "UTF8", nullptr};
    auto* const raw = PQconnectdbParams(names.data(), values.data(), 1);
    std::unique_ptr<PostgresConnection> connection(new PostgresConnection(raw));
    if (PQstatus(raw) != CONNECTION_OK)
        return fail(Errc::unavailable, unreachable, raw ? PQerrorMessage(raw) : "out of memory");
    PQsetNoticeReceiver(raw, ignore_notice, nullptr);
    if (PQserverVersion(raw) < oldest_server)
        return fail(Errc::unavailable, "Skein needs PostgreSQL 13 or newer.",
                    PQparameterStatus(raw, "server_version"));
    TRY_OK(connection->execute(session_settings));
    if (!schema.empty()) TRY_OK(connection->execute("SET search_path = " + quoted(raw, schema)));
    return connection;
}

bool PostgresConnection::usable() const {
    return !outdated_ && PQstatus(connection_.get()) == CONNECTION_OK;
}

Error PostgresConnection::error_of(PGresult const* result, std::string_view where) {
    auto const field = [&](int code) -> std::string_view {
        auto const* text = result ? PQresultErrorField(result, code) : nullptr;
        return text ? text : "";
    };
    auto const state = field(PG_DIAG_SQLSTATE);
    failure_ = state == "40001" || state == "40P01" ? Failure::serialization : Failure::other;
    // Another node's migration changed what a prepared statement answers with.
    if (state == "0A000" || state == "26000") outdated_ = true;
    auto const lost = PQstatus(connection_.get()) != CONNECTION_OK || outdated_;
    auto const [code, message] =
        lost ? std::pair{Errc::unavailable, unreachable} : meaning_of(state);
    // Not the server's DETAIL: it quotes the values, and values are people's.
    auto const said = state.empty() ? std::string_view(PQerrorMessage(connection_.get()))
                                    : field(PG_DIAG_MESSAGE_PRIMARY);
    return {code, message,
            fmt::format("{}: {} ({}) {}", where, said, state, field(PG_DIAG_CONSTRAINT_NAME))};
}

Result<PostgresConnection::Answer> PostgresConnection::checked(PGresult* result,
                                                               std::string_view where) {
    Answer answer(result);
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_EMPTY_QUERY:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT: return answer;
        default: return fail(error_of(result, where));
    }
}

Result<void> PostgresConnection::prepare(Prepared& statement, Sql const& sql,
                                         std::string const& text) {
    auto const& types = statement.parameter_types;
    TRY_OK(checked(PQprepare(raw(), statement.name.c_str(), text.c_str(),
                             static_cast<int>(types.size()), types.data()),
                   sql.name()));
    TRY(auto const shape, checked(PQdescribePrepared(raw(), statement.name.c_str()), sql.name()));
    statement.parameter_types.clear();
    for (int i = 0; i < PQnparams(shape.get()); ++i)
        statement.parameter_types.push_back(PQparamtype(shape.get(), i));
    statement.column_types.clear();
    for (int i = 0; i < PQnfields(shape.get()); ++i)
        statement.column_types.push_back(PQftype(shape.get(), i));
    return {};
}

Result<PostgresConnection::Prepared*> PostgresConnection::prepared(Sql const& sql) {
    if (sql.index() >= statements_.size()) statements_.resize(Sql::all().size());
    auto& statement = statements_[sql.index()];
    if (statement.ready) return &statement;
    statement = {};
    statement.name = fmt::format("s{}", sql.index());
    auto const text = translate_statement(sql.text(), Dialect::postgres);
    TRY_OK(prepare(statement, sql, text));
    // The server guesses from `$1 = 0` that $1 is as narrow as that 0; our integers never are.
    auto const widened = std::ranges::count_if(statement.parameter_types, is_narrow_integer);
    std::ranges::replace_if(statement.parameter_types, is_narrow_integer, oid::int8);
    if (widened > 0) {
        TRY_OK(execute("DEALLOCATE " + statement.name));
        TRY_OK(prepare(statement, sql, text));
    }
    statement.ready = true;
    return &statement;
}

Result<PostgresConnection::Answer> PostgresConnection::execute_prepared(
    Sql const& sql, std::span<Value const> values) {
    ++statements;
    TRY(auto const* const statement, prepared(sql));
    parameters_.encode(values, statement->parameter_types);
    constexpr int binary_results = 1;
    return checked(
        PQexecPrepared(raw(), statement->name.c_str(), parameters_.count(), parameters_.pointers(),
                       parameters_.lengths(), parameters_.formats(), binary_results),
        sql.name());
}

Result<std::int64_t> PostgresConnection::run(Sql const& sql, std::span<Value const> values) {
    TRY(auto const answer, execute_prepared(sql, values));
    std::string_view const changed = PQcmdTuples(answer.get());
    std::int64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
}

Result<void> PostgresConnection::visit(Sql const& sql, RowVisitor visitor,
                                       std::span<Value const> values) {
    TRY(auto const answer, execute_prepared(sql, values));
    auto const rows = PQntuples(answer.get());
    for (int row = 0; row < rows; ++row)
        if (!visitor.call(visitor.self, PostgresColumns(answer.get(), row))) break;
    return {};
}

Result<void> PostgresConnection::execute(std::string const& text) {
    TRY_OK(checked(PQexec(raw(), text.c_str()), std::string_view(text).substr(0, 80)));
    return {};
}

Result<void> PostgresConnection::check_columns(Sql const& sql) {
    TRY(auto const* const statement, prepared(sql));
    if (sql.columns().empty()) return {};
    auto const& found = statement->column_types;
    if (found.size() != sql.columns().size())
        return fail(wrong_columns(sql, fmt::format("{}", found.size())));
    for (std::size_t i = 0; i < found.size(); ++i)
        if (!is_readable_as(found[i], sql.columns()[i]))
            return fail(wrong_columns(sql, fmt::format("type {} at {}", found[i], i + 1)));
    return {};
}

Result<std::string> PostgresConnection::text_of(std::string const& text) {
    TRY(auto const texts, texts_of(text));
    return texts.empty() ? std::string() : texts.front();
}

Result<std::vector<std::string>> PostgresConnection::texts_of(std::string const& text) {
    TRY(auto const answer, checked(PQexec(raw(), text.c_str()), text.substr(0, 80)));
    std::vector<std::string> texts;
    for (int row = 0; row < PQntuples(answer.get()); ++row)
        texts.emplace_back(PQgetvalue(answer.get(), row, 0));
    return texts;
}

Result<void> PostgresConnection::copy_out(
    std::string const& text, std::function<Result<void>(std::string_view)> const& sink) {
    TRY_OK(checked(PQexec(raw(), text.c_str()), text.substr(0, 80)));
    Result<void> written;
    for (;;) {
        char* data = nullptr;
        auto const got = PQgetCopyData(raw(), &data, 0);
        if (got < 0) break;
        // The rest is read to its end also when it can no longer be kept.
        if (written) written = sink(std::string_view(data, static_cast<std::size_t>(got)));
        PQfreemem(data);
    }
    TRY_OK(checked(PQgetResult(raw()), "ending a copy"));
    while (auto* rest = PQgetResult(raw())) PQclear(rest);
    return written;
}

Result<void> PostgresConnection::copy_in(std::string const& text,
                                         std::function<Result<std::string_view>()> const& source) {
    TRY_OK(checked(PQexec(raw(), text.c_str()), text.substr(0, 80)));
    Result<void> given;
    for (;;) {
        auto const piece = source();
        if (!piece) given = fail(piece.error());
        if (!piece || piece->empty()) break;
        if (PQputCopyData(raw(), piece->data(), static_cast<int>(piece->size())) != 1) break;
    }
    PQputCopyEnd(raw(), given ? nullptr : "the source failed");
    auto ended = checked(PQgetResult(raw()), "ending a copy");
    while (auto* rest = PQgetResult(raw())) PQclear(rest);
    TRY_OK(std::move(given));
    TRY_OK(std::move(ended));
    return {};
}

}  // namespace skein::db
