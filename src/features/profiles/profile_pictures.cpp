#include "features/profiles/profile_pictures.h"

#include "base/json.h"
#include "social/media.h"

namespace skein::profiles {
namespace {

constexpr std::int64_t picture_bytes_max = 2 << 20;

Result<std::optional<social::Pictures>> make(Server& server,
                                             std::optional<http::Upload> const& upload,
                                             std::vector<imaging::Task> tasks) {
    if (!upload || !upload->file) return std::nullopt;
    TRY(auto pictures,
        social::make_pictures(server, upload->file->path, std::move(tasks), picture_bytes_max));
    return pictures;
}

Result<void> remove_files(db::Tx& tx, std::string const& stored) {
    if (stored.empty()) return {};
    TRY(auto const document, json::Document::parse(stored));
    auto const key = document.root().get_text("key");
    auto const static_key = document.root().get_text("static_key");
    TRY_OK(social::remove_file(tx, key));
    return static_key == key ? ok() : social::remove_file(tx, static_key);
}

}  // namespace

Result<ProfilePictures> make_profile_pictures(Server& server,
                                              std::optional<http::Upload> const& avatar,
                                              std::optional<http::Upload> const& header) {
    ProfilePictures pictures;
    TRY(pictures.avatar, make(server, avatar, imaging::avatar_tasks()));
    TRY(pictures.header, make(server, header, imaging::header_tasks()));
    return pictures;
}

Result<void> replace_picture(db::Tx& tx, std::string& stored,
                             std::optional<social::Pictures> const& fresh) {
    TRY_OK(remove_files(tx, stored));
    stored.clear();
    if (!fresh) return {};
    TRY(auto const named, social::insert_pictures(tx, *fresh));
    json::Writer out;
    out.object([&] {
        out.field("key", named.made.front().key);
        out.field("static_key", named.made.back().key);
        out.field("description", "");
    });
    stored = out.take();
    return {};
}

Result<void> describe_picture(std::string& stored, std::string_view description) {
    if (stored.empty()) return {};
    TRY(auto const document, json::Document::parse(stored));
    auto const root = document.root();
    json::Writer out;
    out.object([&] {
        out.field("key", root.get_text("key"));
        out.field("static_key", root.get_text("static_key"));
        out.field("description", description);
    });
    stored = out.take();
    return {};
}

}  // namespace skein::profiles
