#include "platform/imaging/av_facts.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/json.h"
#include "base/numbers.h"

namespace skein::imaging {
namespace {

constexpr std::int64_t side_max = 65'535;
constexpr double seconds_max = 1e7;
constexpr double rate_max = 100'000;
constexpr std::size_t word_bytes_max = 40;

/// Names of codecs and the like: short, and made of nothing that means anything anywhere.
std::string word(json::Value const& from, std::string_view key) {
    std::string made;
    for (char const c : from.get_text(key).substr(0, word_bytes_max)) {
        bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || std::string_view(" .:_-()").contains(c);
        if (plain) made += c;
    }
    return made;
}

/// ffprobe writes some numbers as numbers and others as text.
double real(json::Value const& from, std::string_view key, double most) {
    auto const member = from.find(key);
    if (!member) return 0;
    auto const text = member->text();
    auto const number = text ? parse_number<double>(*text) : member->real();
    if (!number || !std::isfinite(*number) || *number < 0 || *number > most) return 0;
    return *number;
}

std::int64_t whole(json::Value const& from, std::string_view key, std::int64_t most) {
    return static_cast<std::int64_t>(real(from, key, static_cast<double>(most)));
}

/// Like 30000/1001; 0 for what is no rate.
double rate_of(std::string_view text) {
    auto const slash = text.find('/');
    auto const above = parse_number<std::int64_t>(text.substr(0, slash));
    auto const below = slash == std::string_view::npos
                           ? std::optional<std::int64_t>(1)
                           : parse_number<std::int64_t>(text.substr(slash + 1));
    if (!above || !below || *above <= 0 || *below <= 0) return 0;
    auto const rate = static_cast<double>(*above) / static_cast<double>(*below);
    return rate <= rate_max ? rate : rate_max;
}

bool lies_on_its_side(json::Value const& stream) {
    auto const sides = stream.find("side_data_list");
    if (!sides || !sides->is_array()) return false;
    for (auto const& side : sides->elements()) {
        auto const rotation = side.find("rotation");
        auto const degrees = rotation ? rotation->real() : std::nullopt;
        if (degrees && std::abs(*degrees) < 1000 && std::lround(*degrees) % 180 != 0) return true;
    }
    return false;
}

bool is_cover(json::Value const& stream) {
    auto const disposition = stream.find("disposition");
    return disposition && whole(*disposition, "attached_pic", 1) == 1;
}

VideoFacts video_of(json::Value const& stream, int index) {
    VideoFacts video;
    video.stream = index;
    video.codec = word(stream, "codec_name");
    video.profile = word(stream, "profile");
    video.pixel_format = word(stream, "pix_fmt");
    video.width = whole(stream, "width", side_max);
    video.height = whole(stream, "height", side_max);
    if (lies_on_its_side(stream)) std::swap(video.width, video.height);
    for (auto const* key : {"avg_frame_rate", "r_frame_rate"}) {
        if (video.frames_per_second > 0) break;
        auto const text = stream.get_text(key);
        video.frames_per_second = rate_of(text);
        if (video.frames_per_second > 0) video.frame_rate = text;
    }
    video.frames = whole(stream, "nb_frames", 1'000'000'000);
    return video;
}

AudioFacts audio_of(json::Value const& stream, int index) {
    AudioFacts audio;
    audio.stream = index;
    audio.codec = word(stream, "codec_name");
    audio.sample_rate = whole(stream, "sample_rate", 10'000'000);
    audio.channels = word(stream, "channel_layout");
    auto const count = whole(stream, "channels", 64);
    if (audio.channels.empty()) audio.channels = count == 1 ? "mono" : "stereo";
    return audio;
}

void add_stream(AvFacts& facts, json::Value const& stream) {
    auto const index = static_cast<int>(whole(stream, "index", 1000));
    auto const kind = stream.get_text("codec_type");
    if (kind == "audio" && !facts.audio) facts.audio = audio_of(stream, index);
    if (kind != "video") return;
    if (is_cover(stream)) {
        if (facts.cover < 0) facts.cover = index;
    } else if (!facts.video && !stream.get_text("codec_name").empty()) {
        facts.video = video_of(stream, index);
    }
    facts.duration = std::max(facts.duration, real(stream, "duration", seconds_max));
}

std::unexpected<Error> nothing_to_play(std::string detail) {
    return fail(Errc::unprocessable, "The file could not be read.", std::move(detail));
}

}  // namespace

Result<AvFacts> read_av_facts(std::string_view json) {
    auto const document = json::Document::parse(json);
    if (!document) return nothing_to_play("ffprobe: " + document.error().message);
    auto const streams = document->root().find("streams");
    if (!streams || !streams->is_array()) return nothing_to_play("ffprobe: no streams");
    AvFacts facts;
    for (auto const& stream : streams->elements()) add_stream(facts, stream);
    if (auto const format = document->root().find("format")) {
        facts.duration = std::max(facts.duration, real(*format, "duration", seconds_max));
        facts.bit_rate = whole(*format, "bit_rate", 1'000'000'000'000);
    }
    if (!facts.video && !facts.audio) return nothing_to_play("ffprobe: nothing to play");
    if (facts.video && (facts.video.width == 0 || facts.video.height == 0))
        return nothing_to_play("ffprobe: a video without a size");
    return facts;
}

}  // namespace skein::imaging
