// The files of the built app.
#pragma once

#include <span>
#include <string_view>

#include "core/assets.h"

namespace skein {

/// Every file of the built app by its path in `web/dist/`; none when the program was built without
/// it. Written by cmake/assets.cmake.
std::span<Asset const> all_web_files();

}  // namespace skein

namespace skein::web_app {

/// Null for an unknown path.
Asset const* find_file(std::string_view path);

/// Is it handed out as it is? Not what only the server reads: the page and the lists of what the
/// build made.
bool is_served(Asset const& file);

}  // namespace skein::web_app
