// One end of the socket between server and media worker: whole messages, with open files beside
// them.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::imaging {

/// An open file or socket, closed at destruction.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();

    int fd() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

struct Message {
    std::string text;
    std::vector<Descriptor> files;
};

enum class Heard { message, silence, ended };

/// Sends one message; false when nobody is there any more, or `errno` says what else.
bool send_message(int socket, std::string_view text, std::span<int const> files = {});

/// Waits for one message until the time is over (nothing: for ever). A message that is too long, or
/// whose files did not all fit, counts as the end.
Heard receive_message(int socket, std::optional<std::chrono::milliseconds> time_max, Message& out);

}  // namespace skein::imaging
