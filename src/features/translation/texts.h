// What of a post is translated, on its way out and back: as HTML in which mentions, tags, links and
// custom emojis are marked as not to be touched; what comes back is made safe, and may link nowhere
// that the post does not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace skein::translation {

/// Of plain text, or of HTML that is safe.
std::string outgoing_text(std::string_view plain);
std::string outgoing_html(std::string_view html);

/// Plain text from the HTML of a service.
std::string incoming_text(std::string_view html);
/// Safe HTML. Errc::unavailable when it links where `source` does not.
Result<std::string> incoming_html(std::string_view html, std::string_view source);

}  // namespace skein::translation
