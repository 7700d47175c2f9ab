// Redirect addresses: what may be registered, what matches, and what a browser is told about them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::oauth {

/// Instead of an address: the code is shown, and the person copies it.
inline constexpr std::string_view out_of_band = "urn:ietf:wg:oauth:2.0:oob";

inline constexpr std::size_t redirect_uri_bytes_max = 2000;

enum class UriFault { relative, forbidden };

/// An absolute address without fragment: http or https with a host, or an app's own scheme; not one
/// that a browser would run or read itself (`javascript:`, `data:`, …).
std::optional<UriFault> find_uri_fault(std::string_view uri);

/// Is `asked` this registered address, exactly? Only the port of a loopback address is free (RFC
/// 8252, 7.3).
bool matches(std::string_view registered, std::string_view asked);

/// Is it one of the addresses that stand one a line?
bool is_registered(std::string_view lines, std::string_view asked);

/// The source that a page's `form-action` needs so that its form may end there: an origin, or a
/// scheme; "" for out of band. `uri` has no fault.
std::string form_source(std::string_view uri);

/// Where it leads, for people: a host, or the scheme of an app.
std::string shown_target(std::string_view uri);

/// The address with these parameters added to its query; empty values are left out.
std::string with_params(std::string_view uri,
                        std::vector<std::pair<std::string_view, std::string>> const& params);

}  // namespace skein::oauth
