// Hashtags: found by their folded name, shown as first written.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct Tag {
    TagId id;
    std::string name;  ///< Folded.
    std::string display_name;
    auto row() { return std::tie(id, name, display_name); }
};

Result<std::optional<Tag>> find_tag(db::Tx& tx, std::string_view folded_name);
/// In the order given; unknown ones are left out.
Result<std::vector<Tag>> list_tags(db::Tx& tx, std::span<TagId const> ids);
/// May this be a tag: of characters that words are made of, not digits alone, not endless?
bool is_tag_name(std::string_view name);
/// Finds or makes it.
Result<Tag> ensure_tag(db::Tx& tx, std::string_view as_written);
/// The post carries these too. The number of statements grows with tags never seen before only.
Result<void> add_status_tags(db::Tx& tx, StatusId status,
                             std::vector<std::string> const& as_written);
/// The post carries exactly these.
Result<void> set_status_tags(db::Tx& tx, StatusId status,
                             std::vector<std::string> const& as_written);

/// A tag of one of several posts.
struct StatusTag {
    StatusId status_id;
    std::string name;
    auto row() { return std::tie(status_id, name); }
};
Result<std::vector<StatusTag>> list_tags_of(db::Tx& tx, std::span<StatusId const> statuses);

}  // namespace skein::social
