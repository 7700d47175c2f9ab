// The requests of this feature.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::discovery {

struct ListDirectory {
    std::string order = "active";
    bool local = false;
    std::int64_t limit = 40, offset = 0;
    void read(Fields& in) {
        in("order", order, "active: who posted last; new: who came last.");
        in("local", local, "Only accounts of this server.");
        in("limit", limit, "At most 80; 40 unless told.");
        in("offset", offset, "How many to leave out at the front.");
    }
};
Result<Reply> list_directory(Call& call, ListDirectory const& input);

struct ListSuggestions {
    std::int64_t limit = 40;
    void read(Fields& in) { in("limit", limit, "At most 80; 40 unless told."); }
};
/// Suggestions with where they come from.
Result<Reply> list_suggestions(Call& call, ListSuggestions const& input);
/// Their accounts alone.
Result<Reply> list_suggested_accounts(Call& call, ListSuggestions const& input);
Result<Reply> dismiss_suggestion(Call& call);

}  // namespace skein::discovery
