#include "platform/db/tx.h"

#include "platform/db/connection.h"

namespace skein::db {

Result<std::int64_t> Tx::run_values(Sql const& sql, std::span<Value const> values) {
    expects(writable_);
    return connection_.run(sql, values);
}

Result<void> Tx::visit_values(Sql const& sql, RowVisitor visitor, std::span<Value const> values) {
    return connection_.visit(sql, visitor, values);
}

void Tx::after_commit(std::move_only_function<void()> work) {
    expects(writable_);
    after_commit_.push_back(std::move(work));
}

std::int64_t Tx::next_id() {
    expects(writable_);
    return ids_.next(now_);
}

std::int64_t Tx::next_id_at(Time past) {
    expects(writable_);
    return ids_.at(past);
}

}  // namespace skein::db
