// Byte ranges and conditional requests (RFC 9110, 13 and 14): which part of a body is sent, or
// whether it is sent at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace skein::http {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

struct RangeChoice {
    enum class Kind : std::uint8_t {
        whole,          ///< No range, none that is understood, or several: the whole body, 200.
        part,           ///< 206.
        unsatisfiable,  ///< 416.
    };
    Kind kind = Kind::whole;
    ByteRange part;
};

/// What a `Range` asks of a body of this size.
RangeChoice choose_range(std::string_view range, std::uint64_t size);

/// Does `If-Range` still hold? Entity tags compare strongly, a date must be the same to the letter.
bool if_range_holds(std::string_view if_range, std::string_view etag,
                    std::string_view last_modified);

/// Does `If-None-Match` name this entity tag? Tags compare weakly.
bool none_match_names(std::string_view if_none_match, std::string_view etag);

/// Is the body no newer than `If-Modified-Since`?
bool not_modified_since(std::string_view if_modified_since, std::string_view last_modified);

}  // namespace skein::http
