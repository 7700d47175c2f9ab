// What is typed of a collection: checked, and put into its row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/collections/handlers.h"
#include "social/collections.h"

namespace skein::collections {

/// One thing wrong with an input, for people and for apps.
struct Complaint {
    std::string_view field, code;
    std::string description;
};

/// Everything that is wrong; what is right is in the row then.
std::vector<Complaint> apply(CollectionInput const& input, social::Collection& collection);
/// 422 with `error` and `details`.
Reply refuse(std::vector<Complaint> const& complaints);

}  // namespace skein::collections
