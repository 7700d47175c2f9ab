// The requests of this feature.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::streaming {

/// GET /api/v1/streaming/health
Result<Reply> show_health(Call& call);

struct SocketInput {
    std::string stream, tag, list, access_token;
    void read(Fields& in) {
        in("stream", stream, "Subscribe to this stream at once.");
        in("tag", tag, "Of a hashtag stream.");
        in("list", list, "Of a list stream: its id.");
        in("access_token", access_token,
           "The token, where it is neither in the Authorization header nor the name of a "
           "subprotocol.");
    }
};
/// GET /api/v1/streaming
Result<Reply> open_socket(Call& call, SocketInput const& input);

struct EventsInput {
    std::string tag, list, access_token;
    bool only_media = false;
    void read(Fields& in) {
        in("tag", tag, "Of a hashtag stream.");
        in("list", list, "Of a list stream: its id.");
        in("only_media", only_media, "Of public streams: posts with attachments only.");
        in("access_token", access_token, "The token, where it is not in the Authorization header.");
    }
};
/// GET /api/v1/streaming/user and the other streams as Server-Sent Events
Result<Reply> open_events(Call& call, EventsInput const& input);

}  // namespace skein::streaming
