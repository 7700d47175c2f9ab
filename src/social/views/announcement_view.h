// Announcement. Written for one reader, or for nobody in particular as it is pushed to everybody.
#pragma once

#include <span>

#include "social/announcements.h"
#include "social/views/views.h"

namespace skein::social {

/// Each as one element of the open array. `read` and the `me` of reactions are there for a reader
/// only (view.viewer).
Result<void> write_announcements(ViewOf const& view, std::span<ShownAnnouncement const> rows,
                                 json::Writer& out);

/// One as one value, for nobody in particular: what streams push. Errc::not_found when it is not
/// shown now.
Result<void> write_announcement(ViewOf const& view, AnnouncementId id, json::Writer& out);

}  // namespace skein::social
