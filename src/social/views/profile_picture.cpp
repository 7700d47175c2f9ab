#include "social/views/profile_picture.h"

#include "base/json.h"
#include "core/server.h"
#include "social/accounts.h"
#include "social/remote_files.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

/// The one that another server has, if it is one.
std::optional<ProfilePicture> remote_picture(Server const& server, std::string_view source,
                                             AccountId account, std::string_view stored) {
    auto const document = json::Document::parse(stored);
    auto const url = document ? document->root().get_text("remote_url") : std::string_view{};
    if (url.empty()) return std::nullopt;
    RemoteName const name{source, account.value, url};
    return ProfilePicture{remote_url_here(server, name, RemoteForm::whole),
                          remote_url_here(server, name, RemoteForm::small),
                          std::string(document->root().get_text("description")), true};
}

ProfilePicture picture_of(Server const& server, Account const& account, std::string_view source,
                          std::string const& stored, std::string_view missing) {
    auto remote = account.local() || stored.empty()
                      ? std::nullopt
                      : remote_picture(server, source, account.id, stored);
    return remote ? *std::move(remote) : profile_picture(server, stored, missing);
}

}  // namespace

ProfilePicture avatar_of(Server const& server, Account const& account) {
    return picture_of(server, account, "avatars", account.avatar, "/assets/avatar-missing.png");
}

ProfilePicture header_of(Server const& server, Account const& account) {
    return picture_of(server, account, "headers", account.header, "/assets/header-missing.png");
}

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
    picture.chosen = true;
    return picture;
}

}  // namespace skein::social
