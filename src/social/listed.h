// Rows of lists that are paged by ids of their own: favourites, followers, who boosted.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

namespace skein::social {

template <class What>
struct Listed {
    std::int64_t cursor = 0;
    What id;
    auto row() { return std::tie(cursor, id); }
};

template <class What>
std::vector<What> ids_of(std::vector<Listed<What>> const& rows) {
    std::vector<What> ids;
    ids.reserve(rows.size());
    for (auto const& row : rows) ids.push_back(row.id);
    return ids;
}

}  // namespace skein::social
