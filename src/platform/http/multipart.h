// multipart/form-data (RFC 7578) read piece by piece, so that a body of any size needs little
// memory. What a part is worth is the reader's business.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::http {

struct PartHead {
    std::string name;
    std::optional<std::string> file_name;  ///< Present, though perhaps empty, for a file.
    std::string content_type;
};

/// Hears the parts in order. A failure ends the reading.
class PartReader {
  public:
    virtual ~PartReader() = default;
    virtual Result<void> begin_part(PartHead head) = 0;
    virtual Result<void> part_data(std::string_view bytes) = 0;
    virtual Result<void> end_part() = 0;
};

/// The boundary of a `Content-Type: multipart/form-data`; Errc::bad_request when there is none.
Result<std::string> multipart_boundary(std::string_view content_type);

/// States: preamble → (mark → head → data)* → mark → done. A mark is what follows a boundary: a
/// line end begins a part, two hyphens end the body.
class MultipartParser {
  public:
    MultipartParser(std::string_view boundary, std::size_t parts_max, PartReader& reader);

    /// Errc::bad_request for malformed parts, Errc::too_large for too many or too large heads.
    Result<void> feed(std::string_view bytes);
    /// Errc::bad_request unless the closing boundary has come.
    Result<void> finish();

  private:
    enum class State { preamble, mark, head, data, done };

    Result<bool> step();
    Result<bool> read_preamble();
    Result<bool> read_mark();
    Result<bool> read_head();
    Result<bool> read_data();
    std::size_t find_boundary() const;
    void consume(std::size_t size) { at_ += size; }
    std::string_view rest() const { return std::string_view(held_).substr(at_); }

    std::string delimiter_;  ///< CRLF, two hyphens, boundary.
    std::size_t parts_left_;
    PartReader& reader_;
    State state_ = State::preamble;
    std::string held_;  ///< Read, but not yet understood.
    std::size_t at_ = 0;
    std::size_t preamble_seen_ = 0;
};

}  // namespace skein::http
