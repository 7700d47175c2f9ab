// Sends one answer over a socket, as far as the socket takes it.
#pragma once

#include <cstdint>

#include "platform/http/reply.h"

namespace skein::http {

class ReplyWriter {
  public:
    enum class Progress : std::uint8_t { done, blocked, failed };

    explicit ReplyWriter(Reply reply) : reply_(std::move(reply)) {}

    /// Head and body go out together; what is in memory is not copied. Returns `blocked` too after
    /// a large piece, so that one fast reader does not hold the thread.
    Progress write(int socket);

    Reply const& reply() const { return reply_; }
    std::uint64_t sent() const { return head_sent_ + body_sent_; }
    std::uint64_t body_sent() const { return body_sent_; }

  private:
    Progress write_memory(int socket);
    Progress write_file(int socket, int file);
    bool is_done() const { return head_sent_ == reply_.head.size() && body_sent_ == reply_.size; }

    Reply reply_;
    std::uint64_t head_sent_ = 0;
    std::uint64_t body_sent_ = 0;
};

/// Sends what the socket takes at once of `text`; nothing when the connection is broken.
std::optional<std::size_t> send_some(int socket, std::string_view text);

}  // namespace skein::http
