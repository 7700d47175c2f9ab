#include "core/auth.h"

#include <algorithm>
#include <array>

namespace skein {
namespace {

// The order is the order in which scopes are written out; the position is the bit.
constexpr std::array<std::string_view, 47> scope_names{"read",
                                                       "write",
                                                       "follow",
                                                       "push",
                                                       "profile",
                                                       "read:accounts",
                                                       "read:blocks",
                                                       "read:bookmarks",
                                                       "read:collections",
                                                       "read:favourites",
                                                       "read:filters",
                                                       "read:follows",
                                                       "read:lists",
                                                       "read:mutes",
                                                       "read:notifications",
                                                       "read:search",
                                                       "read:statuses",
                                                       "write:accounts",
                                                       "write:blocks",
                                                       "write:bookmarks",
                                                       "write:collections",
                                                       "write:conversations",
                                                       "write:favourites",
                                                       "write:filters",
                                                       "write:follows",
                                                       "write:lists",
                                                       "write:media",
                                                       "write:mutes",
                                                       "write:notifications",
                                                       "write:reports",
                                                       "write:statuses",
                                                       "admin:read",
                                                       "admin:write",
                                                       "admin:read:accounts",
                                                       "admin:read:reports",
                                                       "admin:read:domain_allows",
                                                       "admin:read:domain_blocks",
                                                       "admin:read:ip_blocks",
                                                       "admin:read:email_domain_blocks",
                                                       "admin:read:canonical_email_blocks",
                                                       "admin:write:accounts",
                                                       "admin:write:reports",
                                                       "admin:write:domain_allows",
                                                       "admin:write:domain_blocks",
                                                       "admin:write:ip_blocks",
                                                       "admin:write:email_domain_blocks",
                                                       "admin:write:canonical_email_blocks"};

constexpr std::array<std::string_view, 6> follow_stands_for{
    "read:blocks", "write:blocks", "read:follows", "write:follows", "read:mutes", "write:mutes"};

std::uint64_t bit_of(std::string_view name) {
    for (std::size_t i = 0; i < scope_names.size(); ++i)
        if (scope_names[i] == name) return std::uint64_t{1} << i;
    return 0;
}

/// The bits that contain a scope: itself, its parents, and `follow`.
std::uint64_t granting_bits(std::string_view name) {
    auto bits = bit_of(name);
    for (auto parent = name; parent.rfind(':') != std::string_view::npos;) {
        parent = parent.substr(0, parent.rfind(':'));
        bits |= bit_of(parent);
    }
    if (std::ranges::find(follow_stands_for, name) != follow_stands_for.end())
        bits |= bit_of("follow");
    if (name == "profile") bits |= bit_of("read");
    return bits;
}

template <class Visit>
void each_word(std::string_view text, Visit&& visit) {
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(" +\t\r\n"), text.size());
        if (end > 0) visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

Result<Scopes> Scopes::parse(std::string_view text) {
    Scopes scopes;
    std::string unknown;
    each_word(text, [&](std::string_view word) {
        auto const bit = bit_of(word);
        if (bit == 0) unknown = word;
        scopes.bits_ |= bit;
    });
    if (!unknown.empty())
        return fail(Errc::bad_request, "The requested scope is invalid, unknown, or malformed.",
                    unknown);
    return scopes;
}

bool Scopes::grants_any(std::string_view wanted) const {
    bool granted = false;
    each_word(wanted, [&](std::string_view word) {
        granted = granted || (bits_ & granting_bits(word)) != 0;
    });
    return granted;
}

bool Scopes::covers(Scopes other) const {
    for (std::size_t i = 0; i < scope_names.size(); ++i)
        if (other.bits_ & (std::uint64_t{1} << i))
            if (!grants_any(scope_names[i])) return false;
    return true;
}

std::string Scopes::str() const {
    std::string out;
    for (std::size_t i = 0; i < scope_names.size(); ++i) {
        if (!(bits_ & (std::uint64_t{1} << i))) continue;
        if (!out.empty()) out += ' ';
        out += scope_names[i];
    }
    return out;
}

std::vector<std::string_view> Scopes::all() { return {scope_names.begin(), scope_names.end()}; }

std::optional<std::string_view> bearer_token(http::Request const& request) {
    auto const header = request.headers.get("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size()) return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((header[i] | 0x20) != scheme[i]) return std::nullopt;
    return header.substr(scheme.size());
}

std::optional<std::string_view> cookie(http::Request const& request, std::string_view name) {
    for (auto const& [field, value] : request.headers) {
        if (field.size() != 6 || (field[0] | 0x20) != 'c' || (field[1] | 0x20) != 'o') continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto const end = std::min(rest.find(';'), rest.size());
            auto pair = rest.substr(0, end);
            while (pair.starts_with(' ')) pair.remove_prefix(1);
            if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
                return pair.substr(name.size() + 1);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return std::nullopt;
}

bool from_same_origin(http::Request const& request, std::string_view origin) {
    if (auto const site = request.headers.find("Sec-Fetch-Site")) return *site == "same-origin";
    if (auto const sent = request.headers.find("Origin")) return *sent == origin;
    return false;
}

}  // namespace skein
