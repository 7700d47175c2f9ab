#include "testing/counting_database.h"

namespace skein::testing {

CountingDatabase::CountingDatabase(std::unique_ptr<db::Database> inner, Board& board)
    : inner_(std::move(inner)) {
    inner_->set_board(board);
}

std::map<std::thread::id, std::uint64_t> CountingDatabase::statements() const {
    std::lock_guard const lock(mutex_);
    return statements_;
}

std::uint64_t CountingDatabase::statements_of(std::thread::id thread) const {
    std::lock_guard const lock(mutex_);
    auto const found = statements_.find(thread);
    return found == statements_.end() ? 0 : found->second;
}

void CountingDatabase::count(std::uint64_t before) {
    auto const caused = inner_->statements_of_this_thread() - before;
    std::lock_guard const lock(mutex_);
    statements_[std::this_thread::get_id()] += caused;
}

Result<void> CountingDatabase::run_read(Closure const& closure) {
    auto const before = inner_->statements_of_this_thread();
    auto result = inner_->read(closure);
    count(before);
    return result;
}

Result<void> CountingDatabase::run_write(Closure const& closure, db::Urgency urgency) {
    auto const before = inner_->statements_of_this_thread();
    auto result = inner_->write(closure, urgency);
    count(before);
    return result;
}

void CountingDatabase::watch(std::string table, db::RowWatcher& watcher, db::WatchBy by) {
    inner_->watch(std::move(table), watcher, by);
}

std::uint64_t CountingDatabase::statements_of_this_thread() const {
    return inner_->statements_of_this_thread();
}

Result<void> CountingDatabase::back_up_to(std::string const& path,
                                          std::function<void(double)> progress) {
    return inner_->back_up_to(path, std::move(progress));
}

Result<void> CountingDatabase::restore_from(std::string const& path) {
    return inner_->restore_from(path);
}

Result<void> CountingDatabase::check() { return inner_->check(); }

Result<void> CountingDatabase::check_statement(db::Sql const& sql) {
    return inner_->check_statement(sql);
}

Result<void> CountingDatabase::run_migration(std::string const& name, std::string_view text) {
    return inner_->run_migration(name, text);
}

bool CountingDatabase::embedded() const { return inner_->embedded(); }

std::string CountingDatabase::description() const { return inner_->description(); }

Result<std::int64_t> CountingDatabase::size_bytes() const { return inner_->size_bytes(); }

void CountingDatabase::stop() { inner_->stop(); }

}  // namespace skein::testing
