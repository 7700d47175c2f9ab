#include "platform/db/postgres_pool.h"

namespace skein::db {

Result<PostgresPool::Lease> PostgresPool::lease() {
    {
        std::unique_lock lock(mutex_);
        auto const free = [&] { return !idle_.empty() || open_ < options_.connections_max; };
        if (!freed_.wait_until(lock, scheduler_.clock().now() + options_.wait_max, free))
            return fail(Errc::unavailable, "The server is busy. Please try again in a few seconds.",
                        "every connection to the database is in use");
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return Lease(*this, std::move(connection));
        }
        ++open_;
    }
    auto connection = PostgresConnection::open(options_.url, options_.schema);
    if (connection) return Lease(*this, *std::move(connection));
    count_closed();
    return fail(std::move(connection).error());
}

Result<PostgresPool::Lease> PostgresPool::begin(std::string const& text) {
    for (auto fresh = false;; fresh = true) {
        TRY(auto lease, this->lease());
        lease->forget_failure();
        auto const begun = lease->execute(text);
        if (begun) return lease;
        if (fresh || lease->usable()) return fail(begun.error());
        // The others were lost with it.
        close_idle();
    }
}

void PostgresPool::give_back(std::unique_ptr<PostgresConnection> connection) {
    if (connection->usable() && PQtransactionStatus(connection->raw()) == PQTRANS_IDLE) {
        std::lock_guard const lock(mutex_);
        idle_.push_back(std::move(connection));
        freed_.notify_one();
        return;
    }
    connection.reset();
    count_closed();
}

void PostgresPool::count_closed() {
    std::lock_guard const lock(mutex_);
    --open_;
    freed_.notify_one();
}

void PostgresPool::close_idle() {
    std::vector<std::unique_ptr<PostgresConnection>> closing;
    std::lock_guard const lock(mutex_);
    closing.swap(idle_);
    open_ -= closing.size();
    freed_.notify_all();
}

}  // namespace skein::db
