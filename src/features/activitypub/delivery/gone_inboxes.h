// Inboxes that their server says are no more (404, 410). Nothing is sent there for a while; and the
// actors behind one are asked: who is gone for certain (410) follows nobody here any more.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "core/jobs.h"

namespace skein::activitypub {

struct ConfirmGone {
    static constexpr std::string_view name = "activitypub.confirm_gone";
    std::int64_t inbox = 0;
    auto row() { return std::tie(inbox); }
};
/// Marks it and has its owners asked.
Result<void> note_gone_inbox(db::Tx& tx, std::int64_t inbox, std::string_view host);
Result<void> confirm_gone(JobRun& run, ConfirmGone const& job);

}  // namespace skein::activitypub
