// The poll of a post, as an app sends it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "core/endpoint.h"
#include "social/polls.h"

namespace skein::posting {

struct PollFields {
    std::vector<std::string> options;
    std::optional<std::int64_t> expires_in;
    bool multiple = false, hide_totals = false;

    void read(Fields& in) {
        in("options", options, "What can be chosen: two to four texts.");
        in("expires_in", expires_in, "For how many seconds one can vote.");
        in("multiple", multiple, "Several may be chosen.");
        in("hide_totals", hide_totals, "Show no numbers before it has ended.");
    }
};

/// Errc::unprocessable when it breaks a rule.
Result<social::PollDraft> checked_poll(PollFields const& fields, Time now);

}  // namespace skein::posting
