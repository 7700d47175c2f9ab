#include "platform/db/sql.h"

namespace skein::db {
namespace {

std::vector<Sql const*>& list() {
    static std::vector<Sql const*> statements;
    return statements;
}

}  // namespace

Sql::Sql(std::string_view name, std::string_view text, std::vector<ColumnType> columns)
    : name_(name), text_(text), columns_(std::move(columns)), index_(list().size()) {
    list().push_back(this);
}

std::vector<Sql const*> const& Sql::all() { return list(); }

}  // namespace skein::db
