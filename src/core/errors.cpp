#include "core/errors.h"

namespace skein {
namespace {

using log::Level;

// Jobs try again what time may heal. Our own mistakes are among it: the next release may mend them
// before the job gives up.
constexpr ErrorKind bad_request{400, false, Level::debug};
constexpr ErrorKind unauthenticated{401, false, Level::debug};
constexpr ErrorKind forbidden{403, false, Level::debug};
constexpr ErrorKind not_found{404, false, Level::debug};
constexpr ErrorKind gone{410, false, Level::debug};
constexpr ErrorKind conflict{409, true, Level::debug};
constexpr ErrorKind unprocessable{422, false, Level::debug};
constexpr ErrorKind too_large{413, false, Level::debug};
constexpr ErrorKind unsupported_media{415, false, Level::debug};
constexpr ErrorKind rate_limited{429, true, Level::debug};
constexpr ErrorKind range{416, false, Level::debug};
constexpr ErrorKind unavailable{503, true, Level::warning};
constexpr ErrorKind storage_full{503, true, Level::error};
// Mastodon answers 503 when another server cannot be asked; clients know it.
constexpr ErrorKind remote{503, true, Level::info};
constexpr ErrorKind timeout{503, true, Level::info};
constexpr ErrorKind cancelled{503, true, Level::info};
constexpr ErrorKind internal{500, true, Level::error};

}  // namespace

ErrorKind const& kind_of(Errc code) {
    switch (code) {
        case Errc::bad_request: return bad_request;
        case Errc::unauthenticated: return unauthenticated;
        case Errc::forbidden: return forbidden;
        case Errc::not_found: return not_found;
        case Errc::gone: return gone;
        case Errc::conflict: return conflict;
        case Errc::unprocessable: return unprocessable;
        case Errc::too_large: return too_large;
        case Errc::unsupported_media: return unsupported_media;
        case Errc::rate_limited: return rate_limited;
        case Errc::range: return range;
        case Errc::unavailable: return unavailable;
        case Errc::storage_full: return storage_full;
        case Errc::remote: return remote;
        case Errc::timeout: return timeout;
        case Errc::cancelled: return cancelled;
        case Errc::internal: return internal;
    }
    return internal;
}

}  // namespace skein
