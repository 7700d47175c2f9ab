#include "features/activitypub/signatures/jcs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace skein::activitypub {
namespace {

using Member = std::pair<std::string_view, json::Value>;

/// The place of a byte of UTF-8 among those that can stand where two texts differ first, in the
/// order of UTF-16: there the surrogates of what is above U+FFFF come before U+E000.
constexpr unsigned place_of(unsigned char byte) {
    return byte == 0xEE || byte == 0xEF ? byte + 0x10U : byte;
}
static_assert(place_of(0xF4) < place_of(0xEE) && place_of(0xED) < place_of(0xF0));

bool is_before(std::string_view a, std::string_view b) {
    auto const [left, right] = std::ranges::mismatch(a, b);
    if (right == b.end()) return false;
    if (left == a.end()) return true;
    return place_of(static_cast<unsigned char>(*left)) <
           place_of(static_cast<unsigned char>(*right));
}

void append_character(std::string& out, char c) {
    static constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    auto const byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
        out += c;
        return;
    }
    out += "\\u00";
    out += hex[byte >> 4];
    out += hex[byte & 15];
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    for (auto const c : text) append_character(out, c);
    out += '"';
}

/// `digits` times ten to the power of `point - digits.size()`, as ECMAScript's Number::toString.
void append_digits(std::string& out, std::string_view digits, int point) {
    auto const count = static_cast<int>(digits.size());
    if (point > 21 || point < -5) {
        out += digits.front();
        if (count > 1) (out += '.') += digits.substr(1);
        out += point > 0 ? "e+" : "e-";
        out += std::to_string(std::abs(point - 1));
    } else if (point >= count) {
        out += digits;
        out.append(static_cast<std::size_t>(point - count), '0');
    } else if (point > 0) {
        out += digits.substr(0, static_cast<std::size_t>(point));
        (out += '.') += digits.substr(static_cast<std::size_t>(point));
    } else {
        out += "0.";
        out.append(static_cast<std::size_t>(-point), '0');
        out += digits;
    }
}

void append_number(std::string& out, double number) {
    if (number == 0) {
        out += '0';
        return;
    }
    if (number < 0) out += '-';
    std::array<char, 32> text;
    auto const written = std::to_chars(text.data(), text.data() + text.size(), std::abs(number),
                                       std::chars_format::scientific);
    // d.ddde±xx, the shortest that reads back as the same.
    std::string_view const whole(text.data(), static_cast<std::size_t>(written.ptr - text.data()));
    auto const e = whole.find('e');
    std::string digits(whole.substr(0, e));
    std::erase(digits, '.');
    int exponent = 0;
    auto const power = whole.substr(whole[e + 1] == '+' ? e + 2 : e + 1);
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    append_digits(out, digits, exponent + 1);
}

void append_value(std::string& out, json::Value value);

void append_members(std::string& out, std::vector<Member> members) {
    std::ranges::sort(members,
                      [](auto const& a, auto const& b) { return is_before(a.first, b.first); });
    out += '{';
    auto const* separator = "";
    for (auto const& [name, value] : members) {
        out += std::exchange(separator, ",");
        append_text(out, name);
        out += ':';
        append_value(out, value);
    }
    out += '}';
}

void append_elements(std::string& out, std::vector<json::Value> const& elements) {
    out += '[';
    auto const* separator = "";
    for (auto const& element : elements) {
        out += std::exchange(separator, ",");
        append_value(out, element);
    }
    out += ']';
}

/// As deep as the parser lets a document be.
void append_value(std::string& out, json::Value value) {
    switch (value.kind()) {
        case json::Value::Kind::null: out += "null"; break;
        case json::Value::Kind::boolean: out += *value.boolean() ? "true" : "false"; break;
        case json::Value::Kind::integer:
        case json::Value::Kind::real: append_number(out, *value.real()); break;
        case json::Value::Kind::text: append_text(out, *value.text()); break;
        case json::Value::Kind::array: append_elements(out, value.elements()); break;
        case json::Value::Kind::object: append_members(out, value.members()); break;
    }
}

}  // namespace

std::string canonical_json(json::Value value) {
    std::string out;
    append_value(out, value);
    return out;
}

std::string canonical_json_without(json::Value object, std::string_view member) {
    auto members = object.members();
    std::erase_if(members, [&](auto const& one) { return one.first == member; });
    std::string out;
    append_members(out, std::move(members));
    return out;
}

std::optional<std::string> canonical_number(double number) {
    if (!std::isfinite(number)) return std::nullopt;
    std::string out;
    append_number(out, number);
    return out;
}

}  // namespace skein::activitypub
