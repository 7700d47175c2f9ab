#include "features/transfer/kinds.h"

#include <algorithm>
#include <array>

namespace skein::transfer {
namespace {

constexpr std::array<KindWords, 6> kinds{{
    {Kind::follows, "following", "following_accounts", "transfer.kind.follows",
     "Account address,Show boosts,Notify on new posts,Languages"},
    {Kind::lists, "lists", "lists", "transfer.kind.lists", ""},
    {Kind::blocks, "blocking", "blocked_accounts", "transfer.kind.blocks", ""},
    {Kind::mutes, "muting", "muted_accounts", "transfer.kind.mutes",
     "Account address,Hide notifications"},
    {Kind::domain_blocks, "domain_blocking", "blocked_domains", "transfer.kind.domain_blocks", ""},
    {Kind::bookmarks, "bookmarks", "bookmarks", "transfer.kind.bookmarks", ""},
}};

}  // namespace

std::span<KindWords const> all_kinds() { return kinds; }

KindWords const& words_of(Kind kind) {
    auto const found = std::ranges::find(kinds, kind, &KindWords::kind);
    return found == kinds.end() ? kinds.front() : *found;
}

std::optional<Kind> kind_named(std::string_view name) {
    auto const found = std::ranges::find(kinds, name, &KindWords::name);
    return found == kinds.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<Kind> kind_of_file(std::string_view file) {
    if (!file.ends_with(".csv")) return std::nullopt;
    file.remove_suffix(4);
    auto const found = std::ranges::find(kinds, file, &KindWords::file);
    return found == kinds.end() ? std::nullopt : std::optional(found->kind);
}

}  // namespace skein::transfer
