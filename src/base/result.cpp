#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace skein {

std::string_view to_string(Errc code) {
    switch (code) {
        case Errc::bad_request: return "bad_request";
        case Errc::unauthenticated: return "unauthenticated";
        case Errc::forbidden: return "forbidden";
        case Errc::not_found: return "not_found";
        case Errc::gone: return "gone";
        case Errc::conflict: return "conflict";
        case Errc::unprocessable: return "unprocessable";
        case Errc::too_large: return "too_large";
        case Errc::unsupported_media: return "unsupported_media";
        case Errc::rate_limited: return "rate_limited";
        case Errc::range: return "range";
        case Errc::unavailable: return "unavailable";
        case Errc::storage_full: return "storage_full";
        case Errc::remote: return "remote";
        case Errc::timeout: return "timeout";
        case Errc::cancelled: return "cancelled";
        case Errc::internal: return "internal";
    }
    return "unknown";
}

void broken_expectation(char const* condition, std::source_location where) {
    std::fprintf(stderr, "skein: broken expectation: %s (%s:%u, %s)\n", condition,
                 where.file_name(), where.line(), where.function_name());
    std::abort();
}

}  // namespace skein
