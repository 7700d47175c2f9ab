// Imports as they are stored.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/csv.h"
#include "base/ids.h"
#include "core/jobs.h"
#include "features/transfer/kinds.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein::transfer {

using ImportId = Id<struct ImportTag>;

inline constexpr std::size_t import_rows_max = 20'000;
inline constexpr auto import_lifetime = std::chrono::hours(24 * 7);
/// Of one that never came to its end.
inline constexpr auto unfinished_lifetime = std::chrono::hours(24 * 30);
/// What is said of a line that the import did not come to.
inline constexpr std::string_view broken_off_words = "The import broke off before this line.";

struct Import {
    ImportId id;
    AccountId account_id;
    Kind kind{};
    bool overwrite = false;  ///< What is not in the file goes away.
    bool finished = false;
    std::int64_t total = 0, done = 0, failed = 0;
    Time created_at{};
    auto row() {
        return std::tie(id, account_id, kind, overwrite, finished, total, done, failed, created_at);
    }
};

struct ImportRow {
    std::int64_t place = 0;
    std::string cells, problem;
    std::int64_t target_id = 0;  ///< The account or post it turned out to name; zero: none.
    std::int64_t tries = 0;      ///< How often it was put off because it named nobody,
    std::int64_t waits = 0;      ///< or because a server did not answer.
    std::int64_t takes = 0;      ///< How often it was begun, and came to no end.
    auto row() { return std::tie(place, cells, problem, target_id, tries, waits, takes); }
    CsvRow read() const;
};

struct RunImport {
    static constexpr std::string_view name = "transfer.run_import";
    ImportId import;
    auto row() { return std::tie(import); }
};

/// Stores it without its lines, as one that is finished and shown to nobody: an upload that breaks
/// off stands in no other's way. Errc::unprocessable: another one of this account runs. One that is
/// not finished and that no job runs any more is ended here.
Result<Import> insert_import(db::Tx& tx, Import import);
Result<void> insert_rows(db::Tx& tx, ImportId import, std::size_t first,
                         std::span<CsvRow const> rows);
/// All `total` lines are there: it runs. Errc::unprocessable as above.
Result<void> begin_import(db::Tx& tx, Import const& import);
/// It runs again, not before this moment.
Result<void> run_later(db::Tx& tx, ImportId id, Time not_before);
Result<std::optional<Import>> find_import(db::Tx& tx, ImportId id);
/// Errc::not_found also for somebody else's.
Result<Import> load_own_import(db::Tx& tx, AccountId account, ImportId id);
/// Newest first, a few.
Result<std::vector<Import>> list_imports(db::Tx& tx, AccountId account);
/// Lines that are neither done nor put off.
Result<std::vector<ImportRow>> list_due(db::Tx& tx, ImportId id, std::int64_t limit);
/// When the next open line is due, if there is one.
Result<std::optional<Time>> find_next_due(db::Tx& tx, ImportId id);
/// Of a finished one also the lines it did not come to.
Result<std::vector<ImportRow>> list_failed(db::Tx& tx, Import const& import);
Result<std::vector<ImportRow>> list_all(db::Tx& tx, ImportId id);
/// With its `target_id` and `problem`; without one it is done.
Result<void> close_row(db::Tx& tx, ImportId id, ImportRow const& row);
/// Counts it as begun; putting it off ends that. Before anything is done that may fail the job.
Result<void> note_taken(db::Tx& tx, ImportId id, ImportRow const& row);
/// With its `tries` and `waits`; the line is due again at `until`.
Result<void> put_off_row(db::Tx& tx, ImportId id, ImportRow const& row, Time until);
Result<void> finish_import(db::Tx& tx, ImportId id);
/// Finished, and what is still open has failed.
Result<void> break_off_import(db::Tx& tx, ImportId id);
/// The same of those that no job runs any more: it failed for good, or somebody took it away.
Result<void> break_off_lost(db::Tx& tx);
/// Those of an account that is gone stop where they are; the sweep forgets them first.
Result<void> forget_imports(db::Tx& tx, social::AccountRemoved const& event);
/// Forgets some of those that outlived `import_lifetime`, or `unfinished_lifetime`; answers how
/// many rows.
Result<std::int64_t> remove_old(db::Tx& tx);

}  // namespace skein::transfer
