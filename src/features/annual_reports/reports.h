// The reports themselves: what is in one, and their rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::annual_reports {

using AnnualReportId = Id<struct AnnualReportTag>;

/// What kind of writer a year makes somebody. Stored: the numbers stay.
enum class Archetype : std::int64_t {
    lurker = 0,    ///< Hardly wrote.
    booster = 1,   ///< Passes on what others write.
    pollster = 2,  ///< Asks.
    replier = 3,   ///< Talks with others.
    oracle = 4     ///< Speaks.
};
std::string_view to_string(Archetype archetype);

/// The form of `data` as Mastodon numbers them.
inline constexpr std::int64_t schema_version_now = 2;

struct AnnualReport {
    AnnualReportId id;
    AccountId account_id;
    std::int64_t year = 0;
    std::int64_t schema_version = schema_version_now;
    Archetype archetype{};
    std::int64_t statuses = 0;              ///< Written or boosted in the year, direct ones aside.
    std::int64_t shared_statuses = 0;       ///< Those of them that are public or unlisted.
    std::int64_t followers = 0;             ///< Who began to follow in the year and still does.
    std::optional<StatusId> top_status_id;  ///< Of the public ones the one boosted most.
    std::string top_tag;                    ///< Of the public posts; "" when none came twice.
    std::int64_t top_tag_uses = 0;
    std::string share_key;
    std::optional<Time> viewed_at;
    Time created_at{};

    auto row() {
        return std::tie(id, account_id, year, schema_version, archetype, statuses, shared_statuses,
                        followers, top_status_id, top_tag, top_tag_uses, share_key, viewed_at,
                        created_at);
    }
};

/// From its first moment up to that of the next one.
struct Year {
    std::int64_t number = 0;
    Time begin() const;
    Time end() const;
};
/// The four digits of a year, or nothing.
std::optional<std::int64_t> parse_year(std::string_view text);

Result<std::optional<AnnualReport>> find_report(db::Tx& tx, AccountId account, std::int64_t year);
/// Those their owner has not read yet, newest first; there are few.
Result<std::vector<AnnualReport>> list_unread_reports(db::Tx& tx, AccountId account);
/// Stores one; nothing happens when there is one of that year.
Result<void> insert_report(db::Tx& tx, AnnualReport report);
/// False when there is no such report.
Result<bool> mark_report_read(db::Tx& tx, AccountId account, std::int64_t year);
Result<void> remove_reports_of(db::Tx& tx, AccountId account);

}  // namespace skein::annual_reports
