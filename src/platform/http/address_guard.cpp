#include "platform/http/address_guard.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace skein::http {
namespace {

using Bytes = std::span<std::uint8_t const>;

struct Range4 {
    std::array<std::uint8_t, 4> prefix;
    unsigned bits;
};

constexpr std::array special4 = std::to_array<Range4>({
    {{0, 0, 0, 0}, 8},        // This network.
    {{10, 0, 0, 0}, 8},       // Private.
    {{100, 64, 0, 0}, 10},    // Shared between a provider's customers.
    {{127, 0, 0, 0}, 8},      // Loopback.
    {{169, 254, 0, 0}, 16},   // Link-local, and the metadata service of most clouds.
    {{172, 16, 0, 0}, 12},    // Private.
    {{192, 0, 0, 0}, 24},     // IETF protocol assignments.
    {{192, 0, 2, 0}, 24},     // Documentation.
    {{192, 31, 196, 0}, 24},  // AS112.
    {{192, 52, 193, 0}, 24},  // Automatic multicast tunnelling.
    {{192, 88, 99, 0}, 24},   // Relays of 6to4.
    {{192, 168, 0, 0}, 16},   // Private.
    {{192, 175, 48, 0}, 24},  // AS112.
    {{198, 18, 0, 0}, 15},    // Benchmarking.
    {{198, 51, 100, 0}, 24},  // Documentation.
    {{203, 0, 113, 0}, 24},   // Documentation.
    {{224, 0, 0, 0}, 4},      // Multicast.
    {{240, 0, 0, 0}, 4},      // Reserved, and broadcast.
});

struct Range6 {
    std::array<std::uint8_t, 6> prefix;
    unsigned bits;
};

constexpr Range6 global_unicast6{{0x20, 0, 0, 0, 0, 0}, 3};

constexpr std::array special6 = std::to_array<Range6>({
    {{0x20, 0x01, 0, 0, 0, 0}, 23},              // IETF protocols: Teredo, ORCHID, benchmarking.
    {{0x20, 0x01, 0x0d, 0xb8, 0, 0}, 32},        // Documentation.
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48},  // AS112.
    {{0x3f, 0xff, 0, 0, 0, 0}, 20},              // Documentation.
});

constexpr std::array<std::uint8_t, 12> v4_mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::array<std::uint8_t, 12> nat64{0x00, 0x64, 0xff, 0x9b};
constexpr std::array<std::uint8_t, 2> six_to_four{0x20, 0x02};
constexpr std::array<std::uint8_t, 4> isatap{0x00, 0x00, 0x5e, 0xfe};

bool is_within(Bytes address, Bytes prefix, unsigned bits) {
    auto const whole = bits / 8;
    if (!std::ranges::equal(address.first(whole), prefix.first(whole))) return false;
    auto const rest = bits % 8;
    return rest == 0 || (address[whole] >> (8 - rest)) == (prefix[whole] >> (8 - rest));
}

template <std::size_t Size>
bool begins_with(Bytes address, std::array<std::uint8_t, Size> const& prefix) {
    return std::ranges::equal(address.first(Size), prefix);
}

bool is_public4(Bytes address) {
    return std::ranges::none_of(special4, [&](Range4 const& range) {
        return is_within(address, range.prefix, range.bits);
    });
}

bool is_public6(Bytes address) {
    if (begins_with(address, v4_mapped) || begins_with(address, nat64))
        return is_public4(address.subspan(12, 4));
    if (!is_within(address, global_unicast6.prefix, global_unicast6.bits)) return false;
    if (begins_with(address, six_to_four)) return is_public4(address.subspan(2, 4));
    // The bit in the first byte says only whether the inner address is meant to be unique.
    if ((address[8] & ~0x02) == isatap[0] &&
        std::ranges::equal(address.subspan(9, 3), std::span(isatap).subspan(1)) &&
        !is_public4(address.subspan(12, 4)))
        return false;
    return std::ranges::none_of(special6, [&](Range6 const& range) {
        return is_within(address, range.prefix, range.bits);
    });
}

constexpr std::array<std::string_view, 16> special_domains{
    "alt", "arpa",  "corp",        "home",      "i2p",  "internal", "intranet", "invalid",
    "lan", "local", "localdomain", "localhost", "mail", "onion",    "private",  "test"};

}  // namespace

bool is_public_address(std::span<std::uint8_t const> address) {
    if (address.size() == 4) return is_public4(address);
    return address.size() == 16 && is_public6(address);
}

bool is_public_address(sockaddr const& address, socklen_t size) {
    if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
        sockaddr_in in;
        std::memcpy(&in, &address, sizeof in);
        std::array<std::uint8_t, 4> bytes;
        std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
        return is_public_address(bytes);
    }
    if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
        sockaddr_in6 in;
        std::memcpy(&in, &address, sizeof in);
        std::array<std::uint8_t, 16> bytes;
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return is_public_address(bytes);
    }
    return false;
}

bool is_special_name(std::string_view host) {
    auto const dot = host.rfind('.');
    if (dot == std::string_view::npos) return true;
    return std::ranges::find(special_domains, host.substr(dot + 1)) != special_domains.end();
}

}  // namespace skein::http
