#include "social/pictures.h"

#include <cmath>

#include "base/numbers.h"
#include "core/server.h"
#include "social/instance.h"
#include "social/media.h"

namespace skein::social {
namespace {

/// An error of the media worker as the API words it.
Error worded(Error error, std::int64_t bytes_max) {
    switch (error.code) {
        case Errc::unsupported_media:
            error.message = "Validation failed: File content type is invalid";
            break;
        case Errc::too_large:
            error.message = fmt::format("Validation failed: File size must be less than {} MB",
                                        bytes_max >> 20);
            break;
        case Errc::unprocessable:
            error.message = "Validation failed: File is damaged or has too many pixels";
            break;
        default: return error;
    }
    error.code = Errc::unprocessable;
    return error;
}

Result<Picture> store(Server& server, imaging::Output const& output) {
    Picture picture;
    TRY(picture.blob, server.storage().put_file(output.file.path()));
    picture.name = output.name;
    picture.key = new_file_key(server.random());
    picture.content_type = output.content_type;
    picture.width = output.width;
    picture.height = output.height;
    return picture;
}

std::optional<double> parse_coordinate(std::string_view text) {
    auto const value = parse_number<double>(text);
    // What is no number at all ("nan") is within no bounds.
    return value && std::abs(*value) <= 1 ? value : std::nullopt;
}

}  // namespace

Result<Pictures> make_pictures(Server& server, std::string const& input_path,
                               std::vector<imaging::Task> tasks, std::int64_t bytes_max) {
    imaging::Job job;
    job.input_path = input_path;
    job.output_directory = server.config().data_dir + "/spool";
    job.tasks = std::move(tasks);
    job.limits.input_bytes_max = static_cast<std::uint64_t>(bytes_max);
    job.limits.pixels_max =
        static_cast<std::uint64_t>(server.settings<InstanceConfig>().image_pixels_max);
    auto const processed = server.imaging().process(job);
    if (!processed) return fail(worded(processed.error(), bytes_max));
    Pictures pictures;
    pictures.type = processed->type;
    pictures.frames = processed->frames;
    pictures.blurhash = processed->blurhash;
    for (auto const& output : processed->outputs) {
        TRY(auto picture, store(server, output));
        pictures.made.push_back(std::move(picture));
    }
    return pictures;
}

Result<Pictures> insert_pictures(db::Tx& tx, Pictures pictures, bool remote) {
    for (auto& one : pictures.made) {
        TRY(one.key, insert_file(tx, one.key, one.blob, one.content_type, remote));
    }
    return pictures;
}

std::optional<imaging::Focus> parse_focus(std::string_view text) {
    auto const comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    auto const x = parse_coordinate(text.substr(0, comma));
    auto const y = parse_coordinate(text.substr(comma + 1));
    if (!x || !y) return std::nullopt;
    return imaging::Focus{*x, *y};
}

}  // namespace skein::social
