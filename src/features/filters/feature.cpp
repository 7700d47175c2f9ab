#include "features/filters/feature.h"

#include "core/server.h"
#include "features/filters/handlers.h"
#include "features/filters/upkeep.h"

namespace skein::filters {
namespace {

Route reading(std::string_view returns, std::string_view summary) {
    return {.scope = "read:filters", .returns = returns, .summary = summary};
}

Route writing(std::string_view returns, std::string_view summary) {
    return {
        .scope = "write:filters", .lane = LaneName::write, .returns = returns, .summary = summary};
}

void install_filters(Server& server) {
    server.get("/api/v2/filters", show_filters, reading("[Filter]", "One's filters."));
    server.get("/api/v2/filters/{id}", show_filter, reading("Filter", "One of one's filters."));
    server.post("/api/v2/filters", make_filter, writing("Filter", "Make a filter."));
    server.put("/api/v2/filters/{id}", change_filter,
               writing("Filter", "Change a filter and its keywords."));
    server.del("/api/v2/filters/{id}", remove_filter, writing("{}", "Remove a filter."));
}

void install_keywords(Server& server) {
    server.get("/api/v2/filters/{filter_id}/keywords", show_keywords,
               reading("[FilterKeyword]", "The keywords of a filter."));
    server.post("/api/v2/filters/{filter_id}/keywords", add_keyword,
                writing("FilterKeyword", "Add a keyword to a filter."));
    server.get("/api/v2/filters/keywords/{id}", show_keyword,
               reading("FilterKeyword", "One keyword."));
    server.put("/api/v2/filters/keywords/{id}", change_keyword,
               writing("FilterKeyword", "Change a keyword."));
    server.del("/api/v2/filters/keywords/{id}", remove_keyword, writing("{}", "Remove a keyword."));
}

void install_statuses(Server& server) {
    server.get("/api/v2/filters/{filter_id}/statuses", show_statuses,
               reading("[FilterStatus]", "The posts of a filter."));
    server.post("/api/v2/filters/{filter_id}/statuses", add_status,
                writing("FilterStatus", "Add a post to a filter."));
    server.get("/api/v2/filters/statuses/{id}", show_status,
               reading("FilterStatus", "One filtered post."));
    server.del("/api/v2/filters/statuses/{id}", remove_status,
               writing("FilterStatus", "Take a post out of a filter."));
}

void install_old(Server& server) {
    server.get("/api/v1/filters", show_old_filters,
               reading("[V1::Filter]", "Deprecated: the keywords of one's filters."));
    server.get("/api/v1/filters/{id}", show_old_filter,
               reading("V1::Filter", "Deprecated: one keyword."));
    server.post("/api/v1/filters", make_old_filter,
                writing("V1::Filter", "Deprecated: make a filter with one keyword."));
    server.put(
        "/api/v1/filters/{id}", change_old_filter,
        writing("V1::Filter", "Deprecated: change a keyword, and the filter it is alone in."));
    server.del("/api/v1/filters/{id}", remove_old_filter,
               writing("{}", "Deprecated: remove a keyword."));
}

}  // namespace

void install(Server& server) {
    install_filters(server);
    install_keywords(server);
    install_statuses(server);
    install_old(server);
    server.on<social::StatusRemoved>(forget_removed);
    server.on<social::AccountRemoved>(remove_filters_later);
    server.job<RemoveFilters>(remove_filters);
}

}  // namespace skein::filters
