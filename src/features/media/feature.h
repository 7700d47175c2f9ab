// Pictures, videos and sounds: uploaded, processed, described, attached to posts elsewhere, and
// served. Every file of the server (attachments, avatars, headers, emojis) goes out through the one
// route here.
#pragma once

namespace skein {
class Server;
}

namespace skein::media {

void install(Server& server);

}  // namespace skein::media
