#include "social/tags.h"

#include <algorithm>
#include <unordered_set>

#include "base/encoding.h"
#include "base/text.h"

namespace skein::social {
namespace {

db::Query<Tag> const find_by_name{"tags.find",
                                  "SELECT id, name, display_name FROM tags WHERE name = $1"};
db::Query<Tag> const list_by_ids{"tags.list_by_ids",
                                 "SELECT id, name, display_name FROM tags WHERE id IN {list:$1}"};
db::Sql const insert{
    "tags.insert",
    "INSERT INTO tags (id, name, display_name, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (name) DO NOTHING"};
db::Sql const clear{"status_tags.clear", "DELETE FROM status_tags WHERE status_id = $1"};
db::Sql const add{"status_tags.add",
                  "INSERT INTO status_tags (tag_id, status_id) SELECT t.id, $1 FROM tags t "
                  "WHERE t.name IN {texts:$2} ON CONFLICT (tag_id, status_id) DO NOTHING"};
db::Query<std::string> const list_known{"tags.list_known",
                                        "SELECT name FROM tags WHERE name IN {texts:$1}"};
db::Query<StatusTag> const list_of{
    "status_tags.list",
    "SELECT st.status_id, t.name FROM status_tags st JOIN tags t ON t.id = st.tag_id "
    "WHERE st.status_id IN {list:$1} ORDER BY st.status_id, st.tag_id"};

}  // namespace

Result<std::optional<Tag>> find_tag(db::Tx& tx, std::string_view folded_name) {
    return tx.find(find_by_name, folded_name);
}

Result<std::vector<Tag>> list_tags(db::Tx& tx, std::span<TagId const> ids) {
    if (ids.empty()) return std::vector<Tag>{};
    TRY(auto const found, tx.list(list_by_ids, ids));
    std::vector<Tag> tags;
    for (auto const id : ids) {
        auto const tag = std::ranges::find(found, id, &Tag::id);
        if (tag != found.end()) tags.push_back(*tag);
    }
    return tags;
}

bool is_tag_name(std::string_view name) {
    constexpr std::size_t bytes_max = 400;
    if (name.empty() || name.size() > bytes_max || !is_valid_utf8(name)) return false;
    auto only_digits = true;
    for (std::size_t at = 0; at < name.size();) {
        auto const c = next_code_point(name, at);
        if (!is_word_character(c) && c != U'\u00B7' && c != U'\u200C') return false;
        only_digits = only_digits && c >= U'0' && c <= U'9';
    }
    return !only_digits;
}

Result<Tag> ensure_tag(db::Tx& tx, std::string_view as_written) {
    auto const name = fold_tag(as_written);
    TRY(auto const found, find_tag(tx, name));
    if (found) return *found;
    Tag tag{tx.new_id<TagId>(), name, std::string(as_written)};
    TRY_OK(tx.run(insert, tag.id, tag.name, tag.display_name, tx.now()));
    return tag;
}

Result<void> add_status_tags(db::Tx& tx, StatusId status,
                             std::vector<std::string> const& as_written) {
    if (as_written.empty()) return {};
    std::vector<std::string> names;
    for (auto const& written : as_written) names.push_back(fold_tag(written));
    TRY(auto const known, tx.list(list_known, names));
    std::unordered_set<std::string> there(known.begin(), known.end());
    for (std::size_t i = 0; i < names.size(); ++i)
        if (there.insert(names[i]).second)
            TRY_OK(tx.run(insert, tx.new_id<TagId>(), names[i], as_written[i], tx.now()));
    TRY_OK(tx.run(add, status, names));
    return {};
}

Result<void> set_status_tags(db::Tx& tx, StatusId status,
                             std::vector<std::string> const& as_written) {
    TRY_OK(tx.run(clear, status));
    return add_status_tags(tx, status, as_written);
}

Result<std::vector<StatusTag>> list_tags_of(db::Tx& tx, std::span<StatusId const> statuses) {
    return tx.list(list_of, statuses);
}

}  // namespace skein::social
