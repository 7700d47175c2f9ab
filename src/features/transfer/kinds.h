// What can be carried from server to server, as Mastodon's files have it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace skein::transfer {

/// Numbered as stored.
enum class Kind : std::int64_t { follows = 1, lists, blocks, mutes, domain_blocks, bookmarks };

struct KindWords {
    Kind kind;
    std::string_view name;    ///< In forms.
    std::string_view file;    ///< As Mastodon names it, without `.csv`.
    std::string_view label;   ///< The key of its words.
    std::string_view header;  ///< The file's first line, or "" for none.
};
std::span<KindWords const> all_kinds();
KindWords const& words_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);
/// `following_accounts.csv`
std::optional<Kind> kind_of_file(std::string_view file);

}  // namespace skein::transfer
