#include "platform/db/sqlite_writer.h"

#include <chrono>
#include <exception>

#include "base/log.h"

namespace skein::db {
namespace {

// A group stops growing when it has taken this long: what a person waits for is bounded.
constexpr auto group_time_max = std::chrono::milliseconds(20);
constexpr std::size_t group_closures_max = 512;
constexpr auto slow_closure = std::chrono::milliseconds(20);
constexpr std::int64_t closure_rows_max = 1000;
constexpr std::int64_t background_rows_max = 500;

using Stopwatch = std::chrono::steady_clock;

Result<void> busy() {
    return fail(Errc::unavailable, "The server is busy. Please try again in a few seconds.");
}

}  // namespace

struct SqliteWriter::Pending {
    Call& call;
    threads::Signal done_signal;
    Result<void> result;
    bool taken = false, done = false;
    std::vector<std::move_only_function<void()>> after_commit;

    Pending(Call& c, threads::Scheduler& scheduler) : call(c), done_signal(scheduler) {}
};

SqliteWriter::SqliteWriter(SqliteConnection& connection, Context context)
    : connection_(connection), context_(std::move(context)), arrived_(context_.scheduler) {
    thread_ = threads::Thread(context_.scheduler, "writer", [this] { run(); });
}

SqliteWriter::~SqliteWriter() { stop(); }

std::deque<SqliteWriter::Pending*>& SqliteWriter::queue_of(Urgency urgency) {
    return urgency == Urgency::person ? person_ : background_;
}

Result<void> SqliteWriter::write(Call& call) {
    Pending pending(call, context_.scheduler);
    std::unique_lock lock(mutex_);
    if (stopping_)
        return fail(Errc::cancelled, "The server is stopping. Please try again in a moment.");
    auto& queue = queue_of(call.urgency);
    if (queue.size() >= context_.queue_max) return busy();
    queue.push_back(&pending);
    arrived_.notify_one();
    auto const deadline =
        call.urgency == Urgency::person ? context_.clock.now() + context_.wait_max : Time::max();
    if (!pending.done_signal.wait_until(lock, deadline,
                                        [&] { return pending.done || pending.taken; })) {
        std::erase(queue, &pending);
        return busy();
    }
    // Once taken it is not given up: nobody is told "failed" about what then succeeds.
    pending.done_signal.wait(lock, [&] { return pending.done; });
    return std::move(pending.result);
}

void SqliteWriter::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    thread_.join();
}

SqliteWriter::Pending* SqliteWriter::take(bool group_is_empty) {
    std::unique_lock lock(mutex_);
    if (group_is_empty)
        arrived_.wait(lock, [&] { return stopping_ || !person_.empty() || !background_.empty(); });
    auto const background_turn =
        !background_.empty() && (person_.empty() || background_time_ < person_time_);
    auto& queue = background_turn ? background_ : person_;
    if (queue.empty()) return nullptr;
    auto* next = queue.front();
    queue.pop_front();
    next->taken = true;
    return next;
}

void SqliteWriter::run() {
    std::vector<Pending*> group;
    while (auto* first = take(true)) {
        group.clear();
        {
            std::unique_lock<std::mutex> readers;
            if (context_.readers_mutex) readers = std::unique_lock(*context_.readers_mutex);
            run_group(first, group);
        }
        release(group);
        if (context_.after_group) context_.after_group();
    }
}

void SqliteWriter::run_group(Pending* first, std::vector<Pending*>& group) {
    person_time_ = background_time_ = {};
    auto const begun = Stopwatch::now();
    auto const opened = begin();
    for (auto* next = first; next; next = take(false)) {
        group.push_back(next);
        if (opened) run_in_savepoint(*next);
        else next->result = fail(opened.error());
        // SQLite took everything back.
        if (opened && connection_.in_autocommit()) break;
        if (group.size() >= group_closures_max || Stopwatch::now() - begun > group_time_max) break;
    }
    if (opened) commit_group(group);
}

Result<void> SqliteWriter::begin() {
    TRY_OK(connection_.control(Control::begin_write));
    auto const number = connection_.commit_number();
    if (!number) {
        (void)connection_.control(Control::rollback);
        return fail(number.error());
    }
    context_.commits.begin(*number);
    return {};
}

Result<void> SqliteWriter::commit() {
    auto committed = context_.commits.anything_changed()
                         ? connection_.control(Control::number_commit)
                         : Result<void>{};
    if (committed) committed = connection_.control(Control::commit);
    if (!committed) roll_back();
    else context_.commits.end(true);
    return committed;
}

void SqliteWriter::roll_back() {
    // Before the lock is let go: the number is free for another process then.
    context_.commits.end(false);
    if (!connection_.in_autocommit()) (void)connection_.control(Control::rollback);
}

void SqliteWriter::commit_group(std::vector<Pending*>& group) {
    if (connection_.in_autocommit()) roll_back();
    else if (commit()) return;
    for (auto* pending : group) run_alone(*pending);
}

Result<void> SqliteWriter::run_closure(Pending& pending) {
    auto const begun = Stopwatch::now();
    auto const statements_before = connection_.statements;
    auto const rows_before = connection_.rows_changed();
    auto tx = TxAccess::make(connection_, context_.board, context_.ids, context_.clock.now(), true);
    Result<void> result;
    try {
        result = TxAccess::verdict(tx, pending.call.closure(tx));
    } catch (std::exception const& error) {
        // The writer serves everybody and must live.
        result = fail(Errc::internal, "", std::string("a write closure threw: ") + error.what());
    }
    pending.after_commit.clear();
    if (result) pending.after_commit = std::move(TxAccess::after_commit(tx));
    pending.call.statements = connection_.statements - statements_before;
    note_cost(pending, std::chrono::duration_cast<Duration>(Stopwatch::now() - begun),
              connection_.rows_changed() - rows_before);
    return result;
}

void SqliteWriter::note_cost(Pending const& pending, Duration taken, std::int64_t rows) {
    auto const background = pending.call.urgency == Urgency::background;
    (background ? background_time_ : person_time_) += taken;
    if (pending.call.may_be_slow) return;
    auto const rows_max = background ? background_rows_max : closure_rows_max;
    if (taken > slow_closure || rows > rows_max)
        log::warning("db.slow_write", {{"ms", taken.count() / 1000},
                                       {"statements", pending.call.statements},
                                       {"rows", rows},
                                       {"background", background}});
}

void SqliteWriter::run_in_savepoint(Pending& pending) {
    if (auto saved = connection_.control(Control::savepoint); !saved) {
        pending.result = fail(saved.error());
        return;
    }
    pending.result = run_closure(pending);
    if (connection_.in_autocommit()) return;
    if (!pending.result) (void)connection_.control(Control::rollback_to);
    if (auto released = connection_.control(Control::release); !released && pending.result)
        pending.result = fail(released.error());
}

void SqliteWriter::run_alone(Pending& pending) {
    pending.after_commit.clear();
    pending.result = begin();
    if (!pending.result) return;
    pending.result = run_closure(pending);
    // The closure's own statement ended the transaction: its error stands.
    if (connection_.in_autocommit() && pending.result) pending.result = busy();
    if (pending.result) pending.result = commit();
    else roll_back();
    if (!pending.result) pending.after_commit.clear();
}

void SqliteWriter::release(std::vector<Pending*> const& group) {
    for (auto* pending : group)
        for (auto& work : pending->after_commit) work();
    std::lock_guard const lock(mutex_);
    for (auto* pending : group) {
        pending->done = true;
        pending->done_signal.notify_all();
    }
}

}  // namespace skein::db
