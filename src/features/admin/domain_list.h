// Lists of blocked domains as files: CSV with Mastodon's columns (`#domain,#severity,…`), or one
// domain in each line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "social/domains.h"

namespace skein::admin {

struct DomainList {
    std::vector<social::DomainPolicy> policies;
    std::vector<std::string> left_out;  ///< Lines that name no domain, as far as they can be shown.
};

inline constexpr std::size_t domain_list_bytes_max = 4 << 20;

/// Errc::unprocessable when it is too large, or its columns do not name the domain.
Result<DomainList> parse_domain_list(std::string_view text);

/// The rows of a CSV file (RFC 4180, with any line breaks); blank lines, and what is beyond
/// `columns_max`, are left out.
std::vector<std::vector<std::string>> parse_csv(std::string_view text);
inline constexpr std::size_t columns_max = 32;

}  // namespace skein::admin
