// Tags on profiles, as objects and as activities.
#pragma once

#include <string>

#include "features/activitypub/documents/writing.h"
#include "social/featured_tags.h"

namespace skein::activitypub {

void write_featured_tag(Server const& server, social::FeaturedTag const& tag, json::Writer& out);

/// Add or Remove. The tag itself is the object, and the collection is that of pinned posts: so
/// Mastodon sends and understands it.
std::string featured_tag_activity(Server const& server, AccountId account,
                                  social::FeaturedTag const& tag, bool add);

}  // namespace skein::activitypub
