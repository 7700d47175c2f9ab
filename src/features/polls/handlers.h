// The requests of this feature. A poll can be seen by those who can see its post; to the others it
// is `not_found`.
#pragma once

#include <vector>

#include "core/endpoint.h"

namespace skein::polls {

/// Another server's poll is asked for first, when that was not done lately.
Result<Reply> show_poll(Call& call);

struct Vote {
    std::vector<std::int64_t> choices;
    void read(Fields& in) { in("choices", choices, "The chosen options, from 0."); }
};
/// Errc::unprocessable: it has ended, it is one's own, one has voted, or that cannot be chosen.
Result<Reply> vote(Call& call, Vote const& input);

}  // namespace skein::polls
