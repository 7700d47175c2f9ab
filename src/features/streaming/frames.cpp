#include "features/streaming/frames.h"

#include <algorithm>

#include "base/json.h"

namespace skein::streaming {

http::Frame const& Frames::of(bool websocket, std::string const& label) {
    if (!websocket) {
        if (!as_event_) as_event_ = make_event();
        return as_event_;
    }
    auto const known = std::ranges::find(messages_, label, &decltype(messages_)::value_type::first);
    if (known != messages_.end()) return known->second;
    return messages_.emplace_back(label, make_message(label)).second;
}

http::Frame Frames::make_event() const {
    std::string out = "event: ";
    out += event_;
    out += "\ndata: ";
    // Mastodon's word for nothing, which clients know.
    out += payload_ ? std::string_view(*payload_) : "undefined";
    out += "\n\n";
    return std::make_shared<std::string const>(std::move(out));
}

http::Frame Frames::make_message(std::string_view label) {
    if (payload_ && escaped_.empty()) json::append_string(escaped_, *payload_);
    json::Writer out(label.size() + event_.size() + escaped_.size() + 64);
    out.object([&] {
        out.raw_field("stream", label);
        out.field("event", event_);
        if (payload_) out.raw_field("payload", escaped_);
    });
    return std::make_shared<std::string const>(out.take());
}

std::string error_message(std::string_view error, int status) {
    json::Writer out;
    out.object([&] {
        out.field("error", error);
        out.field("status", status);
    });
    return out.take();
}

}  // namespace skein::streaming
