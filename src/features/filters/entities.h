// Filters as the API shows them.
#pragma once

#include <vector>

#include "base/json.h"
#include "social/filters.h"

namespace skein::filters {

/// The keywords and posts of several filters, each known by its filter.
struct Rules {
    std::vector<social::FilterKeyword> keywords;
    std::vector<social::FilteredStatus> statuses;
};
Result<Rules> load_rules(db::Tx& tx, social::Filter const& filter);

/// The Filter entity, with those of the rules that are the filter's.
void write_filter(social::Filter const& filter, Rules const& rules, json::Writer& out);
void write_keyword(social::FilterKeyword const& keyword, json::Writer& out);
void write_status(social::FilteredStatus const& status, json::Writer& out);
/// V1::Filter.
void write_old_filter(social::Filter const& filter, social::FilterKeyword const& keyword,
                      json::Writer& out);

}  // namespace skein::filters
