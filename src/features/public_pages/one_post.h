// One post as the subject of a page: which it is, and what is said of it to machines.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "features/public_pages/shown_posts.h"
#include "social/public_page.h"

namespace skein::public_pages {

inline constexpr std::size_t title_characters_max = 70, description_characters_max = 300;

/// The post if `viewer` may see it and it stands under this name ("": any); no boost.
Result<social::Status> load_named_post(db::Tx& tx, AccountId viewer, StatusId id,
                                       std::string_view acct);

struct PagePicture {
    std::string url, words;
};
/// The first picture that may be shown beside a link; none behind a warning.
std::optional<PagePicture> picture_of(Server const& server, ShownPost const& post);

social::PageHead head_of(Server const& server, ShownPost const& post);

}  // namespace skein::public_pages
