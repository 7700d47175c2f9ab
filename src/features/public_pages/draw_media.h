// What hangs on a post: its media and its poll.
#pragma once

#include "features/public_pages/drawing.h"
#include "features/public_pages/shown_posts.h"

namespace skein::public_pages {

/// Pictures as links to themselves with their alt text, what plays as players; folded where they
/// are sensitive.
SafeHtml draw_media(Drawing const& with, ShownPost const& post);
/// The answers as bars; without numbers where those are hidden until the end.
SafeHtml draw_poll(Drawing const& with, ShownPost const& post);

}  // namespace skein::public_pages
