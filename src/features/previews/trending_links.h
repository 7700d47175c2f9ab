// Linked pages that are talked about.
#pragma once

#include "core/endpoint.h"
#include "social/trends.h"

namespace skein::previews {

/// By how many people posted the link in public in the last two days; a schedule.
Result<void> refresh_trending_links(Server& server);

Result<Reply> list_trending_links(Call& call, social::ListTrends const& input);
/// What moderators see: also what nobody has judged, and what was rejected.
Result<Reply> list_trending_links_for_staff(Call& call, social::ListTrends const& input);
Result<Reply> approve_trending_link(Call& call);
Result<Reply> reject_trending_link(Call& call);

void install_trending_links(Server& server);

}  // namespace skein::previews
