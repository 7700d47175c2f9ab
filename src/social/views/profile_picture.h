// Avatars and headers as stored with an account: JSON {key, static_key, description}.
#pragma once

#include <string>
#include <string_view>

namespace skein {
class Server;
}

namespace skein::social {

struct ProfilePicture {
    std::string url, static_url, description;
};

/// `missing` is the path of our own picture for those who have none. A picture that was never
/// fetched from its server is missing: readers' addresses are not given away to strangers.
ProfilePicture profile_picture(Server const& server, std::string_view stored,
                               std::string_view missing);

}  // namespace skein::social
