// Status.filtered: which of the viewer's filters a post matches, with what.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "social/filter_sets.h"
#include "social/status_heads.h"
#include "social/views/views.h"

namespace skein::social {

/// The viewer's filters on the posts of one answer. A boost matches by what it boosts; whoever
/// wrote a post filters it never. No statement for a viewer without filters, and at most one for
/// texts that nobody's filters have been held against yet.
class FilterMatches {
  public:
    Result<void> load(ViewOf const& view, std::span<StatusHead const> heads);

    /// The JSON of the n-th post: of the boost itself, and of the post that is shown.
    std::string_view of_boost(std::size_t place) const {
        return texts_.empty() ? none : std::string_view(texts_[place].boost);
    }
    std::string_view of_shown(std::size_t place) const {
        return texts_.empty() ? none : std::string_view(texts_[place].shown);
    }

  private:
    static constexpr std::string_view none = "[]";
    struct Texts {
        std::string boost = std::string(none), shown = std::string(none);
    };
    std::vector<Texts> texts_;  // Of each head, when there are filters.
};

/// The fields of a Filter without its keywords and posts, in an open object.
void write_filter_fields(Filter const& filter, json::Writer& out);

}  // namespace skein::social
