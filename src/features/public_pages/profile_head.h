// The top of a profile: picture, name, words about oneself, facts, numbers.
#pragma once

#include <optional>

#include "features/public_pages/drawing.h"

namespace skein::public_pages {

struct ProfileHead {
    social::Account account;
    social::AccountStats stats;
    std::optional<social::Account> moved_to;
};

SafeHtml draw_profile_head(Drawing const& with, ProfileHead const& profile);

}  // namespace skein::public_pages
