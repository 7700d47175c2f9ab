#include "app/data_directory.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <list>

#include "base/json.h"
#include "base/log.h"

namespace skein {
namespace {

constexpr std::size_t message_bytes_max = 4 << 20;
/// A command is sent at once; whoever opens the socket and says nothing must not keep the server
/// from ending.
constexpr timeval command_wait_max{.tv_sec = 2, .tv_usec = 0};

std::string socket_path(std::string const& directory) { return directory + "/control.sock"; }

Result<sockaddr_un> socket_address(std::string const& directory) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto const path = socket_path(directory);
    if (path.size() >= sizeof(address.sun_path))
        return fail(Errc::bad_request,
                    "The path of the data directory is too long for a control socket.", path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

/// Messages are a line of JSON each.
bool send_line(int fd, std::string text) {
    text += '\n';
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::optional<std::string> receive_line(int fd, std::string& buffer) {
    for (;;) {
        if (auto const end = buffer.find('\n'); end != std::string::npos) {
            auto line = buffer.substr(0, end);
            buffer.erase(0, end + 1);
            return line;
        }
        if (buffer.size() > message_bytes_max) return std::nullopt;
        std::array<char, 16384> chunk;
        auto const got = ::recv(fd, chunk.data(), chunk.size(), 0);
        if (got <= 0) return std::nullopt;
        buffer.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

std::string encode_call(std::string const& name, CommandCall const& call) {
    json::Writer out;
    out.object([&] {
        out.field("command", name);
        out.key("arguments");
        out.array([&] {
            for (auto const& argument : call.arguments) out.value(argument);
        });
        out.key("options");
        out.object([&] {
            for (auto const& [key, value] : call.options) {
                out.key_escaped(key);
                out.value(value);
            }
        });
        out.field("input", call.input);
    });
    return out.take();
}

CommandCall decode_call(json::Value const& message) {
    CommandCall call;
    if (auto const arguments = message.find("arguments"))
        for (auto const& argument : arguments->elements())
            call.arguments.emplace_back(argument.text().value_or(""));
    if (auto const options = message.find("options"))
        for (auto const& [key, value] : options->members())
            call.options.emplace(key, value.text().value_or(""));
    call.input = message.get_text("input");
    return call;
}

std::string encode_result(Result<void> const& result) {
    json::Writer out;
    out.object([&] {
        out.field("done", true);
        if (!result) {
            out.field("code", static_cast<int>(result.error().code));
            out.field("error", result.error().message);
        }
    });
    return out.take();
}

Result<void> decode_result(json::Value const& message) {
    auto const code = message.find("code");
    if (!code) return {};
    return fail(static_cast<Errc>(code->integer().value_or(0)),
                std::string(message.get_text("error")));
}

std::optional<Descriptor> connect_to_owner(std::string const& directory) {
    auto const address = socket_address(directory);
    if (!address) return std::nullopt;
    Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(fd.fd(), reinterpret_cast<sockaddr const*>(&*address), sizeof(*address)) != 0)
        return std::nullopt;
    return fd;
}

/// False when they did not go out: whoever asked is gone.
bool send_sockets(int fd, std::vector<int> const& sockets) {
    expects(sockets.size() <= sockets_handed_over_max);
    char byte = static_cast<char>(sockets.size());
    iovec data{&byte, 1};
    std::array<char, CMSG_SPACE(sizeof(int) * sockets_handed_over_max)> control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(sizeof(int) * sockets.size());
    auto* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * sockets.size());
    std::memcpy(CMSG_DATA(header), sockets.data(), sizeof(int) * sockets.size());
    if (::sendmsg(fd, &message, MSG_NOSIGNAL) >= 0) return true;
    log::warning("control.hand_over_failed");
    return false;
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(std::string const& directory, std::chrono::seconds wait) {
    std::error_code error;
    if (std::filesystem::create_directories(directory, error)) ::chmod(directory.c_str(), 0700);
    if (error)
        return fail(Errc::unavailable, "The data directory cannot be made: " + directory,
                    error.message());
    DirectoryLock lock(
        ::open((directory + "/skein.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock.file_)
        return fail(Errc::unavailable, "The data directory cannot be written: " + directory);
    auto const until = std::chrono::steady_clock::now() + wait;
    while (::flock(lock.file_.fd(), LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() >= until)
            return fail(Errc::conflict,
                        "Another process already serves from " + directory +
                            ". Stop it first, or start with --take-over to replace it.");
        ::poll(nullptr, 0, 20);
    }
    return lock;
}

struct ControlSocket::State {
    Descriptor listening;
    ControlHandlers handlers;
    std::string path;
    std::atomic<bool> stopping = false;
    std::thread thread;
    /// One command under way, joined at its destruction.
    struct Talk {
        std::atomic<bool> over = false;
        std::jthread thread;
    };
    std::list<Talk> talks;

    State(Descriptor fd, ControlHandlers h, std::string p)
        : listening(std::move(fd)), handlers(std::move(h)), path(std::move(p)) {}

    void accept_all() {
        while (!stopping) {
            pollfd waiting{listening.fd(), POLLIN, 0};
            if (::poll(&waiting, 1, 200) <= 0) continue;
            Descriptor peer(::accept4(listening.fd(), nullptr, nullptr, SOCK_CLOEXEC));
            if (peer.fd() < 0) continue;
            ::setsockopt(peer.fd(), SOL_SOCKET, SO_RCVTIMEO, &command_wait_max,
                         sizeof command_wait_max);
            talks.remove_if([](Talk const& talk) { return talk.over.load(); });
            auto& next = talks.emplace_back();
            next.thread = std::jthread([this, &next, peer = std::move(peer)] {
                talk(peer.fd());
                next.over = true;
            });
        }
    }

    void talk(int fd) {
        std::string buffer;
        auto const line = receive_line(fd, buffer);
        if (!line) return;
        auto const document = json::Document::parse(*line);
        if (!document) return;
        auto const message = document->root();
        if (message.get_text("command") == "hand_over") {
            if (send_sockets(fd, handlers.listening_sockets())) handlers.stop();
            return;
        }
        auto call = decode_call(message);
        call.out = [fd](std::string_view text) {
            json::Writer out;
            out.object([&] { out.field("line", text); });
            send_line(fd, out.take());
        };
        send_line(fd, encode_result(handlers.run(std::string(message.get_text("command")), call)));
    }
};

ControlSocket::ControlSocket(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(std::string const& directory,
                                                             ControlHandlers handlers) {
    TRY(auto const address, socket_address(directory));
    Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::unlink(address.sun_path);
    if (::bind(fd.fd(), reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0 ||
        ::chmod(address.sun_path, 0600) != 0 || ::listen(fd.fd(), 16) != 0)
        return fail(Errc::unavailable, "The control socket cannot be opened in " + directory,
                    std::strerror(errno));
    auto state =
        std::make_unique<State>(std::move(fd), std::move(handlers), socket_path(directory));
    auto* raw = state.get();
    state->thread = std::thread([raw] { raw->accept_all(); });
    return std::unique_ptr<ControlSocket>(new ControlSocket(std::move(state)));
}

ControlSocket::~ControlSocket() {
    state_->stopping = true;
    state_->thread.join();
    state_->talks.clear();
}

std::optional<Result<void>> run_at_owner(std::string const& directory, std::string const& name,
                                         CommandCall& call) {
    auto const fd = connect_to_owner(directory);
    if (!fd) return std::nullopt;
    if (!send_line(fd->fd(), encode_call(name, call))) return std::nullopt;
    std::string buffer;
    while (auto const line = receive_line(fd->fd(), buffer)) {
        auto const document = json::Document::parse(*line);
        if (!document) break;
        auto const message = document->root();
        if (message.find("done")) return decode_result(message);
        call.out(message.get_text("line"));
    }
    return fail(Errc::unavailable,
                "The serving process stopped before it had finished the command.");
}

std::optional<Result<std::vector<int>>> take_over_sockets(std::string const& directory) {
    auto const fd = connect_to_owner(directory);
    if (!fd) return std::nullopt;
    if (!send_line(fd->fd(), R"({"command":"hand_over"})")) return std::nullopt;
    char count = 0;
    iovec data{&count, 1};
    std::array<char, CMSG_SPACE(sizeof(int) * sockets_handed_over_max)> control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (::recvmsg(fd->fd(), &message, MSG_CMSG_CLOEXEC) <= 0)
        return fail(Errc::unavailable, "The serving process did not hand its sockets over.");
    auto const* header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCM_RIGHTS || (message.msg_flags & MSG_CTRUNC) != 0)
        return fail(Errc::unavailable, "The serving process did not hand its sockets over.");
    std::vector<int> sockets((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    std::memcpy(sockets.data(), CMSG_DATA(header), sockets.size() * sizeof(int));
    return sockets;
}

}  // namespace skein
