// The lanes of a server. A route or a job names its lane where it is registered.
//
// | lane  | for | may wait for |
// |-------|-----|--------------|
// | read  | requests that only read | the database |
// | write | requests that write | the writer, cpu |
// | slow  | search, exports, uploads | the writer, cpu, the media worker |
// | fetch | work that asks other servers step by step | the client, the writer, cpu |
// | jobs  | local jobs | the writer, cpu |
// | cpu   | signing, password hashes | nobody |
#pragma once

#include <cstdint>
#include <string_view>

namespace skein {

enum class LaneName : std::uint8_t { read, write, slow, fetch, jobs, cpu };
inline constexpr std::size_t lane_count = 6;

std::string_view to_string(LaneName lane);

}  // namespace skein
