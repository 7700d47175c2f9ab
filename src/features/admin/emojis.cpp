#include <filesystem>

#include "features/admin/commands.h"
#include "social/emojis.h"
#include "social/media.h"

namespace skein::admin {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t emoji_bytes_max = 256 << 10;
constexpr std::size_t emojis_max = 10'000;

/// A picture that has been made and put on the disk, before its row is written.
struct Kept {
    storage::Stored stored;
    std::string key, content_type;
};

Result<Kept> keep(Server& server, imaging::Output const& output) {
    Kept kept;
    TRY(kept.stored, server.storage().put_file(output.file.path()));
    kept.key = social::new_file_key(server.random());
    kept.content_type = output.content_type;
    return kept;
}

Result<std::string> name_file(db::Tx& tx, Kept const& kept) {
    return social::insert_file(tx, kept.key, kept.stored.sha256,
                               static_cast<std::int64_t>(kept.stored.size), kept.content_type,
                               false);
}

Result<void> import_one(Server& server, fs::path const& path, std::string const& category) {
    imaging::Job job;
    job.input_path = path.string();
    job.output_directory = server.config().data_dir + "/spool";
    job.tasks = imaging::emoji_tasks();
    job.limits.input_bytes_max = emoji_bytes_max;
    TRY(auto const made, server.imaging().process(job));
    TRY(auto const picture, keep(server, made.outputs[0]));
    TRY(auto const still, keep(server, made.outputs[1]));
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        social::Emoji emoji;
        emoji.shortcode = path.stem().string();
        emoji.category = category;
        TRY(emoji.file_key, name_file(tx, picture));
        TRY(emoji.static_key, name_file(tx, still));
        return social::put_emoji(tx, emoji);
    });
}

}  // namespace

Result<void> import_emojis(Server& server, CommandCall& call) {
    std::error_code error;
    std::vector<fs::path> pictures;
    for (auto const& entry : fs::directory_iterator(call.arguments[0], error))
        if (entry.is_regular_file(error) && pictures.size() < emojis_max)
            pictures.push_back(entry.path());
    if (error)
        return fail(Errc::not_found, "The directory cannot be read: " + call.arguments[0] + " (" +
                                         error.message() + ")");
    std::ranges::sort(pictures);
    std::size_t imported = 0;
    for (auto const& path : pictures) {
        auto const done = import_one(server, path, call.option("category"));
        if (done) ++imported;
        else call.out(path.filename().string() + " was left out: " + done.error().message);
    }
    call.out(fmt::format("{} of {} emojis imported.", imported, pictures.size()));
    if (imported < pictures.size())
        return fail(Errc::unprocessable, "Some pictures were left out; the lines above say why.");
    return {};
}

}  // namespace skein::admin
