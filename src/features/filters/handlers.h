// The requests of this feature. Filters are their owner's: to everybody else they are `not_found`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "features/filters/inputs.h"

namespace skein::filters {

Result<Reply> show_filters(Call& call);
Result<Reply> show_filter(Call& call);
Result<Reply> make_filter(Call& call, FilterInput const& input);
Result<Reply> change_filter(Call& call, FilterInput const& input);
Result<Reply> remove_filter(Call& call);

Result<Reply> show_keywords(Call& call);
Result<Reply> show_keyword(Call& call);
Result<Reply> add_keyword(Call& call, KeywordInput const& input);
Result<Reply> change_keyword(Call& call, KeywordInput const& input);
Result<Reply> remove_keyword(Call& call);

Result<Reply> show_statuses(Call& call);
Result<Reply> show_status(Call& call);
Result<Reply> add_status(Call& call, StatusInput const& input);
Result<Reply> remove_status(Call& call);

Result<Reply> show_old_filters(Call& call);
Result<Reply> show_old_filter(Call& call);
Result<Reply> make_old_filter(Call& call, OldInput const& input);
Result<Reply> change_old_filter(Call& call, OldInput const& input);
Result<Reply> remove_old_filter(Call& call);

}  // namespace skein::filters
