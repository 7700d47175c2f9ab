#include "platform/imaging/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "platform/imaging/job.h"
#include "platform/imaging/protocol.h"

namespace skein::imaging {

namespace {

constexpr std::size_t files_max = tasks_max + 1;

struct alignas(cmsghdr) ControlBuffer {
    std::array<char, CMSG_SPACE(files_max * sizeof(int))> bytes{};
};

bool wait_readable(int socket, std::optional<std::chrono::milliseconds> time_max) {
    using Steady = std::chrono::steady_clock;
    auto const deadline = Steady::now() + time_max.value_or(std::chrono::milliseconds(0));
    while (true) {
        int wait = -1;
        if (time_max) {
            auto const left =
                std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now()).count();
            wait = static_cast<int>(std::clamp<long long>(left, 0, 3'600'000));
        }
        pollfd one = {socket, POLLIN, 0};
        auto const count = ::poll(&one, 1, wait);
        if (count > 0) return true;
        if (count == 0) return false;
        if (errno != EINTR) return true;
    }
}

void take_files(msghdr& head, std::vector<Descriptor>& files) {
    for (auto* part = CMSG_FIRSTHDR(&head); part != nullptr; part = CMSG_NXTHDR(&head, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        auto const count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
            files.emplace_back(fd);
        }
    }
}

}  // namespace

bool send_message(int socket, std::string_view text, std::span<int const> files) {
    if (text.size() > message_bytes_max || files.size() > files_max) {
        errno = EMSGSIZE;
        return false;
    }
    iovec part = {const_cast<char*>(text.data()), text.size()};
    msghdr head = {};
    head.msg_iov = &part;
    head.msg_iovlen = 1;
    ControlBuffer control;
    if (!files.empty()) {
        head.msg_control = control.bytes.data();
        head.msg_controllen = CMSG_SPACE(files.size_bytes());
        auto* const rights = CMSG_FIRSTHDR(&head);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(files.size_bytes());
        std::memcpy(CMSG_DATA(rights), files.data(), files.size_bytes());
    }
    while (true) {
        if (::sendmsg(socket, &head, MSG_NOSIGNAL) >= 0) return true;
        if (errno != EINTR) return false;
    }
}

Heard receive_message(int socket, std::optional<std::chrono::milliseconds> time_max, Message& out) {
    if (!wait_readable(socket, time_max)) return Heard::silence;
    out.text.resize(message_bytes_max);
    out.files.clear();
    iovec part = {out.text.data(), out.text.size()};
    ControlBuffer control;
    msghdr head = {};
    head.msg_iov = &part;
    head.msg_iovlen = 1;
    head.msg_control = control.bytes.data();
    head.msg_controllen = control.bytes.size();
    ssize_t count = -1;
    do {
        count = ::recvmsg(socket, &head, MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    if (count > 0) take_files(head, out.files);
    if (count <= 0 || (head.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) return Heard::ended;
    out.text.resize(static_cast<std::size_t>(count));
    return Heard::message;
}

}  // namespace skein::imaging
