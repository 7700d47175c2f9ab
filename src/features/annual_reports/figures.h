// A year in figures: read in bounded steps from what somebody posted and who began to follow them.
#pragma once

#include "features/annual_reports/reports.h"
#include "platform/db/database.h"

namespace skein::annual_reports {

/// What the archetype is judged by.
struct Kinds {
    std::int64_t standalone = 0;  ///< Neither boosts nor answers to others.
    std::int64_t replies = 0;     ///< To others.
    std::int64_t boosts = 0;
    std::int64_t polls = 0;
};
Archetype archetype_of(Kinds const& kinds);

/// Did they post anything in this year that others may see? Without, there is nothing to report.
Result<bool> has_posted_in(db::Tx& tx, AccountId account, Year year);

/// Everything but the key and the times. Reads a thousand posts and `followers_a_read` at a
/// time, each in a transaction of its own; of a year with more than a hundred thousand posts the
/// rest does not count, nor followers beyond the first ten million.
Result<AnnualReport> work_out(db::Database& db, AccountId account, Year year,
                              std::int64_t followers_a_read = 10'000);

}  // namespace skein::annual_reports
