// Taking posts that are older than conversations into them, once, a stretch of posts at a time.
#pragma once

#include <tuple>

#include "core/server.h"

namespace skein::conversations {

struct TakeIn {
    static constexpr std::string_view name = "conversations.take_in";
    StatusId after;
    auto row() { return std::tie(after); }
};
Result<void> take_in(JobRun& run, TakeIn const& job);
/// Begins it, unless that was done before.
Result<void> begin_intake(Server& server);

}  // namespace skein::conversations
