// Who is asking: the address of the client behind the proxies that are trusted, and nobody else's
// word for it.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/http/message.h"

namespace skein::http {

/// An IPv4 or IPv6 address; an IPv4 address written as IPv6 is the same address.
struct Address {
    std::array<unsigned char, 16> bytes{};

    static std::optional<Address> parse(std::string_view text);
    bool is_v4() const;
    bool is_loopback() const;
    std::string text() const;
    friend bool operator==(Address const&, Address const&) = default;
};

class ProxyRule {
  public:
    /// Addresses and prefixes (`10.0.0.0/8`, `::1`); Errc::bad_request names one that is neither.
    static Result<ProxyRule> make(std::vector<std::string> const& trusted);

    bool trusts(Address const& address) const;

    /// Sets `client_address`, `secure` and `loopback` from the peer and what trusted proxies say:
    /// `X-Forwarded-For` is walked from the right over the trusted ones. What a peer that is not
    /// trusted says is not read.
    void identify(Address const& peer, Request& request) const;

  private:
    struct Prefix {
        Address address;
        unsigned bits = 128;
    };
    std::vector<Prefix> prefixes_;
};

}  // namespace skein::http
