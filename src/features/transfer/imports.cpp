#include "features/transfer/imports.h"

#include <set>

#include "core/events.h"

namespace skein::transfer {
namespace {

constexpr std::int64_t shown_max = 10;
constexpr std::int64_t rows_a_write_max = 400;

#define SKEIN_IMPORT_COLUMNS \
    "id, account_id, kind, overwrite, finished, total, done, failed, created_at"

db::Sql const insert{"imports.insert", "INSERT INTO imports (" SKEIN_IMPORT_COLUMNS
                                       ") VALUES ($1, $2, $3, $4, TRUE, 0, 0, 0, $5)"};
db::Sql const begin{"imports.begin",
                    "UPDATE imports SET finished = FALSE, total = $2 WHERE id = $1"};
db::Query<ImportId> const find_unfinished{
    "imports.find_unfinished",
    "SELECT id FROM imports WHERE account_id = $1 AND NOT finished AND created_at > $2 LIMIT 1"};
db::Query<ImportId> const list_unfinished{
    "imports.list_unfinished", "SELECT id FROM imports WHERE NOT finished ORDER BY id LIMIT $1"};
db::Query<Import> const find{"imports.find",
                             "SELECT " SKEIN_IMPORT_COLUMNS " FROM imports WHERE id = $1"};
db::Query<Import> const list_of{"imports.list", "SELECT " SKEIN_IMPORT_COLUMNS
                                                " FROM imports WHERE account_id = $1 AND total > 0 "
                                                "ORDER BY id DESC LIMIT $2"};
db::Sql const count_done{"imports.count_done", "UPDATE imports SET done = done + 1 WHERE id = $1"};
db::Sql const count_failed{"imports.count_failed",
                           "UPDATE imports SET failed = failed + 1 WHERE id = $1"};
db::Sql const finish{"imports.finish", "UPDATE imports SET finished = TRUE WHERE id = $1"};
db::Sql const break_off{
    "imports.break_off",
    "UPDATE imports SET finished = TRUE, failed = total - done WHERE id = $1 AND NOT finished"};
db::Sql const forget_of{"imports.forget_of",
                        "UPDATE imports SET finished = TRUE, created_at = 0 WHERE account_id = $1"};
db::Sql const insert_row{"import_rows.insert",
                         "INSERT INTO import_rows (import_id, place, state, cells, problem) VALUES "
                         "($1, $2, 0, $3, '')"};
#define SKEIN_IMPORT_ROW_COLUMNS "place, cells, problem, target_id, tries, waits, takes"

db::Query<ImportRow> const list_open{
    "import_rows.list_open",
    "SELECT " SKEIN_IMPORT_ROW_COLUMNS
    " FROM import_rows WHERE import_id = $1 AND state = 0 AND not_before <= $2 ORDER BY "
    "not_before, place LIMIT $3"};
db::Query<std::optional<Time>> const next_due{
    "import_rows.next_due",
    "SELECT MIN(not_before) FROM import_rows WHERE import_id = $1 AND state = 0"};
db::Query<ImportRow> const list_in_states{
    "import_rows.list_in_states",
    "SELECT " SKEIN_IMPORT_ROW_COLUMNS
    " FROM import_rows WHERE import_id = $1 AND state IN {list:$2} ORDER BY place LIMIT $3"};
db::Query<ImportRow> const list_rows{"import_rows.list",
                                     "SELECT " SKEIN_IMPORT_ROW_COLUMNS
                                     " FROM import_rows WHERE import_id = $1 ORDER BY place "
                                     "LIMIT $2"};
db::Sql const update_row{"import_rows.update",
                         "UPDATE import_rows SET state = $3, problem = $4, target_id = $5 WHERE "
                         "import_id = $1 AND place = $2"};
db::Sql const put_off{"import_rows.put_off",
                      "UPDATE import_rows SET takes = 0, tries = $4, waits = $5, not_before = $3 "
                      "WHERE import_id = $1 AND place = $2"};
db::Sql const count_take{
    "import_rows.count_take",
    "UPDATE import_rows SET takes = takes + 1 WHERE import_id = $1 AND place = $2"};
db::Query<ImportId> const find_old{
    "imports.find_old",
    "SELECT id FROM imports WHERE (finished AND created_at < $1) OR created_at < $2 ORDER BY "
    "created_at LIMIT 1"};
db::Sql const remove_rows{
    "import_rows.remove",
    "DELETE FROM import_rows WHERE import_id = $1 AND place IN (SELECT place FROM import_rows "
    "WHERE import_id = $1 ORDER BY place LIMIT $2)"};
db::Sql const remove{"imports.remove", "DELETE FROM imports WHERE id = $1"};

enum State : std::int64_t { open = 0, done = 1, failed = 2 };

/// Where so many run at once, none is taken for lost.
constexpr std::int64_t jobs_max = 1000;

/// The imports that a job goes on with, by the keys of the jobs; a dead letter does not. Nothing
/// where there are too many to tell.
Result<std::optional<std::set<std::string>>> list_running(db::Tx& tx) {
    TRY(auto const jobs, list_jobs(tx, false, RunImport::name, jobs_max));
    if (std::ssize(jobs) >= jobs_max) return std::nullopt;
    std::set<std::string> keys;
    for (auto const& job : jobs) keys.insert(job.unique_key);
    return keys;
}

Result<void> refuse_second(db::Tx& tx, AccountId account) {
    TRY(auto const other, tx.find(find_unfinished, account, tx.now() - import_lifetime));
    if (!other) return {};
    TRY(auto const running, list_running(tx));
    if (running && !running->contains(to_string(*other))) return break_off_import(tx, *other);
    return fail(Errc::unprocessable, "Another import is still running. Wait until it is done.");
}

}  // namespace

CsvRow ImportRow::read() const {
    auto rows = read_csv(cells, 1);
    return rows && !rows->empty() ? std::move(rows->front()) : CsvRow{};
}

Result<Import> insert_import(db::Tx& tx, Import import) {
    TRY_OK(refuse_second(tx, import.account_id));
    import.id = tx.new_id<ImportId>();
    import.created_at = tx.now();
    TRY_OK(tx.run(insert, import.id, import.account_id, import.kind, import.overwrite,
                  import.created_at));
    return import;
}

Result<void> insert_rows(db::Tx& tx, ImportId import, std::size_t first,
                         std::span<CsvRow const> rows) {
    for (auto const& row : rows) {
        std::string cells;
        append_csv_row(cells, row);
        TRY_OK(tx.run(insert_row, import, static_cast<std::int64_t>(first++), cells));
    }
    return {};
}

Result<void> begin_import(db::Tx& tx, Import const& import) {
    TRY_OK(refuse_second(tx, import.account_id));
    TRY_OK(tx.run(begin, import.id, import.total));
    return run_later(tx, import.id, {});
}

Result<void> run_later(db::Tx& tx, ImportId id, Time not_before) {
    return enqueue(
        tx, RunImport{id},
        {.not_before = not_before, .priority = Priority::mass, .unique_key = to_string(id)});
}

Result<std::optional<Import>> find_import(db::Tx& tx, ImportId id) { return tx.find(find, id); }

Result<Import> load_own_import(db::Tx& tx, AccountId account, ImportId id) {
    TRY(auto const import, tx.find(find, id));
    if (!import || import->account_id != account) return fail(Errc::not_found, "Record not found");
    return *import;
}

Result<std::vector<Import>> list_imports(db::Tx& tx, AccountId account) {
    return tx.list(list_of, account, shown_max);
}

Result<std::vector<ImportRow>> list_due(db::Tx& tx, ImportId id, std::int64_t limit) {
    return tx.list(list_open, id, tx.now(), limit);
}

Result<std::optional<Time>> find_next_due(db::Tx& tx, ImportId id) { return tx.load(next_due, id); }

Result<std::vector<ImportRow>> list_failed(db::Tx& tx, Import const& import) {
    std::vector<std::int64_t> states{State::failed};
    if (import.finished) states.push_back(State::open);
    TRY(auto rows, tx.list(list_in_states, import.id, states, import_rows_max));
    for (auto& row : rows)
        if (row.problem.empty()) row.problem = broken_off_words;
    return rows;
}

Result<std::vector<ImportRow>> list_all(db::Tx& tx, ImportId id) {
    return tx.list(list_rows, id, import_rows_max);
}

Result<void> close_row(db::Tx& tx, ImportId id, ImportRow const& row) {
    auto const state = row.problem.empty() ? State::done : State::failed;
    TRY_OK(tx.run(update_row, id, row.place, state, row.problem, row.target_id));
    TRY_OK(tx.run(row.problem.empty() ? count_done : count_failed, id));
    return {};
}

Result<void> note_taken(db::Tx& tx, ImportId id, ImportRow const& row) {
    TRY_OK(tx.run(count_take, id, row.place));
    return {};
}

Result<void> put_off_row(db::Tx& tx, ImportId id, ImportRow const& row, Time until) {
    TRY_OK(tx.run(put_off, id, row.place, until, row.tries, row.waits));
    return {};
}

Result<void> finish_import(db::Tx& tx, ImportId id) {
    TRY_OK(tx.run(finish, id));
    return {};
}

Result<void> break_off_import(db::Tx& tx, ImportId id) {
    TRY_OK(tx.run(break_off, id));
    return {};
}

Result<void> break_off_lost(db::Tx& tx) {
    TRY(auto const running, list_running(tx));
    if (!running) return {};
    TRY(auto const unfinished, tx.list(list_unfinished, jobs_max));
    for (auto const id : unfinished)
        if (!running->contains(to_string(id))) TRY_OK(break_off_import(tx, id));
    return {};
}

Result<void> forget_imports(db::Tx& tx, social::AccountRemoved const& event) {
    if (event.local) TRY_OK(tx.run(forget_of, event.account));
    return {};
}

Result<std::int64_t> remove_old(db::Tx& tx) {
    TRY(auto const old,
        tx.find(find_old, tx.now() - import_lifetime, tx.now() - unfinished_lifetime));
    if (!old) return 0;
    TRY(auto const rows, tx.run(remove_rows, *old, rows_a_write_max));
    if (rows == 0) TRY_OK(tx.run(remove, *old));
    return rows + 1;
}

}  // namespace skein::transfer
