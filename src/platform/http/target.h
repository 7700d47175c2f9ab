// The request target (RFC 9112, 3.2): what follows the method, in its parts. Every route sees the
// same path that a proxy in front of us sees, or the request is refused.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::http {

struct Target {
    std::string path;            ///< Percent-decoded, one trailing slash removed.
    std::string query;           ///< Raw, without '?'.
    std::string_view authority;  ///< Of the absolute form, else "".
};

/// Errc::bad_request for anything but origin form, absolute form and `*`, for broken escapes,
/// paths that are no UTF-8, dot segments, and escaped slashes and control characters: they mean
/// one thing to a proxy and another to a router.
Result<Target> parse_target(std::string_view target);

}  // namespace skein::http
