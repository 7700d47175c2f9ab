// A stored file as an answer.
#pragma once

#include <string_view>

#include "core/endpoint.h"
#include "social/media.h"

namespace skein::media {

/// Errc::not_found when its bytes are gone.
Result<Reply> file_reply(Server& server, social::File const& file, std::string_view cache_control);

}  // namespace skein::media
