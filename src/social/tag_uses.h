// How tags are used, day by day: for the history that the API shows with each tag, and for whoever
// looks for what is talked about. Public posts count, on the day they came; what was back-filled
// does not, and what is deleted later has been said.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

inline constexpr int tag_days_shown = 7;

/// Days since 1970 in UTC.
std::int64_t day_number(Time at);

/// The uses of one tag on one day.
struct DayOfTag {
    TagId tag_id;
    std::int64_t day = 0;
    std::int64_t uses = 0, accounts = 0;
    auto row() { return std::tie(tag_id, day, uses, accounts); }
};
/// Those of the last seven days that saw any.
Result<std::vector<DayOfTag>> list_tag_days(db::Tx& tx, std::span<TagId const> tags);

/// Sums up the days that are over, and forgets those nobody is shown any more; a schedule.
Result<void> close_tag_days(Server& server);

void install_tag_uses(Server& server);

}  // namespace skein::social
