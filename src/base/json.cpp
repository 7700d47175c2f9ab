#include "base/json.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/encoding.h"

namespace skein::json {
namespace {

// Bytes that cannot stand as they are: controls, quote, backslash, '<' (for "</" in scripts), and
// everything beyond ASCII, which is checked for validity.
constexpr std::array<bool, 256> make_special() {
    std::array<bool, 256> special{};
    for (std::size_t i = 0; i < 0x20; ++i) special[i] = true;
    special['"'] = special['\\'] = special['<'] = special[0x7F] = true;
    for (std::size_t i = 0x80; i < 256; ++i) special[i] = true;
    return special;
}
constexpr auto special = make_special();

void append_escaped_byte(std::string& out, unsigned char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    out += "\\u00";
    out += "0123456789abcdef"[c >> 4];
    out += "0123456789abcdef"[c & 15];
}

/// Appends the sequence at the front of `text` (beyond ASCII) and answers its length.
std::size_t append_sequence(std::string& out, std::string_view text) {
    auto const length = utf8_length(text);
    if (length == 0) {
        out += "\xEF\xBF\xBD";
        return 1;
    }
    auto const sequence = text.substr(0, length);
    if (sequence == "\xE2\x80\xA8") out += "\\u2028";
    else if (sequence == "\xE2\x80\xA9") out += "\\u2029";
    else out += sequence;
    return length;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && !special[static_cast<unsigned char>(text[plain])]) ++plain;
        out.append(text.data(), plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        auto const c = static_cast<unsigned char>(text[0]);
        if (c >= 0x80) {
            text.remove_prefix(append_sequence(out, text));
            continue;
        }
        if (c == '<' && !text.starts_with("</") && !text.starts_with("<!")) out += '<';
        else append_escaped_byte(out, c);
        text.remove_prefix(1);
    }
    out += '"';
}

void Writer::key(std::string_view name) {
    comma();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    first_ = true;
}

void Writer::key_escaped(std::string_view name) {
    comma();
    append_string(out_, name);
    out_ += ':';
    first_ = true;
}

void Writer::value(std::string_view text) {
    comma();
    append_string(out_, text);
}

void Writer::value(bool truth) {
    comma();
    out_ += truth ? "true" : "false";
}

void Writer::value(double number) {
    comma();
    // JSON knows no infinities; a whole number keeps its fraction, so that readers see a real.
    if (!std::isfinite(number)) {
        out_ += "null";
        return;
    }
    std::array<char, 32> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    std::string_view const text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    out_ += text;
    if (text.find_first_of(".e") == std::string_view::npos) out_ += ".0";
}

void Writer::value(std::nullptr_t) {
    comma();
    out_ += "null";
}

void Writer::value(Time at) {
    comma();
    out_ += '"';
    append_rfc3339(out_, at);
    out_ += '"';
}

void Writer::raw(std::string_view json) {
    comma();
    out_ += json;
}

void Writer::integer(std::int64_t number) {
    comma();
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void Writer::quoted_integer(std::int64_t number) {
    comma();
    out_ += '"';
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
    out_ += '"';
}

}  // namespace skein::json
