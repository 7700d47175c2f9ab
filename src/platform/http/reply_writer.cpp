#include "platform/http/reply_writer.h"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>

namespace skein::http {
namespace {

constexpr std::uint64_t file_piece_bytes = 256 << 10;
constexpr std::uint64_t turn_bytes_max = 1 << 20;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

std::optional<std::size_t> send_some(int socket, std::string_view text) {
    while (true) {
        auto const sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) return static_cast<std::size_t>(sent);
        if (errno == EINTR) continue;
        if (would_block()) return 0;
        return std::nullopt;
    }
}

ReplyWriter::Progress ReplyWriter::write(int socket) {
    if (auto const* const file = std::get_if<OpenFile>(&reply_.body))
        return write_file(socket, file->descriptor());
    return write_memory(socket);
}

ReplyWriter::Progress ReplyWriter::write_memory(int socket) {
    auto const body = reply_.text();
    while (!is_done()) {
        iovec parts[2] = {
            {reply_.head.data() + head_sent_, reply_.head.size() - head_sent_},
            {const_cast<char*>(body.data()) + body_sent_, body.size() - body_sent_},
        };
        msghdr message{};
        message.msg_iov = parts;
        message.msg_iovlen = 2;
        auto const sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return would_block() ? Progress::blocked : Progress::failed;
        auto const of_head = std::min<std::uint64_t>(sent, parts[0].iov_len);
        head_sent_ += of_head;
        body_sent_ += static_cast<std::uint64_t>(sent) - of_head;
    }
    return Progress::done;
}

ReplyWriter::Progress ReplyWriter::write_file(int socket, int file) {
    while (head_sent_ < reply_.head.size()) {
        auto const more = reply_.size > 0 ? MSG_MORE : 0;
        auto const sent =
            ::send(socket, reply_.head.data() + head_sent_, reply_.head.size() - head_sent_,
                   MSG_NOSIGNAL | MSG_DONTWAIT | more);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return would_block() ? Progress::blocked : Progress::failed;
        head_sent_ += static_cast<std::uint64_t>(sent);
    }
    for (std::uint64_t turn = 0; body_sent_ < reply_.size;) {
        if (turn >= turn_bytes_max) return Progress::blocked;
        auto offset = static_cast<off_t>(reply_.offset + body_sent_);
        auto const piece = std::min(reply_.size - body_sent_, file_piece_bytes);
        auto const sent = ::sendfile(socket, file, &offset, piece);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return would_block() ? Progress::blocked : Progress::failed;
        // The file was cut short after its size had been promised.
        if (sent == 0) return Progress::failed;
        body_sent_ += static_cast<std::uint64_t>(sent);
        turn += static_cast<std::uint64_t>(sent);
    }
    return Progress::done;
}

}  // namespace skein::http
