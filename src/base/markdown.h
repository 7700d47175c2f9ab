// Markdown of others as HTML: without raw HTML, then sanitised. Some software sends it where others
// send HTML (`mediaType: text/markdown`).
#pragma once

#include <string_view>

#include "base/html.h"

namespace skein {

/// A line break is one, as in the forms people type into. Text beyond a limit is cut.
SafeHtml render_markdown(std::string_view markdown);

}  // namespace skein
