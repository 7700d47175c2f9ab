// From a response to what goes over the wire: conditions, ranges, HEAD and the head as text. No
// socket here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "platform/http/message.h"

namespace skein::http {

/// An open file, closed with its owner.
class OpenFile {
  public:
    /// Errc::not_found when it is not there, Errc::internal when it is shorter than promised.
    static Result<OpenFile> open(FileBody const& body);

    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&& other) noexcept;
    ~OpenFile();
    int descriptor() const { return descriptor_; }

  private:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

/// An answer ready to be sent: the head, then `size` bytes of the body from `offset` on.
struct Reply {
    using Body = std::variant<std::string, std::shared_ptr<std::string const>, OpenFile>;

    int status = 0;
    std::string head;
    Body body;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;

    /// The bytes in memory that are to be sent; empty for a file.
    std::string_view text() const;
};

/// What is known when an answer is written.
struct ReplyContext {
    Request const& asked;  ///< Its method, id, and the headers `keep_for_reply` keeps.
    bool keep_alive = true;
    bool http_1_0 = false;
    std::string_view date;
};

/// The part of a request that its answer depends on, and what the log wants: cheap to keep while
/// the request itself is away.
Request keep_for_reply(Request const& request);

/// Makes the answer: 304 and 206/416 where the request asks for them, no body for HEAD. Headers
/// about framing, `Date` and `X-Request-Id` are the server's own. Fails as `OpenFile::open` does.
Result<Reply> prepare_reply(ReplyContext const& context, Response response);

/// The head of an event stream, which ends with its connection.
std::string stream_head(ReplyContext const& context, Response const& response);

}  // namespace skein::http
