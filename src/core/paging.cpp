#include "core/paging.h"

#include <algorithm>

#include "base/ids.h"
#include "base/numbers.h"

namespace skein {
namespace {

Result<std::optional<std::int64_t>> read_cursor(http::Param const& params, std::string_view name) {
    auto const* param = params.find(name);
    if (!param || param->is_null() || param->text.empty()) return std::nullopt;
    // Clients send 0 for "from the beginning" and ids of other lengths; what is no number is an
    // error.
    if (param->text == "0") return 0;
    auto const id = parse_id(param->text);
    if (!id) return fail(Errc::bad_request, std::string(name) + " is not an id");
    return id;
}

/// The query without the cursors, ready to have one appended.
std::string query_without_cursors(std::string_view query) {
    std::string kept;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        auto const name = pair.substr(0, pair.find('='));
        if (!pair.empty() && name != "max_id" && name != "since_id" && name != "min_id" &&
            name != "access_token") {
            kept += pair;
            kept += '&';
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return kept;
}

}  // namespace

Result<Page> Page::read(http::Param const& params, PageLimits limits) {
    Page page;
    TRY(auto max_id, read_cursor(params, "max_id"));
    TRY(auto since_id, read_cursor(params, "since_id"));
    TRY(auto min_id, read_cursor(params, "min_id"));
    if (max_id && *max_id > 0) page.max_id = *max_id;
    page.floor_id = std::max(since_id.value_or(0), min_id.value_or(0));
    page.ascending = min_id.has_value();
    page.limit = limits.usual;
    if (auto const* limit = params.find("limit"); limit && !limit->text.empty()) {
        auto const wanted = parse_number<std::int64_t>(limit->text);
        if (!wanted) return fail(Errc::bad_request, "limit is not a number");
        page.limit = std::clamp<std::int64_t>(*wanted, 1, limits.most);
    }
    return page;
}

void add_link_header(http::Response& response, std::string_view public_url,
                     http::Request const& request, PageEnds const& ends) {
    auto const base =
        std::string(public_url) + request.path + "?" + query_without_cursors(request.query);
    std::string link;
    if (ends.full) link = fmt::format("<{}max_id={}>; rel=\"next\", ", base, ends.oldest);
    link += fmt::format("<{}min_id={}>; rel=\"prev\"", base, ends.newest);
    response.headers.set("Link", link);
}

}  // namespace skein
