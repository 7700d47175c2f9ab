// A preview that somebody sends along, shown small in place of the picture itself.
#pragma once

#include <optional>

#include "core/server.h"
#include "platform/http/params.h"
#include "social/media.h"
#include "social/pictures.h"

namespace skein::media {

/// Makes the preview, when one was sent; the errors are those of any picture.
Result<std::optional<social::Pictures>> make_preview(Server& server,
                                                     std::optional<http::Upload> const& sent);

/// Puts it in the place of the preview so far, whose file goes. The row is the caller's to store.
Result<void> use_preview(db::Tx& tx, social::Media& media,
                         std::optional<social::Pictures> const& preview);

}  // namespace skein::media
