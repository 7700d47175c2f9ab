// One event as it goes over the wire: made once for all the sockets that carry it the same way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/stream.h"

namespace skein::streaming {

class Frames {
  public:
    /// Without a payload the event speaks for itself.
    Frames(std::string_view event, std::optional<std::string> payload)
        : event_(event), payload_(std::move(payload)) {}

    /// The frame for a stream with this label, of a WebSocket or of Server-Sent Events.
    http::Frame const& of(bool websocket, std::string const& label);

  private:
    http::Frame make_event() const;
    http::Frame make_message(std::string_view label);

    std::string event_;
    std::optional<std::string> payload_;
    std::string escaped_;  // The payload within a message.
    http::Frame as_event_;
    std::vector<std::pair<std::string, http::Frame>> messages_;  // By label; a few.
};

/// What a WebSocket is told of a wish that cannot be granted.
std::string error_message(std::string_view error, int status);

}  // namespace skein::streaming
