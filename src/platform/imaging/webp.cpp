#include "platform/imaging/webp.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace skein::imaging {
namespace {

constexpr std::size_t chunk_head_bytes = 8, file_head_bytes = 12;
constexpr std::array<std::string_view, 5> kept_chunks{"VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"};
constexpr std::array<std::string_view, 3> drawing_chunks{"VP8 ", "VP8L", "ANMF"};
constexpr std::string_view extended = "VP8X";
constexpr std::size_t extended_bytes = 10;
/// The flags of an extended file that promise a profile, Exif and XMP.
constexpr unsigned char promised_extras = 0x20 | 0x08 | 0x04;

std::uint32_t little_endian_32(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

void append_little_endian_32(std::string& out, std::size_t value) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
}

bool is_one_of(std::string_view name, auto const& names) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::optional<std::string> strip_webp(std::string_view file) {
    if (file.size() < file_head_bytes || !file.starts_with("RIFF") || file.substr(8, 4) != "WEBP")
        return std::nullopt;
    // The size counts from behind itself.
    auto const size = std::size_t{little_endian_32(file, 4)} + chunk_head_bytes;
    if (size < file_head_bytes || size > file.size()) return std::nullopt;
    std::string chunks;
    bool draws = false;
    for (auto rest = file.substr(file_head_bytes, size - file_head_bytes); !rest.empty();) {
        if (rest.size() < chunk_head_bytes) return std::nullopt;
        auto const name = rest.substr(0, 4);
        auto const length = std::size_t{little_endian_32(rest, 4)};
        auto const padded = length + length % 2;
        if (padded > rest.size() - chunk_head_bytes) return std::nullopt;
        auto const chunk = rest.substr(0, chunk_head_bytes + padded);
        rest.remove_prefix(chunk.size());
        if (name == extended) {
            if (length < extended_bytes) return std::nullopt;
            auto const at = chunks.size() + chunk_head_bytes;
            chunks += chunk;
            chunks[at] = static_cast<char>(chunks[at] & ~promised_extras);
        } else if (is_one_of(name, kept_chunks)) {
            chunks += chunk;
            draws = draws || is_one_of(name, drawing_chunks);
        }
    }
    if (!draws) return std::nullopt;
    std::string out = "RIFF";
    append_little_endian_32(out, chunks.size() + 4);
    return out + "WEBP" + chunks;
}

}  // namespace skein::imaging
