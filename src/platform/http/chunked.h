// The chunked transfer coding (RFC 9112, 7.1), decoded strictly: every line ends in CRLF, sizes are
// plain hexadecimal, extensions and trailers are bounded and thrown away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skein::http {

class ChunkedDecoder {
  public:
    enum class Outcome : std::uint8_t {
        more,   ///< All bytes are used; more must come.
        data,   ///< `data()` is a piece of the body.
        done,   ///< The body has ended; what is left of the bytes belongs to the next request.
        broken  ///< The coding is malformed.
    };

    /// Takes from the front of `bytes` up to the next piece of the body.
    Outcome next(std::string_view& bytes);
    std::string_view data() const { return data_; }

  private:
    enum class State : std::uint8_t { size, data, data_end, trailer };

    bool read_line(std::string_view& bytes);
    Outcome take_size();
    Outcome take_trailer();

    State state_ = State::size;
    std::uint64_t left_ = 0;
    std::string line_;
    bool line_complete_ = false;
    bool broken_ = false;
    std::size_t trailer_bytes_ = 0;
    std::string_view data_;
};

}  // namespace skein::http
