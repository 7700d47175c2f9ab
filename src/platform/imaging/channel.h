// One end of the socket between server and media worker: whole messages, with open files beside
// them.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"

namespace skein::imaging {

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
