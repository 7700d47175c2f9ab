#include "platform/http/multipart.h"

#include <cstring>

#include "platform/http/tokens.h"

namespace skein::http {
namespace {

constexpr std::size_t part_head_bytes_max = 8 << 10;
constexpr std::size_t preamble_bytes_max = 4 << 10;
constexpr std::size_t mark_blanks_max = 64;
constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046, 5.1.1

std::unexpected<Error> malformed(std::string_view why) {
    return fail(Errc::bad_request, fmt::format("The multipart body is malformed: {}.", why));
}

/// Browsers write these three, and only these, as percent escapes in names (HTML, "multipart form
/// data").
std::string unescape_name(std::string_view text) {
    constexpr std::pair<std::string_view, char> escapes[] = {
        {"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const known = std::ranges::find_if(
            escapes, [&](auto const& escape) { return text.starts_with(escape.first); });
        out += known == std::end(escapes) ? text.front() : known->second;
        text.remove_prefix(known == std::end(escapes) ? 1 : known->first.size());
    }
    return out;
}

Result<void> read_disposition(std::string_view value, PartHead& head) {
    auto const disposition = parse_parameterised(value);
    if (!disposition || !equals_ignoring_case(disposition->value, "form-data"))
        return malformed("a part is no form-data");
    if (auto const name = disposition->find("name")) head.name = unescape_name(*name);
    if (auto const name = disposition->find("filename")) head.file_name = unescape_name(*name);
    return {};
}

Result<PartHead> parse_part_head(std::string_view text) {
    PartHead head;
    bool disposed = false;
    while (!text.empty()) {
        auto const end = std::min(text.find("\r\n"), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 2, text.size()));
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
            return malformed("a part has a broken header");
        auto const name = line.substr(0, colon);
        auto const value = trim_blanks(line.substr(colon + 1));
        if (equals_ignoring_case(name, "Content-Disposition")) {
            if (std::exchange(disposed, true)) return malformed("a part has two dispositions");
            TRY_OK(read_disposition(value, head));
        } else if (equals_ignoring_case(name, "Content-Type")) {
            head.content_type = value;
        }
    }
    if (head.name.empty()) return malformed("a part has no name");
    return head;
}

}  // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
    auto const type = parse_parameterised(content_type);
    auto const boundary = type ? type->find("boundary") : std::nullopt;
    if (!boundary || boundary->empty() || boundary->size() > boundary_bytes_max)
        return malformed("the boundary is missing or too long");
    for (char const c : *boundary)
        if (c < ' ' || c > '~') return malformed("the boundary has odd characters");
    return std::string(*boundary);
}

MultipartParser::MultipartParser(std::string_view boundary, std::size_t parts_max,
                                 PartReader& reader)
    : delimiter_(fmt::format("\r\n--{}", boundary)),
      parts_left_(parts_max),
      reader_(reader),
      // The first boundary may stand at the very beginning, without the line end before it.
      held_("\r\n") {}

Result<void> MultipartParser::feed(std::string_view bytes) {
    // What follows the last boundary means nothing.
    if (state_ == State::done) return {};
    held_.append(bytes);
    for (bool more = true; more;) {
        TRY(more, step());
    }
    held_.erase(0, at_);
    at_ = 0;
    return {};
}

Result<void> MultipartParser::finish() {
    if (state_ != State::done) return malformed("it ends before its last boundary");
    return {};
}

/// True when another step may be possible with what is held.
Result<bool> MultipartParser::step() {
    switch (state_) {
        case State::preamble: return read_preamble();
        case State::mark: return read_mark();
        case State::head: return read_head();
        case State::data: return read_data();
        case State::done: consume(rest().size()); return false;
    }
    return false;
}

std::size_t MultipartParser::find_boundary() const {
    auto const text = rest();
    // memmem stays linear on text made of beginnings of the boundary.
    auto const* found = ::memmem(text.data(), text.size(), delimiter_.data(), delimiter_.size());
    if (!found) return std::string_view::npos;
    return static_cast<std::size_t>(static_cast<char const*>(found) - text.data());
}

Result<bool> MultipartParser::read_preamble() {
    auto const at = find_boundary();
    auto const found = at != std::string_view::npos;
    auto const skipped =
        found ? at : rest().size() - std::min(rest().size(), delimiter_.size() - 1);
    preamble_seen_ += skipped;
    if (preamble_seen_ > preamble_bytes_max) return malformed("it does not begin with a boundary");
    consume(skipped);
    if (!found) return false;
    consume(delimiter_.size());
    state_ = State::mark;
    return true;
}

Result<bool> MultipartParser::read_mark() {
    auto const text = rest();
    if (text.size() < 2) return false;
    if (text.starts_with("--")) {
        state_ = State::done;
        return true;
    }
    auto const end = text.find_first_not_of(" \t");
    if (std::min(end, text.size()) > mark_blanks_max) return malformed("a boundary is broken");
    if (end == std::string_view::npos || text.size() < end + 2) return false;
    if (text.substr(end, 2) != "\r\n") return malformed("a boundary is broken");
    if (parts_left_-- == 0) return fail(Errc::too_large, "The form has too many parts.");
    consume(end + 2);
    state_ = State::head;
    return true;
}

Result<bool> MultipartParser::read_head() {
    auto const text = rest();
    auto const end = text.find("\r\n\r\n");
    if (std::min(end, text.size()) > part_head_bytes_max)
        return fail(Errc::too_large, "A part of the form has too large a header.");
    if (text.starts_with("\r\n")) return malformed("a part has no name");
    if (end == std::string_view::npos) return false;
    TRY(auto head, parse_part_head(text.substr(0, end)));
    TRY_OK(reader_.begin_part(std::move(head)));
    consume(end + 4);
    state_ = State::data;
    return true;
}

Result<bool> MultipartParser::read_data() {
    auto const at = find_boundary();
    auto const found = at != std::string_view::npos;
    // The beginning of a boundary may stand at the end of what is held.
    auto const size = found ? at : rest().size() - std::min(rest().size(), delimiter_.size() - 1);
    if (size > 0) TRY_OK(reader_.part_data(rest().substr(0, size)));
    consume(size);
    if (!found) return false;
    TRY_OK(reader_.end_part());
    consume(delimiter_.size());
    state_ = State::mark;
    return true;
}

}  // namespace skein::http
