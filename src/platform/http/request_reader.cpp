#include "platform/http/request_reader.h"

#include <cstring>

#include "platform/http/tokens.h"

namespace skein::http {
namespace {

/// Reserved at once for a body of known length; the rest grows as it comes, so that announcing a
/// large body costs the sender as much as us.
constexpr std::uint64_t reserved_bytes_max = 64 << 10;

Refusal malformed(std::string message) {
    return {400, Error{Errc::bad_request, std::move(message), {}}};
}

Refusal too_large() { return {413, Error{Errc::too_large, "The body is too large.", {}}}; }

}  // namespace

void RequestReader::reset() {
    phase_ = Phase::head;
    skipped_line_ = half_line_ = false;
    line_start_ = scanned_ = 0;
    request_ = {};
    framing_ = {};
    body_bytes_ = 0;
    chunks_ = {};
    spool_.reset();
}

RequestReader::Progress RequestReader::refuse(Refusal refusal) {
    phase_ = Phase::refused;
    refusal_ = std::move(refusal);
    std::string().swap(held_);
    return Progress::refused;
}

RequestReader::Progress RequestReader::read(std::string_view& bytes) {
    switch (phase_) {
        case Phase::head: return read_head(bytes);
        case Phase::body: return read_body(bytes);
        case Phase::complete: return Progress::complete;
        case Phase::refused: return Progress::refused;
    }
    return Progress::refused;
}

/// The position behind the empty line. Every line is looked at once, however slowly it comes.
std::optional<std::size_t> RequestReader::find_end(std::string_view text) {
    while (scanned_ < text.size()) {
        auto const* const found = std::memchr(text.data() + scanned_, '\n', text.size() - scanned_);
        if (!found) break;
        auto const at = static_cast<std::size_t>(static_cast<char const*>(found) - text.data());
        if (at == 0 || text[at - 1] != '\r') {
            refuse(malformed("A line of the request has a bare line feed."));
            return std::nullopt;
        }
        if (at - 1 == line_start_) return at + 1;
        line_start_ = scanned_ = at + 1;
    }
    scanned_ = text.size();
    return std::nullopt;
}

/// False when a carriage return stands alone.
bool RequestReader::skip_empty_line(std::string_view& bytes) {
    if (!half_line_ && bytes.starts_with('\r')) {
        half_line_ = true;
        bytes.remove_prefix(1);
    }
    if (!half_line_ || bytes.empty()) return true;
    if (bytes.front() != '\n') return false;
    bytes.remove_prefix(1);
    half_line_ = false;
    skipped_line_ = true;
    return true;
}

RequestReader::Progress RequestReader::read_head(std::string_view& bytes) {
    auto const held = held_.size();
    // One empty line before a request is forgiven (RFC 9112, 2.2).
    if (held == 0 && !skipped_line_ && !skip_empty_line(bytes))
        return refuse(malformed("The request line is malformed."));
    if (bytes.empty()) return Progress::more;
    if (held == 0 && !is_token_char(bytes.front()))
        return refuse(malformed("The request line is malformed."));
    if (held > 0) held_.append(bytes.substr(0, limits_.bytes_max + 1));
    auto const text = held > 0 ? std::string_view(held_) : bytes;
    auto const end = find_end(text);
    if (phase_ == Phase::refused) return Progress::refused;
    if (end ? *end > limits_.bytes_max : text.size() > limits_.bytes_max) {
        auto const in_line = line_start_ == 0;
        return refuse({in_line ? 414 : 431,
                       Error{Errc::too_large, "The head of the request is too large.", {}}});
    }
    if (!end) {
        if (held == 0) held_.assign(bytes);
        bytes = {};
        return Progress::more;
    }
    auto refused = parse_head(text.substr(0, *end), limits_, request_, framing_);
    bytes.remove_prefix(*end - held);
    std::string().swap(held_);
    if (refused) return refuse(*std::move(refused));
    if (framing_.body == Framing::Body::none) return finish();
    phase_ = Phase::body;
    return Progress::head;
}

RequestReader::Progress RequestReader::allow_body(BodyLimit limit) {
    body_limit_ = limit;
    if (framing_.length > limit.bytes_max) return refuse(too_large());
    if (!limit.to_disk) {
        request_.body.reserve(
            static_cast<std::size_t>(std::min(framing_.length, reserved_bytes_max)));
        return Progress::more;
    }
    auto writer = SpoolWriter::create(spool_directory_);
    if (!writer) return refuse({0, std::move(writer).error()});
    spool_.emplace(*std::move(writer));
    return Progress::more;
}

RequestReader::Progress RequestReader::take(std::string_view piece) {
    body_bytes_ += piece.size();
    if (body_bytes_ > body_limit_.bytes_max) return refuse(too_large());
    if (!spool_) {
        request_.body.append(piece);
        return Progress::more;
    }
    auto written = spool_->write(piece);
    if (!written) return refuse({0, std::move(written).error()});
    return Progress::more;
}

RequestReader::Progress RequestReader::read_body(std::string_view& bytes) {
    if (framing_.body == Framing::Body::chunked) return read_chunks(bytes);
    auto const left = framing_.length - body_bytes_;
    auto const piece =
        bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size())));
    bytes.remove_prefix(piece.size());
    if (take(piece) == Progress::refused) return Progress::refused;
    return body_bytes_ == framing_.length ? finish() : Progress::more;
}

RequestReader::Progress RequestReader::read_chunks(std::string_view& bytes) {
    while (true) {
        switch (chunks_.next(bytes)) {
            case ChunkedDecoder::Outcome::more: return Progress::more;
            case ChunkedDecoder::Outcome::done: return finish();
            case ChunkedDecoder::Outcome::broken:
                return refuse(malformed("The chunked body is malformed."));
            case ChunkedDecoder::Outcome::data:
                if (take(chunks_.data()) == Progress::refused) return Progress::refused;
        }
    }
}

RequestReader::Progress RequestReader::finish() {
    phase_ = Phase::complete;
    if (spool_) {
        request_.file = std::move(*spool_).finish();
        spool_.reset();
    }
    return Progress::complete;
}

}  // namespace skein::http
