// Absolute addresses of things here.

#include "base/encoding.h"
#include "core/server.h"
#include "social/views/views.h"

namespace skein::social {

std::string account_url(Server const& server, std::string_view username) {
    return fmt::format("{}/@{}", server.public_url(), username);
}

std::string account_uri(Server const& server, AccountId id) {
    return fmt::format("{}/ap/users/{}", server.public_url(), id.value);
}

std::string status_url(Server const& server, std::string_view username, StatusId id) {
    return fmt::format("{}/@{}/{}", server.public_url(), username, id.value);
}

std::string status_uri(Server const& server, AccountId author, StatusId id) {
    return fmt::format("{}/ap/users/{}/statuses/{}", server.public_url(), author.value, id.value);
}

std::string tag_url(Server const& server, std::string_view folded_name) {
    return server.public_url() + "/tags/" + percent_encode(folded_name);
}

std::string media_url(Server const& server, std::string_view key) {
    return server.public_url() + file_path(key);
}

}  // namespace skein::social
