// Pages of a list: `max_id`, `since_id`, `min_id`, `limit`, and the `Link` header (Mastodon's
// conventions).
//
// `max_id` strictly older, newest first; `since_id` strictly newer, newest page first; `min_id`
// strictly newer, the page next to the cursor. Lists are always returned newest first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/http/message.h"
#include "platform/http/params.h"

namespace skein {

struct PageLimits {
    std::int64_t usual = 20;
    std::int64_t most = 40;
};

struct Page {
    std::int64_t max_id = INT64_MAX;  ///< Strictly below; INT64_MAX when not asked.
    std::int64_t floor_id = 0;        ///< Strictly above (since_id or min_id); 0 when not asked.
    bool ascending = false;           ///< min_id: take the page next to the floor.
    std::int64_t limit = 20;

    /// Reads the four parameters; `limit` is clamped to 1 … most; an id that is no number is
    /// Errc::bad_request.
    static Result<Page> read(http::Param const& params, PageLimits limits);
};

/// The cursors at both ends of a page.
struct PageEnds {
    std::int64_t newest = 0, oldest = 0;
    bool full = false;  ///< As many rows as asked: there may be more.
};

/// What a row is paged by; another type of row says so by an overload beside it.
template <class Row>
std::int64_t cursor_of(Row const& row) {
    return row.cursor;
}

/// Writes `Link`: absolute, other query parameters kept.
void add_link_header(http::Response& response, std::string_view public_url,
                     http::Request const& request, PageEnds const& ends);

/// The order of one page's statement: rows come ascending when `page.ascending`; this puts them
/// newest first.
template <class Row>
void newest_first(Page const& page, std::vector<Row>& rows) {
    if (page.ascending) std::vector<Row>(rows.rbegin(), rows.rend()).swap(rows);
}

}  // namespace skein
