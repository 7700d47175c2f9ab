// A statement: a named constant next to the one typed function that uses it.
//
//     struct Poll {
//         StatusId status_id;
//         std::string title;
//         auto row() { return std::tie(status_id, title); }   // in the order of the SELECT
//     };
//     const db::Query<Poll> find_poll{
//         "polls.find", "SELECT status_id, title FROM polls WHERE status_id = $1"};
//     const db::Sql remove_poll{"polls.remove", "DELETE FROM polls WHERE status_id = $1"};
//
// The text is neutral SQL, the same for both databases: `$n` for parameters, `id IN {list:$1}` for
// a list given as one parameter, BIGINT/TEXT/BOOLEAN/BYTEA/DOUBLE PRECISION, ON CONFLICT,
// RETURNING. Every statement is kept in one list (`Sql::all`), for the test that prepares each on
// both databases.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "platform/db/values.h"

namespace skein::db {

/// A statement that answers with no rows. Must have static storage duration; the text is not
/// copied.
class Sql {
  public:
    Sql(std::string_view name, std::string_view text) : Sql(name, text, {}) {}
    Sql(Sql const&) = delete;
    Sql& operator=(Sql const&) = delete;

    std::string_view name() const { return name_; }
    std::string_view text() const { return text_; }
    /// What the row type expects of each column; empty for a statement without rows.
    std::span<ColumnType const> columns() const { return columns_; }
    /// A small number of its own, by which connections keep it prepared.
    std::size_t index() const { return index_; }

    /// Every statement of the program.
    static std::vector<Sql const*> const& all();

  protected:
    Sql(std::string_view name, std::string_view text, std::vector<ColumnType> columns);

  private:
    std::string_view name_;
    std::string_view text_;
    std::vector<ColumnType> columns_;
    std::size_t index_;
};

/// A statement that answers with rows of one type: a struct with `row()`, or one plain value.
template <class Row>
class Query : public Sql {
  public:
    Query(std::string_view name, std::string_view text) : Sql(name, text, column_types<Row>()) {}
};

}  // namespace skein::db
