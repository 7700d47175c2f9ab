// A request and a response, as values. Nothing here knows a socket.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace skein::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };

std::string_view to_string(Method method);
std::optional<Method> parse_method(std::string_view text);

/// Header fields in the order they came; names compare without case.
class Headers {
  public:
    /// The first value of that name, or nothing.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first value of that name, or "".
    std::string_view get(std::string_view name) const {
        return find(name).value_or(std::string_view{});
    }
    std::size_t count(std::string_view name) const;
    /// Replaces all fields of that name. Control characters in the value are dropped.
    void set(std::string_view name, std::string_view value);
    void add(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }

  private:
    void append(std::string_view name, std::string value);
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// A body that was streamed to a file; the file is removed with the last owner.
struct SpooledFile {
    std::string path;
    std::uint64_t size = 0;
    SpooledFile() = default;
    SpooledFile(SpooledFile const&) = delete;
    SpooledFile& operator=(SpooledFile const&) = delete;
    ~SpooledFile();
};

struct Request {
    Method method = Method::get;
    std::string target;  ///< As sent: path and query.
    /// Percent-decoded, one trailing slash removed; "/" at least. Valid UTF-8 without control
    /// characters and dot segments; an escaped slash was refused.
    std::string path;
    std::string query;  ///< Raw, without '?'.
    Headers headers;
    std::string body;                   ///< Complete, when it was kept in memory.
    std::shared_ptr<SpooledFile> file;  ///< Instead of `body`, where the route streams to disk.
    std::string client_address;         ///< After the trusted-proxy rule; an IP literal.
    bool loopback = false;  ///< The peer is loopback and no forwarding header is present.
    bool secure = false;    ///< https at the client, as told by a trusted proxy.
    std::string id;         ///< Request id: for the log and `X-Request-Id`.
};

/// Part of a file, sent from disk.
struct FileBody {
    std::string path;
    std::uint64_t size = 0;
};

class StreamSession;

/// Takes the connection over after the response head: SSE or WebSocket. See stream.h.
using TakeOver = std::function<void(std::shared_ptr<StreamSession>)>;

struct Response {
    int status = 200;
    Headers headers;
    /// Text owned here, text shared with a cache, or a file. Ranges and HEAD are the server's work.
    std::variant<std::string, std::shared_ptr<std::string const>, FileBody> body;
    TakeOver take_over;  ///< Set for streams; `status` 101 is a WebSocket, 200 is SSE.
};

Response text_response(int status, std::string body,
                       std::string_view content_type = "text/plain; charset=utf-8");
Response json_response(int status, std::string body);
Response html_response(int status, std::string body);
Response redirect(int status, std::string_view location);

/// The standard words for a status code.
std::string_view reason(int status);

}  // namespace skein::http
