// Structured field values for HTTP (RFC 9651), as far as signatures use them: dictionaries of items
// and of inner lists. Foreign bytes: linear, bounded, and stricter than the standard in one thing:
// a name that comes twice is refused, where the standard takes the last.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skein::activitypub::structured {

struct Token {
    std::string text;
    bool operator==(Token const&) const = default;
};
struct Bytes {
    std::string data;
    bool operator==(Bytes const&) const = default;
};
/// In thousandths.
struct Decimal {
    std::int64_t thousandths = 0;
    bool operator==(Decimal const&) const = default;
};

using Bare = std::variant<bool, std::int64_t, Decimal, std::string, Token, Bytes>;

struct Parameter {
    std::string name;
    Bare value;
};
using Parameters = std::vector<Parameter>;

struct Item {
    Bare value;
    Parameters parameters;
};
struct InnerList {
    std::vector<Item> items;
    Parameters parameters;
};

struct Member {
    std::string name;
    std::variant<Item, InnerList> value;
};
using Dictionary = std::vector<Member>;

/// Nothing for what breaks the rules or is too large.
std::optional<Dictionary> parse_dictionary(std::string_view text);

Member const* find(Dictionary const& dictionary, std::string_view name);
Bare const* find(Parameters const& parameters, std::string_view name);
/// The value when there is one and it is of this kind.
template <class Kind>
Kind const* find_as(Parameters const& parameters, std::string_view name) {
    auto const* const value = find(parameters, name);
    return value ? std::get_if<Kind>(value) : nullptr;
}

/// In the standard's own form, which is what signatures are over.
void append(std::string& out, Bare const& value);
void append(std::string& out, Parameters const& parameters);
void append(std::string& out, Item const& item);
void append(std::string& out, InnerList const& list);
std::string to_string(Dictionary const& dictionary);

}  // namespace skein::activitypub::structured
