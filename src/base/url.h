// Addresses: parsed once, at the edge; inside, a `Url` is known to be good.
//
// Parsing follows the WHATWG idea of what an address is, then is stricter (security.md 1.10): http
// and https only, no user info, no backslash before the path (and as %5C in it), no control
// characters, no empty labels; hosts become lower-case A-labels (UTS 46), the root dot and the
// default port go away. Origins are compared as tuples.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skein {

/// A host name in A-label form, or an IP literal.
class Host {
  public:
    /// Nothing for what is no host.
    static std::optional<Host> parse(std::string_view text);

    std::string const& str() const { return text_; }
    bool is_ip() const { return is_ip_; }
    /// Is it `domain` or below it?
    bool is_within(std::string_view domain) const;
    auto operator<=>(Host const&) const = default;

  private:
    std::string text_;
    bool is_ip_ = false;
};

class Url {
  public:
    static std::optional<Url> parse(std::string_view text);
    /// An address relative to this one ("/x", "?y", "//host/z" or absolute). No backslash, which
    /// browsers would take for a slash.
    std::optional<Url> resolve(std::string_view relative) const;

    std::string const& scheme() const { return scheme_; }
    Host const& host() const { return host_; }
    std::uint16_t port() const { return port_; }
    std::string const& path() const { return path_; }    ///< "/" at least.
    std::string const& query() const { return query_; }  ///< Without '?'.
    std::string const& fragment() const { return fragment_; }
    /// `https://example.org:8443`, without a default port.
    std::string origin() const;
    std::string str() const;
    bool secure() const { return scheme_ == "https"; }
    bool same_origin(Url const& other) const;

  private:
    std::string scheme_;
    Host host_;
    std::uint16_t port_ = 0;
    std::string path_, query_, fragment_;
};

/// `user` here, or `user@host` elsewhere.
struct Handle {
    std::string user;
    std::string host;  ///< "" is this server.

    /// Reads `user`, `@user`, `user@host`, `@user@host`, `acct:user@host`.
    static std::optional<Handle> parse(std::string_view text);
    std::string str() const { return host.empty() ? user : user + "@" + host; }
    auto operator<=>(Handle const&) const = default;
};

}  // namespace skein
