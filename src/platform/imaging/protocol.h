// What server and media worker say to each other: one JSON message each way over a SOCK_SEQPACKET
// socket, with open files beside the request (the input first, then one per task).
//
// The worker greets with a `Reply` once it is ready, or says why it cannot be. Its replies are as
// hostile as the pictures it reads: `decode_reply` checks each value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/imaging/job.h"
#include "platform/imaging/sniff.h"

namespace skein::imaging {

constexpr std::size_t message_bytes_max = 32 * 1024;
/// The descriptor the worker finds its socket at.
constexpr int worker_socket = 3;

struct Request {
    std::vector<Task> tasks;
    Focus focus;
    Limits limits;
};

/// Why there is no picture.
enum class Refusal : std::uint8_t {
    none,
    unsupported,
    unreadable,
    too_many_pixels,
    too_many_frames,
    no_room,
    no_library,
};

struct Made {
    FileType type = FileType::unknown;
    unsigned width = 0;
    unsigned height = 0;
    bool animated = false;
};

struct Reply {
    Refusal refusal = Refusal::none;
    std::string detail;  ///< For the log.
    FileType type = FileType::unknown;
    unsigned width = 0;
    unsigned height = 0;
    unsigned frames = 0;
    std::string blurhash;
    std::vector<Made> made;  ///< One per task.
};

std::string encode(Request const& request);
Result<Request> decode_request(std::string_view text);

std::string encode(Reply const& reply);
/// `tasks` is how many outputs a successful reply must name; nothing for the greeting.
Result<Reply> decode_reply(std::string_view text, std::optional<std::size_t> tasks);

}  // namespace skein::imaging
