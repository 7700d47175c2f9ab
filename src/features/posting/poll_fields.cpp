#include "features/posting/poll_fields.h"

#include <algorithm>

#include "base/text.h"

namespace skein::posting {

Result<social::PollDraft> checked_poll(PollFields const& fields, Time now) {
    social::PollDraft draft;
    for (auto const& option : fields.options) {
        auto title = strip_controls(trim(option), false);
        if (!title.empty()) draft.options.push_back({std::move(title)});
    }
    draft.multiple = fields.multiple;
    draft.hide_totals = fields.hide_totals;
    if (fields.expires_in) {
        // A longer time than any clock counts is too long all the same.
        auto const most = social::poll_limits::longest.count() + 1;
        draft.expires_at =
            now + std::chrono::seconds(std::clamp<std::int64_t>(*fields.expires_in, 0, most));
    }
    TRY_OK(social::check_poll(draft, now));
    return draft;
}

}  // namespace skein::posting
