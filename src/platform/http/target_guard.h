// Which addresses the client asks at all, before and after the name is resolved (security.md
// section 3). Made once from the options; thread-safe, because nothing in it changes.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/url.h"
#include "platform/http/client.h"

namespace skein::http {

class TargetGuard {
  public:
    /// Errc::unprocessable for a `connect_to` that is none.
    static Result<TargetGuard> make(ClientOptions const& options);

    /// The address, read; Errc::forbidden when it is malformed or may not be asked.
    Result<Url> check(std::string_view text) const;
    /// The next hop of a redirect: relative to `from`, never from https to http.
    Result<Url> check_redirect(Url const& from, std::string_view location) const;

    /// May a connection on behalf of `target` go to this resolved address?
    bool allows(Url const& target, sockaddr const& address, socklen_t size) const;

  private:
    /// One `host:port:address:port`; an empty host or port stands for any.
    struct Mapping {
        std::string host;
        std::uint16_t port = 0;
        std::string address;  ///< Four or sixteen bytes.
        std::uint16_t to_port = 0;
    };

    static std::optional<Mapping> parse_mapping(std::string_view text);
    Mapping const* find_mapping(Url const& target) const;
    Result<Url> check(Url url) const;

    std::vector<Mapping> mappings_;
    std::vector<unsigned> ports_;
    bool https_only_ = true;
    bool allow_private_ = false;
};

}  // namespace skein::http
