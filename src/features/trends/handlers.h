// The requests of this feature.
#pragma once

#include "core/endpoint.h"
#include "social/trends.h"

namespace skein::trends {

Result<Reply> list_tags(Call& call, social::ListTrends const& input);
Result<Reply> list_statuses(Call& call, social::ListTrends const& input);

/// What moderators see: also what nobody has judged, and what was rejected.
Result<Reply> list_tags_for_staff(Call& call, social::ListTrends const& input);
Result<Reply> list_statuses_for_staff(Call& call, social::ListTrends const& input);
Result<Reply> approve_tag(Call& call);
Result<Reply> reject_tag(Call& call);
Result<Reply> approve_status(Call& call);
Result<Reply> reject_status(Call& call);

}  // namespace skein::trends
