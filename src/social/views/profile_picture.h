// Avatars and headers as stored with an account: JSON {key, static_key, description, remote_url}.
#pragma once

#include <string>
#include <string_view>

namespace skein {
class Server;
}

namespace skein::social {

struct Account;

struct ProfilePicture {
    std::string url, static_url, description;
    bool chosen = false;  ///< Else it is our own, which stands in for one.
};

/// Of an account of this server. `missing` is the path of our own picture for those who have none.
ProfilePicture profile_picture(Server const& server, std::string_view stored,
                               std::string_view missing);

/// Of any account: another server's picture has an address here (remote_files.h), so that readers'
/// addresses are not given away to strangers.
ProfilePicture avatar_of(Server const& server, Account const& account);
ProfilePicture header_of(Server const& server, Account const& account);

}  // namespace skein::social
