#include "platform/imaging/av_recipes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "platform/imaging/tools.h"

namespace skein::imaging {
namespace {

using namespace std::string_view_literals;

/// Who decodes what people send; nothing else is ever begun. Playlists, subtitles and formats that
/// name other files are not among the demuxers either.
constexpr auto decoders =
    "h264,hevc,vp8,vp9,av1,libdav1d,libaom-av1,mpeg4,h263,theora,mjpeg,png,apng,gif,bmp,"
    "aac,mp3,mp3float,opus,libopus,vorbis,flac,alac,ac3,eac3,amrnb,amrwb,libopencore_amrnb,"
    "libopencore_amrwb,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
    "pcm_f32le,pcm_f32be,pcm_f64le,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt"sv;

constexpr auto side_max = 1920;
constexpr auto picture_side_max = 1280;
constexpr auto frames_per_second_made_max = 60;
constexpr auto one_allocation_bytes_max = 512 << 20;

std::string_view demuxer_of(FileType type) {
    switch (type) {
        case FileType::mp4:
        case FileType::mov:
        case FileType::m4a: return "mov";
        case FileType::webm: return "matroska";
        case FileType::mp3: return "mp3";
        case FileType::aac: return "aac";
        case FileType::ogg: return "ogg";
        case FileType::wav: return "wav";
        case FileType::flac: return "flac";
        case FileType::gif: return "gif";
        case FileType::png: return "apng";
        default: return {};
    }
}

/// What the first demuxer of this name calls itself.
std::string_view demuxer_names(std::string_view demuxer) {
    if (demuxer == "mov") return "mov,mp4,m4a,3gp,3g2,mj2";
    if (demuxer == "matroska") return "matroska,webm";
    return demuxer;
}

void add(Arguments& arguments, std::initializer_list<std::string_view> more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
}

void add_input(Arguments& arguments, FileType type, AvLimits const& limits) {
    auto const demuxer = demuxer_of(type);
    add(arguments, {"-protocol_whitelist", "file", "-format_whitelist", demuxer_names(demuxer),
                    "-codec_whitelist", decoders, "-max_pixels", std::to_string(limits.pixels_max),
                    "-f", demuxer, "-i", tool_path(0)});
}

Arguments begin(FileType type, AvLimits const& limits) {
    Arguments arguments;
    add(arguments,
        {"-nostdin", "-hide_banner", "-loglevel", "error", "-nostats", "-y", "-max_alloc",
         std::to_string(one_allocation_bytes_max), "-filter_threads", "1", "-threads", "2"});
    add_input(arguments, type, limits);
    return arguments;
}

/// Where it was made, when, with what and by whom stays here.
void drop_metadata(Arguments& arguments) {
    add(arguments, {"-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags",
                    "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"});
}

void add_output(Arguments& arguments, std::string_view format, AvLimits const& limits) {
    add(arguments, {"-t", std::to_string(limits.seconds_max + 1), "-progress", "pipe:1", "-f",
                    format, tool_path(1)});
}

std::string map(int stream) { return fmt::format("0:{}", stream); }

/// Within the box, and even, as H.264 wants it.
std::string scale_to(int side, std::string_view more) {
    return fmt::format(
        "scale=w='min(iw,{0})':h='min(ih,{0})':force_original_aspect_ratio=decrease:"
        "force_divisible_by=2{1}",
        side, more);
}

void encode_video(Arguments& arguments, AvFacts const& facts, AvLimits const& limits) {
    add(arguments, {"-c:v",       "libx264",
                    "-preset",    "veryfast",
                    "-crf",       "23",
                    "-maxrate",   "5M",
                    "-bufsize",   "10M",
                    "-profile:v", "high",
                    "-threads",   "2",
                    "-vf",        scale_to(side_max, ",format=yuv420p"),
                    "-frames:v",  std::to_string(limits.frames_max),
                    "-fpsmax",    std::to_string(frames_per_second_made_max)});
    if (facts.audio) add(arguments, {"-c:a", "aac", "-b:a", "160k", "-ac", "2"});
}

}  // namespace

bool is_playable(FileType type) { return !demuxer_of(type).empty(); }

bool is_fit(FileType type, AvFacts const& facts) {
    constexpr std::array profiles = {"Baseline"sv, "Constrained Baseline"sv, "Main"sv, "High"sv};
    bool const container = type == FileType::mp4 || type == FileType::mov || type == FileType::m4a;
    bool const pixels =
        facts.video.pixel_format == "yuv420p" || facts.video.pixel_format == "yuvj420p";
    return container && facts.video.codec == "h264" && pixels &&
           std::ranges::find(profiles, facts.video.profile) != profiles.end() &&
           (!facts.audio || facts.audio.codec == "aac");
}

Arguments probe_arguments(FileType type, AvLimits const& limits) {
    Arguments arguments;
    add(arguments,
        {"-hide_banner", "-loglevel", "error", "-max_alloc",
         std::to_string(one_allocation_bytes_max), "-show_entries",
         "format=duration,bit_rate:stream=index,codec_type,codec_name,profile,width,height,pix_fmt,"
         "avg_frame_rate,r_frame_rate,duration,sample_rate,channels,channel_layout,nb_frames:"
         "stream_disposition=attached_pic:stream_side_data=rotation",
         "-of", "json=compact=1"});
    add_input(arguments, type, limits);
    return arguments;
}

Arguments video_arguments(FileType type, AvFacts const& facts, AvLimits const& limits) {
    auto arguments = begin(type, limits);
    add(arguments, {"-map", map(facts.video.stream)});
    if (facts.audio) add(arguments, {"-map", map(facts.audio.stream)});
    drop_metadata(arguments);
    // Cameras write places and serial numbers between the pictures, too: as supplemental
    // information, NAL units of type 6 (H.264, 7.3.2.3).
    if (is_fit(type, facts))
        add(arguments, {"-c", "copy", "-bsf:v", "filter_units=remove_types=6"});
    else encode_video(arguments, facts, limits);
    add(arguments, {"-movflags", "+faststart"});
    add_output(arguments, "mp4", limits);
    return arguments;
}

FileType audio_output(AvFacts const& facts) {
    return facts.audio.codec == "aac" ? FileType::m4a : FileType::mp3;
}

Arguments audio_arguments(FileType type, AvFacts const& facts, AvLimits const& limits) {
    auto arguments = begin(type, limits);
    add(arguments, {"-map", map(facts.audio.stream)});
    drop_metadata(arguments);
    bool const copied = facts.audio.codec == "mp3" || facts.audio.codec == "aac";
    if (copied) add(arguments, {"-c", "copy"});
    else add(arguments, {"-c:a", "libmp3lame", "-q:a", "2"});
    if (audio_output(facts) == FileType::m4a) {
        add(arguments, {"-movflags", "+faststart"});
        add_output(arguments, "ipod", limits);
    } else {
        add(arguments, {"-id3v2_version", "0", "-write_id3v1", "0"});
        add_output(arguments, "mp3", limits);
    }
    return arguments;
}

Arguments frame_arguments(FileType type, int stream, bool cover, AvLimits const& limits) {
    auto arguments = begin(type, limits);
    add(arguments, {"-map", map(stream)});
    drop_metadata(arguments);
    // The first frame is black too often; of the first few the most usual one speaks for all.
    auto const scaled = scale_to(picture_side_max, ",format=rgb24");
    add(arguments, {"-vf", cover ? scaled : "thumbnail=n=24," + scaled, "-frames:v", "1", "-c:v",
                    "png", "-f", "image2pipe", tool_path(1)});
    return arguments;
}

}  // namespace skein::imaging
