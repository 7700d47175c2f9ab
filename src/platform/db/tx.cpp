#include "platform/db/tx.h"

#include <algorithm>

#include "platform/db/connection.h"

namespace skein::db {

Result<std::int64_t> Tx::run_values(Sql const& sql, std::span<Value const> values) {
    expects(writable_);
    if (broken_) return fail(*broken_);
    auto changed = connection_.run(sql, values);
    if (!changed) broken_ = changed.error();
    return changed;
}

Result<void> Tx::visit_values(Sql const& sql, RowVisitor visitor, std::span<Value const> values) {
    if (broken_) return fail(*broken_);
    auto visited = connection_.visit(sql, visitor, values);
    if (!visited) broken_ = visited.error();
    return visited;
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
    // Another server's clock, or its lie, must not push the ids of a restarted server ahead.
    return ids_.at(std::min(past, now_));
}

}  // namespace skein::db
