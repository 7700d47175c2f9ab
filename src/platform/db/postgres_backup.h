// The file in which a PostgreSQL database is kept outside it. Of use to platform/db only.
//
// The line `skein postgres copy 1`, then records: one letter, a length of four bytes in network
// order, that many bytes.
//
// | letter | bytes                                                                        |
// |--------|------------------------------------------------------------------------------|
// | s      | a statement to run: extensions and tables first, constraints and indexes last |
// | t      | a table with its columns, quoted: `statuses (id, text, …)`; its rows follow  |
// | d      | rows of that table as COPY writes them (PostgreSQL's manual, COPY, text)     |
// | z      | nothing; the file is whole                                                   |
//
// The file needs no migration to be read: it holds the tables as they were, the list of applied
// migrations among them, so that any later program goes on from there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/db/postgres_connection.h"

namespace skein::db {

/// The tables of the schema, quoted.
Result<std::vector<std::string>> list_postgres_tables(PostgresConnection& connection);

/// Writes the file from the transaction the connection is in, readable by its owner only, and syncs
/// it. A failed one is removed.
Result<void> write_postgres_backup(PostgresConnection& connection, std::string const& path,
                                   std::function<void(double)> const& progress);

/// Makes the tables of the file and their rows, in the transaction the connection is in.
/// Errc::unprocessable when it is no such file, damaged or cut off.
Result<void> read_postgres_backup(PostgresConnection& connection, std::string const& path);

}  // namespace skein::db
