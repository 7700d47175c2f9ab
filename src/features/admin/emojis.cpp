#include <filesystem>

#include "features/admin/commands.h"
#include "social/emojis.h"
#include "social/pictures.h"

namespace skein::admin {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t emoji_bytes_max = 256 << 10;
constexpr std::size_t emojis_max = 10'000;

Result<void> import_one(Server& server, fs::path const& path, std::string const& category) {
    TRY(auto const made,
        social::make_pictures(server, path.string(), imaging::emoji_tasks(), emoji_bytes_max));
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const pictures, social::insert_pictures(tx, made));
        social::Emoji emoji;
        emoji.shortcode = path.stem().string();
        emoji.category = category;
        emoji.file_key = pictures.made[0].key;
        emoji.static_key = pictures.made[1].key;
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
