#include "platform/http/chunked.h"

namespace skein::http {
namespace {

constexpr std::size_t line_bytes_max = 256;
constexpr std::size_t trailer_bytes_max = 4 << 10;
constexpr std::size_t size_digits_max = 12;

}  // namespace

/// Gathers a line without its CRLF; false when more must come or the line is broken.
bool ChunkedDecoder::read_line(std::string_view& bytes) {
    if (line_complete_) line_.clear();
    line_complete_ = false;
    while (!bytes.empty()) {
        char const c = bytes.front();
        bytes.remove_prefix(1);
        auto const after_return = line_.ends_with('\r');
        if (c == '\n' && after_return) {
            line_.pop_back();
            line_complete_ = true;
            return true;
        }
        auto const byte = static_cast<unsigned char>(c);
        auto const allowed = c == '\r' || c == '\t' || (byte >= 0x20 && byte != 0x7F);
        if (after_return || !allowed || line_.size() >= line_bytes_max) {
            broken_ = true;
            return false;
        }
        line_ += c;
    }
    return false;
}

ChunkedDecoder::Outcome ChunkedDecoder::take_size() {
    auto const end = std::min(line_.find(';'), line_.size());
    std::string_view const digits = std::string_view(line_).substr(0, end);
    if (digits.empty() || digits.size() > size_digits_max) return Outcome::broken;
    auto const parsed = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size())
        return Outcome::broken;
    state_ = left_ == 0 ? State::trailer : State::data;
    return Outcome::more;
}

ChunkedDecoder::Outcome ChunkedDecoder::take_trailer() {
    if (line_.empty()) return Outcome::done;
    trailer_bytes_ += line_.size();
    if (trailer_bytes_ > trailer_bytes_max || line_.find(':') == std::string::npos ||
        line_.front() == ' ' || line_.front() == '\t')
        return Outcome::broken;
    return Outcome::more;
}

ChunkedDecoder::Outcome ChunkedDecoder::next(std::string_view& bytes) {
    while (!bytes.empty()) {
        if (state_ == State::data) {
            data_ = bytes.substr(
                0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
            bytes.remove_prefix(data_.size());
            left_ -= data_.size();
            if (left_ == 0) state_ = State::data_end;
            return Outcome::data;
        }
        if (!read_line(bytes)) return broken_ ? Outcome::broken : Outcome::more;
        if (state_ == State::data_end) {
            if (!line_.empty()) return Outcome::broken;
            state_ = State::size;
            continue;
        }
        auto const outcome = state_ == State::size ? take_size() : take_trailer();
        if (outcome != Outcome::more) return outcome;
    }
    return Outcome::more;
}

}  // namespace skein::http
