// Tags that people show on their profiles, here and elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

using FeaturedTagId = Id<struct FeaturedTagTag>;

struct TagFeatured {
    static constexpr std::string_view name = "TagFeatured";
    AccountId account;
    TagId tag;
};

struct TagUnfeatured {
    static constexpr std::string_view name = "TagUnfeatured";
    AccountId account;
    TagId tag;
};

inline constexpr std::int64_t featured_tags_max = 10;

struct FeaturedTag {
    FeaturedTagId id;
    TagId tag_id;
    std::string name;    ///< As its author writes it.
    std::string folded;  ///< As it is found.
    std::int64_t statuses_count = 0;
    Time last_status_at{};  ///< The epoch: never.
    auto row() { return std::tie(id, tag_id, name, folded, statuses_count, last_status_at); }
};

/// In the order of their names.
Result<std::vector<FeaturedTag>> list_featured_tags(db::Tx& tx, AccountId account);
Result<std::optional<FeaturedTag>> find_featured_tag(db::Tx& tx, AccountId account, TagId tag);
/// Shows the tag; one that is shown stays as it is. Its posts are counted in a job.
/// Errc::unprocessable beyond `featured_tags_max`.
Result<void> feature_tag(db::Tx& tx, AccountId account, TagId tag, std::string_view as_written);
Result<void> unfeature_tag(db::Tx& tx, AccountId account, TagId tag);
/// By its own id; Errc::not_found.
Result<void> remove_featured_tag(db::Tx& tx, AccountId account, FeaturedTagId id);

/// Tags the account used lately and does not show, the most used first.
Result<std::vector<TagId>> list_tags_to_feature(db::Tx& tx, AccountId account, std::int64_t limit);

/// Counts the posts of every tag the account shows anew.
Result<void> recount_featured_tags(Server& server, AccountId account);

void install_featured_tags(Server& server);

}  // namespace skein::social
