#include "platform/db/sqlite_writer.h"

#include <chrono>

#include "base/log.h"

namespace skein::db {
namespace {

// A group stops growing when it has taken this long: what a person waits for is bounded.
constexpr auto group_time_max = std::chrono::milliseconds(20);
constexpr std::size_t group_closures_max = 512;
constexpr auto slow_closure = std::chrono::milliseconds(20);

using Stopwatch = std::chrono::steady_clock;

}  // namespace

struct SqliteWriter::Pending {
    Closure const& closure;
    Urgency urgency;
    threads::Signal done_signal;
    Result<void> result;
    bool taken = false, done = false;
    std::uint64_t statements = 0;
    std::vector<std::move_only_function<void()>> after_commit;

    Pending(Closure const& c, Urgency u, threads::Scheduler& scheduler)
        : closure(c), urgency(u), done_signal(scheduler) {}
};

SqliteWriter::SqliteWriter(SqliteConnection& connection, Context context)
    : connection_(connection), context_(context), arrived_(context.scheduler) {
    thread_ = threads::Thread(context.scheduler, "writer", [this] { run(); });
}

SqliteWriter::~SqliteWriter() { stop(); }

Result<void> SqliteWriter::write(Closure const& closure, Urgency urgency,
                                 std::uint64_t& statements) {
    Pending pending(closure, urgency, context_.scheduler);
    std::unique_lock lock(mutex_);
    if (stopping_)
        return fail(Errc::cancelled, "The server is stopping. Please try again in a moment.");
    auto& queue = urgency == Urgency::person ? person_ : background_;
    if (queue.size() >= context_.queue_max)
        return fail(Errc::unavailable, "The server is busy. Please try again in a few seconds.");
    queue.push_back(&pending);
    arrived_.notify_one();
    auto const deadline =
        urgency == Urgency::person ? context_.clock.now() + context_.wait_max : Time::max();
    if (!pending.done_signal.wait_until(lock, deadline,
                                        [&] { return pending.done || pending.taken; })) {
        std::erase(queue, &pending);
        return fail(Errc::unavailable, "The server is busy. Please try again in a few seconds.");
    }
    // Once taken it is not given up: nobody is told "failed" about what then succeeds.
    pending.done_signal.wait(lock, [&] { return pending.done; });
    statements = pending.statements;
    return pending.result;
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
        person_time_ = background_time_ = {};
        auto const begun = Stopwatch::now();
        auto const opened = connection_.execute("BEGIN IMMEDIATE");
        auto* next = first;
        while (next) {
            group.push_back(next);
            if (opened) run_in_savepoint(*next);
            else next->result = fail(opened.error());
            if (connection_.in_autocommit() && opened) break;  // SQLite took everything back.
            if (group.size() >= group_closures_max || Stopwatch::now() - begun > group_time_max)
                break;
            next = take(false);
        }
        if (opened) commit_group(group);
        release(group);
    }
}

void SqliteWriter::commit_group(std::vector<Pending*>& group) {
    auto intact = !connection_.in_autocommit();
    if (intact) {
        auto const committed = connection_.execute("COMMIT");
        intact = committed.has_value();
        if (!committed && !connection_.in_autocommit()) (void)connection_.execute("ROLLBACK");
    }
    if (intact) return;
    for (auto* pending : group) run_alone(*pending);
}

Result<void> SqliteWriter::run_closure(Pending& pending) {
    auto const begun = Stopwatch::now();
    auto const statements_before = connection_.statements;
    auto tx = TxAccess::make(connection_, board_, context_.ids, context_.clock.now(), true);
    auto result = pending.closure(tx);
    pending.after_commit =
        result ? std::move(TxAccess::after_commit(tx)) : decltype(pending.after_commit){};
    pending.statements = connection_.statements - statements_before;
    auto const taken = std::chrono::duration_cast<Duration>(Stopwatch::now() - begun);
    (pending.urgency == Urgency::person ? person_time_ : background_time_) += taken;
    if (taken > slow_closure)
        log::warning("db.slow_write",
                     {{"ms", taken.count() / 1000}, {"statements", pending.statements}});
    return result;
}

void SqliteWriter::run_in_savepoint(Pending& pending) {
    if (auto saved = connection_.execute("SAVEPOINT closure"); !saved) {
        pending.result = fail(saved.error());
        return;
    }
    pending.result = run_closure(pending);
    if (connection_.in_autocommit()) return;
    if (!pending.result) (void)connection_.execute("ROLLBACK TO closure");
    if (auto released = connection_.execute("RELEASE closure"); !released && pending.result)
        pending.result = fail(released.error());
}

void SqliteWriter::run_alone(Pending& pending) {
    pending.after_commit.clear();
    pending.result = connection_.execute("BEGIN IMMEDIATE");
    if (!pending.result) return;
    pending.result = run_closure(pending);
    if (connection_.in_autocommit()) {
        // The closure's own statement ended the transaction: its error stands.
        if (pending.result)
            pending.result = fail(Errc::unavailable, "The server is busy. Please try again.");
        return;
    }
    if (!pending.result) {
        (void)connection_.execute("ROLLBACK");
        return;
    }
    pending.result = connection_.execute("COMMIT");
    if (pending.result) return;
    pending.after_commit.clear();
    if (!connection_.in_autocommit()) (void)connection_.execute("ROLLBACK");
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
