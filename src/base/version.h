// The version of this program.
#pragma once

#include <string_view>

namespace skein {

inline constexpr std::string_view version = "0.1.0";

/// What `/api/v1/instance` says: apps read the first three numbers as the Mastodon API they may
/// expect.
inline constexpr std::string_view api_version_text = "4.6.0 (compatible; Skein 0.1.0)";

}  // namespace skein
