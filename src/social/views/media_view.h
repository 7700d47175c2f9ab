// Where attachments are shown.
#pragma once

#include <string>

namespace skein {
class Server;
}

namespace skein::social {

struct Media;

/// "" where there is none. Another server's file has an address here (remote_files.h).
struct MediaAddresses {
    std::string url, preview_url;
};
MediaAddresses addresses_of(Server const& server, Media const& media);

}  // namespace skein::social
