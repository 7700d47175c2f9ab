// What is asked of the media worker, and what it may be asked at most. Plain values, shared by the
// server's side and the worker's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace skein::imaging {

/// `same` keeps JPEG, PNG, WebP and animated GIF as they are; AVIF and HEIC become JPEG, which
/// everybody can read, and a GIF that does not move becomes PNG unless it can be kept unchanged.
enum class OutputFormat : std::uint8_t { same, jpeg, png, webp };

/// One picture to make. Nothing is ever enlarged; 0 means no limit.
struct Task {
    std::string name = {};  ///< The caller's name for it.
    unsigned width_max = 0;
    unsigned height_max = 0;
    std::uint64_t area_max = 0;  ///< Width times height.
    /// Fill width_max × height_max and cut off the rest, around the focus.
    bool crop = false;
    /// Only the first frame of what moves.
    bool still = false;
    OutputFormat format = OutputFormat::same;
    unsigned quality = 90;
};

/// The point that must stay visible: -1 … 1, left to right and bottom to top.
struct Focus {
    double x = 0;
    double y = 0;
};

struct Limits {
    std::uint64_t input_bytes_max = 16 << 20;
    std::uint64_t pixels_max = 33'177'600;  ///< Of one frame: 7680 × 4320.
    unsigned frames_max = 1000;
    std::chrono::seconds cpu_time_max{20};
};

constexpr std::size_t tasks_max = 8;

/// A post's picture: `original` (3840 × 2160 in area) and `small` (640 × 360 in area).
std::vector<Task> attachment_tasks();
/// `avatar` and `avatar_static`: 400 × 400.
std::vector<Task> avatar_tasks();
/// `header` and `header_static`: 1500 × 500.
std::vector<Task> header_tasks();
/// `emoji` and `emoji_static`: at most 256 × 256.
std::vector<Task> emoji_tasks();

}  // namespace skein::imaging
