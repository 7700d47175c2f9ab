#include "social/media_details.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace skein::social {
namespace {

double real(json::Value const& from, std::string_view key) {
    auto const member = from.find(key);
    auto const number = member ? member->real() : std::nullopt;
    return number && std::isfinite(*number) ? *number : 0;
}

std::int64_t integer(json::Value const& from, std::string_view key) {
    auto const member = from.find(key);
    return member ? member->integer().value_or(0) : 0;
}

/// Like 0:01:28.65
std::string length_of(double seconds) {
    auto const hundredths = static_cast<std::int64_t>(std::llround(seconds * 100));
    return fmt::format("{}:{:02}:{:02}.{:02}", hundredths / 360'000, hundredths / 6'000 % 60,
                       hundredths / 100 % 60, hundredths % 100);
}

}  // namespace

std::string write_details(MediaDetails const& details) {
    json::Writer out;
    out.object([&] {
        out.field("duration", details.duration);
        out.field("frame_rate", details.frame_rate);
        out.field("frames_per_second", details.frames_per_second);
        out.field("bit_rate", details.bit_rate);
        out.field("audio_codec", details.audio_codec);
        out.field("audio_channels", details.audio_channels);
        out.field("audio_sample_rate", details.audio_sample_rate);
        out.field("failure", details.failure);
    });
    return out.take();
}

MediaDetails read_details(std::string_view json) {
    MediaDetails details;
    if (json.empty()) return details;
    auto const document = json::Document::parse(json);
    if (!document) return details;
    auto const root = document->root();
    details.duration = real(root, "duration");
    details.frame_rate = root.get_text("frame_rate");
    details.frames_per_second = real(root, "frames_per_second");
    details.bit_rate = integer(root, "bit_rate");
    details.audio_codec = root.get_text("audio_codec");
    details.audio_channels = root.get_text("audio_channels");
    details.audio_sample_rate = integer(root, "audio_sample_rate");
    details.failure = root.get_text("failure");
    return details;
}

void write_playing_meta(MediaDetails const& details, json::Writer& out) {
    if (details.duration > 0) {
        out.field("length", length_of(details.duration));
        out.field("duration", details.duration);
    }
    if (details.frames_per_second > 0)
        out.field("fps", static_cast<std::int64_t>(std::llround(details.frames_per_second)));
    if (details.audio_codec.empty()) return;
    out.field("audio_encode", details.audio_codec);
    out.field("audio_bitrate", fmt::format("{} Hz", details.audio_sample_rate));
    out.field("audio_channels", details.audio_channels);
}

void write_original_meta(MediaDetails const& details, json::Writer& out) {
    if (!details.frame_rate.empty()) out.field("frame_rate", details.frame_rate);
    if (details.duration > 0) out.field("duration", details.duration);
    if (details.bit_rate > 0) out.field("bitrate", details.bit_rate);
}

}  // namespace skein::social
