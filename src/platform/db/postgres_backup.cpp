#include "platform/db/postgres_backup.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace skein::db {
namespace {

constexpr std::string_view first_line = "skein postgres copy 1\n";
constexpr std::size_t record_bytes_max = 1U << 30;

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

struct Record {
    char kind = 0;
    std::string data;
};

Result<void> write_record(std::FILE* file, char kind, std::string_view data) {
    auto const length = htonl(static_cast<std::uint32_t>(data.size()));
    auto const written = std::fputc(kind, file) != EOF &&
                         std::fwrite(&length, sizeof(length), 1, file) == 1 &&
                         std::fwrite(data.data(), 1, data.size(), file) == data.size();
    if (!written)
        return fail(Errc::storage_full, "The backup cannot be written: the disk may be full.",
                    std::strerror(errno));
    return {};
}

Error damaged() { return {Errc::unprocessable, "The backup is damaged or cut off.", ""}; }

Result<void> read_record(std::FILE* file, Record& record) {
    auto const kind = std::fgetc(file);
    std::uint32_t length = 0;
    if (kind == EOF || std::fread(&length, sizeof(length), 1, file) != 1) return fail(damaged());
    length = ntohl(length);
    if (length > record_bytes_max) return fail(damaged());
    record.kind = static_cast<char>(kind);
    record.data.resize(length);
    if (std::fread(record.data.data(), 1, length, file) != length) return fail(damaged());
    return {};
}

Result<File> open_to_read(std::string const& path) {
    File file(std::fopen(path.c_str(), "rbe"));
    if (!file)
        return fail(Errc::not_found, "The backup cannot be read: " + path, std::strerror(errno));
    std::string line(first_line.size(), '\0');
    if (std::fread(line.data(), 1, line.size(), file.get()) != line.size() || line != first_line)
        return fail(Errc::unprocessable, "This is not a backup of a PostgreSQL database: " + path);
    return file;
}

Result<std::string> columns_of(PostgresConnection& connection, std::string const& table) {
    TRY(auto const columns,
        connection.text_of(fmt::format(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute "
            "WHERE attrelid = '{}'::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attgenerated = ''",
            table)));
    return fmt::format("{} ({})", table, columns);
}

Result<void> write_table(PostgresConnection& connection, std::FILE* file,
                         std::string const& table) {
    TRY(auto const head, columns_of(connection, table));
    TRY_OK(write_record(file, 't', head));
    return connection.copy_out("COPY " + head + " TO STDOUT", [&](std::string_view rows) {
        return write_record(file, 'd', rows);
    });
}

/// Runs a query whose rows are statements, and writes those.
Result<void> write_statements(PostgresConnection& connection, std::FILE* file,
                              std::string const& query) {
    TRY(auto const statements, connection.texts_of(query));
    for (auto const& statement : statements) TRY_OK(write_record(file, 's', statement));
    return {};
}

constexpr char const* extensions =
    "SELECT 'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(extname) FROM pg_extension "
    "WHERE extname <> 'plpgsql' ORDER BY extname";

constexpr char const* tables_made =
    "SELECT 'CREATE TABLE ' || quote_ident(c.relname) || ' (' || string_agg("
    "quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || "
    "CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || quote_ident(l.collname) "
    "ELSE '' END || "
    "CASE WHEN a.attgenerated = 's' "
    "THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED' "
    "WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END || "
    "CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum) || ')' "
    "FROM pg_class c "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation l ON l.oid = a.attcollation "
    "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
    "WHERE c.relkind = 'r' AND c.relnamespace = quote_ident(current_schema())::regnamespace "
    "GROUP BY c.relname ORDER BY c.relname";

// Keys before the references to them.
constexpr char const* constraints_made =
    "SELECT 'ALTER TABLE ' || quote_ident(c.relname) || ' ADD CONSTRAINT ' || "
    "quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid, true) FROM pg_constraint k "
    "JOIN pg_class c ON c.oid = k.conrelid "
    "WHERE k.contype IN ('p', 'u', 'c', 'f') "
    "AND c.relnamespace = quote_ident(current_schema())::regnamespace "
    "ORDER BY k.contype = 'f', c.relname, k.conname";

constexpr char const* indexes_made =
    "SELECT pg_get_indexdef(i.indexrelid, 0, true) FROM pg_index i "
    "JOIN pg_class c ON c.oid = i.indrelid "
    "WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND NOT EXISTS "
    "(SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u')) "
    "ORDER BY 1";

Result<void> write_all(PostgresConnection& connection, std::FILE* file,
                       std::function<void(double)> const& progress) {
    if (std::fwrite(first_line.data(), 1, first_line.size(), file) != first_line.size())
        return fail(Errc::storage_full, "The backup cannot be written.", std::strerror(errno));
    TRY_OK(write_statements(connection, file, extensions));
    TRY_OK(write_statements(connection, file, tables_made));
    TRY(auto const tables, list_postgres_tables(connection));
    for (std::size_t i = 0; i < tables.size(); ++i) {
        progress(static_cast<double>(i) / static_cast<double>(tables.size()));
        TRY_OK(write_table(connection, file, tables[i]));
    }
    TRY_OK(write_statements(connection, file, constraints_made));
    TRY_OK(write_statements(connection, file, indexes_made));
    TRY_OK(write_record(file, 'z', ""));
    if (std::fflush(file) != 0 || ::fsync(::fileno(file)) != 0)
        return fail(Errc::storage_full, "The backup cannot be written.", std::strerror(errno));
    progress(1.0);
    return {};
}

Result<void> read_table(PostgresConnection& connection, std::FILE* file, Record& record) {
    auto const text = "COPY " + record.data + " FROM STDIN";
    // Ends at the record behind the rows, which is then the caller's.
    return connection.copy_in(text, [&]() -> Result<std::string_view> {
        TRY_OK(read_record(file, record));
        return record.kind == 'd' ? std::string_view(record.data) : std::string_view();
    });
}

}  // namespace

Result<std::vector<std::string>> list_postgres_tables(PostgresConnection& connection) {
    return connection.texts_of(
        "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = quote_ident(current_schema())::regnamespace ORDER BY relname");
}

Result<void> write_postgres_backup(PostgresConnection& connection, std::string const& path,
                                   std::function<void(double)> const& progress) {
    auto const fd =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    File const file(fd < 0 ? nullptr : ::fdopen(fd, "wb"));
    if (!file)
        return fail(Errc::storage_full, "The backup cannot be written: " + path,
                    std::strerror(errno));
    auto written = write_all(connection, file.get(), progress);
    if (!written) ::unlink(path.c_str());
    return written;
}

Result<void> read_postgres_backup(PostgresConnection& connection, std::string const& path) {
    TRY(auto const file, open_to_read(path));
    Record record;
    TRY_OK(read_record(file.get(), record));
    while (record.kind != 'z') {
        if (record.kind == 't') {
            TRY_OK(read_table(connection, file.get(), record));
        } else if (record.kind == 's') {
            TRY_OK(connection.execute(record.data));
            TRY_OK(read_record(file.get(), record));
        } else {
            return fail(damaged());
        }
    }
    return {};
}

}  // namespace skein::db
