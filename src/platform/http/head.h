// The head of a request, read strictly (RFC 9112; security.md 5.3): whatever two programs could
// understand in two ways is refused, because a request smuggled past a proxy lives from that
// difference. Beast's parser is not used for it: it joins folded lines and forgives a length given
// twice. No socket here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "platform/http/message.h"

namespace skein::http {

/// Why a request is refused before any route sees it. The connection is closed after the answer.
struct Refusal {
    int status = 0;  ///< 0: whatever the error means elsewhere.
    Error error;
};

/// How the body is delimited and what happens to the connection.
struct Framing {
    enum class Body : std::uint8_t { none, length, chunked };
    Body body = Body::none;
    std::uint64_t length = 0;
    bool keep_alive = true;
    bool http_1_0 = false;
    bool expects_continue = false;
};

struct HeadLimits {
    std::size_t bytes_max = 16 << 10;
    std::size_t fields_max = 100;
};

/// Longest request line, and longest line of a field.
inline constexpr std::size_t head_line_bytes_max = 8 << 10;

/// Reads a whole head, its empty line included, into `request` and `framing`. What could be read is
/// there even when the rest is refused.
std::optional<Refusal> parse_head(std::string_view head, HeadLimits const& limits, Request& request,
                                  Framing& framing);

}  // namespace skein::http
