// What a file is, by its first bytes. Names and claimed types are never asked.
//
// A pure function over hostile bytes. "unknown" also covers what this server never serves.
#pragma once

#include <cstdint>
#include <string_view>

namespace skein::imaging {

enum class FileType : std::uint8_t {
    unknown,
    jpeg,
    png,
    gif,
    webp,
    avif,
    heic,
    bmp,
    tiff,
    svg,
    html,
    pdf,
    mp4,
    mov,
    webm,
    mp3,
    aac,
    ogg,
    wav,
    flac,
    m4a,
};

/// So many first bytes are enough for `sniff`.
constexpr std::size_t sniffed_bytes = 4096;

/// The type of a file that starts with `head`.
FileType sniff(std::string_view head);

/// `image/jpeg`, …; `application/octet-stream` for what is unknown.
std::string_view content_type(FileType type);

/// One of the pictures the media worker reads: JPEG, PNG, GIF, WebP, AVIF, HEIC.
bool is_picture(FileType type);
bool is_video(FileType type);
bool is_audio(FileType type);

}  // namespace skein::imaging
