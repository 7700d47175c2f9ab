// Reads requests from the bytes of one connection, within limits, without knowing a socket.
//
// States: head → (head ready) → body → complete → reset → head. Once refused, nothing more is read.
// Between requests it holds no memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/chunked.h"
#include "platform/http/head.h"
#include "platform/http/message.h"
#include "platform/http/server.h"
#include "platform/http/spool.h"

namespace skein::http {

class RequestReader {
  public:
    enum class Progress : std::uint8_t {
        more,      ///< All bytes are used; more must come.
        head,      ///< The head is there and a body follows: call `allow_body`, then read on.
        complete,  ///< The request is complete; take it, then `reset`.
        refused,   ///< See `refusal`.
    };

    RequestReader(HeadLimits limits, std::string const& spool_directory)
        : limits_(limits), spool_directory_(spool_directory) {}

    /// Takes what belongs to this request from the front of `bytes`.
    Progress read(std::string_view& bytes);
    /// What may follow the head. Refuses at once what is announced to be larger.
    Progress allow_body(BodyLimit limit);

    Request& request() { return request_; }
    Framing const& framing() const { return framing_; }
    Refusal const& refusal() const { return refusal_; }
    /// Something of the request has come.
    bool begun() const { return phase_ != Phase::head || !held_.empty(); }
    bool in_body() const { return phase_ == Phase::body; }
    std::uint64_t body_bytes() const { return body_bytes_; }
    void reset();

  private:
    enum class Phase : std::uint8_t { head, body, complete, refused };

    Progress read_head(std::string_view& bytes);
    Progress read_body(std::string_view& bytes);
    Progress read_chunks(std::string_view& bytes);
    Progress take(std::string_view piece);
    Progress finish();
    Progress refuse(Refusal refusal);
    bool skip_empty_line(std::string_view& bytes);
    std::optional<std::size_t> find_end(std::string_view text);

    HeadLimits limits_;
    std::string const& spool_directory_;
    Phase phase_ = Phase::head;
    bool half_line_ = false;     ///< The return of an empty line before the request has come.
    bool skipped_line_ = false;  ///< And its line feed.
    std::string held_;           ///< The beginning of a head whose end has not come.
    std::size_t line_start_ = 0;
    std::size_t scanned_ = 0;
    Request request_;
    Framing framing_;
    BodyLimit body_limit_;
    std::uint64_t body_bytes_ = 0;
    ChunkedDecoder chunks_;
    std::optional<SpoolWriter> spool_;
    Refusal refusal_;
};

}  // namespace skein::http
