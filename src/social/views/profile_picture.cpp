#include "social/views/profile_picture.h"

#include "core/server.h"
#include "social/views/views.h"

namespace skein::social {

ProfilePicture profile_picture(Server const& server, std::string_view stored,
                               std::string_view missing) {
    ProfilePicture picture;
    picture.url = server.public_url() + std::string(missing);
    picture.static_url = picture.url;
    if (stored.empty()) return picture;
    auto const document = json::Document::parse(stored);
    if (!document) return picture;
    auto const root = document->root();
    auto const key = root.get_text("key");
    if (key.empty()) return picture;
    auto const static_key = root.get_text("static_key");
    picture.url = media_url(server, key);
    picture.static_url = static_key.empty() ? picture.url : media_url(server, static_key);
    picture.description = root.get_text("description");
    return picture;
}

}  // namespace skein::social
