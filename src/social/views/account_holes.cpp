#include "social/views/account_holes.h"

#include <algorithm>
#include <utility>

#include "social/views/collection_view.h"

namespace skein::social {
namespace {

// <begin> kind id [space field] <end>; of collections their ids stand in the place of the field.
constexpr char hole_begin = '\x01', hole_end = '\x02';
constexpr char account_kind = 'a', flag_kind = 'f', collections_kind = 'c';

struct Hole {
    char kind = 0;
    AccountId account;
    std::string_view field;
    std::size_t begin = 0, end = 0;  ///< Of the whole mark.
};

std::optional<Hole> next_hole(std::string_view text, std::size_t from) {
    auto const begin = text.find(hole_begin, from);
    if (begin == std::string_view::npos) return std::nullopt;
    auto const end = text.find(hole_end, begin);
    expects(end != std::string_view::npos && end > begin + 2);
    auto inside = text.substr(begin + 1, end - begin - 1);
    Hole hole{.kind = inside.front(), .account = {}, .field = {}, .begin = begin, .end = end + 1};
    inside.remove_prefix(1);
    auto const space = std::min(inside.find(' '), inside.size());
    hole.account = AccountId{parse_id(inside.substr(0, space)).value_or(0)};
    hole.field = inside.substr(std::min(space + 1, inside.size()));
    return hole;
}

void append_flag(std::string& out, Hole const& hole, AccountId viewer) {
    if (!viewer) return;
    out += ",\"";
    out += hole.field;
    out += viewer == hole.account ? "\":true" : "\":false";
}

/// Calls `visit(id)` for each of the ids of a hole of collections.
template <class Visit>
void for_each_collection(std::string_view ids, Visit const& visit) {
    while (!ids.empty()) {
        auto const comma = std::min(ids.find(','), ids.size());
        visit(CollectionId{parse_id(ids.substr(0, comma)).value_or(0)});
        ids.remove_prefix(std::min(comma + 1, ids.size()));
    }
}

template <class IdType>
void drop_repeated(std::vector<IdType>& ids) {
    std::ranges::sort(ids);
    auto const twice = std::ranges::unique(ids);
    ids.erase(twice.begin(), twice.end());
}

}  // namespace

std::string hole_of_account(AccountId account) {
    return fmt::format("{}{}{}{}", hole_begin, account_kind, account.value, hole_end);
}

std::string hole_of_flag(AccountId whose, std::string_view field) {
    return fmt::format("{}{}{} {}{}", hole_begin, flag_kind, whose.value, field, hole_end);
}

std::string hole_of_collections(std::span<CollectionId const> ids) {
    auto text = fmt::format("{}{}0 ", hole_begin, collections_kind);
    for (auto const id : ids) text += fmt::format("{}{}", text.ends_with(' ') ? "" : ",", id.value);
    return text + hole_end;
}

bool has_holes(std::string_view text) { return text.contains(hole_begin); }

void list_accounts_in_holes(std::string_view text, std::vector<AccountId>& accounts) {
    for (auto hole = next_hole(text, 0); hole; hole = next_hole(text, hole->end))
        if (hole->kind == account_kind) accounts.push_back(hole->account);
}

void list_collections_in_holes(std::string_view text, std::vector<CollectionId>& collections) {
    for (auto hole = next_hole(text, 0); hole; hole = next_hole(text, hole->end))
        if (hole->kind == collections_kind)
            for_each_collection(hole->field, [&](auto id) { collections.push_back(id); });
}

Result<void> HoleFiller::load(ViewOf const& view, std::span<AccountId const> accounts,
                              std::span<CollectionId const> collections) {
    if (!collections.empty()) {
        std::vector<CollectionId> wanted(collections.begin(), collections.end());
        drop_repeated(wanted);
        TRY(auto const shown, list_shown_collections(view.tx, view.viewer, wanted));
        TRY(collections_, render_collections(view, shown));
    }
    return accounts.empty() ? ok() : load_accounts(view, accounts);
}

Result<void> HoleFiller::load_accounts(ViewOf const& view, std::span<AccountId const> accounts) {
    std::vector<AccountId> wanted(accounts.begin(), accounts.end());
    drop_repeated(wanted);
    TRY(auto found, list_account_heads(view.tx, wanted));
    heads_ = std::move(found.heads);
    std::erase_if(heads_, [](auto const& head) { return head.state == AccountState::suspended; });
    pieces_ = AccountPieces(found.emoji_version);
    for (auto const& head : heads_) pieces_.add(head);
    return pieces_.load(view);
}

void HoleFiller::append_account(std::string& out, AccountId id) const {
    if (pieces_.has(id)) pieces_.append(out, id);
    else out += "null";
}

void HoleFiller::append_collections(std::string& out, std::string_view ids) const {
    out += '[';
    auto first = true;
    for_each_collection(ids, [&](auto id) {
        auto const shown = collections_.find(id);
        if (shown == collections_.end()) return;
        if (!std::exchange(first, false)) out += ',';
        out += shown->second;
    });
    out += ']';
}

void HoleFiller::append(std::string& out, std::string_view text, AccountId viewer) const {
    std::size_t at = 0;
    for (auto hole = next_hole(text, 0); hole; hole = next_hole(text, at)) {
        out += text.substr(at, hole->begin - at);
        if (hole->kind == account_kind) append_account(out, hole->account);
        else if (hole->kind == collections_kind) append_collections(out, hole->field);
        else append_flag(out, *hole, viewer);
        at = hole->end;
    }
    out += text.substr(at);
}

Result<std::string> fill_holes(ViewOf const& view, std::string_view text) {
    std::vector<AccountId> accounts;
    list_accounts_in_holes(text, accounts);
    std::vector<CollectionId> collections;
    list_collections_in_holes(text, collections);
    HoleFiller filler;
    TRY_OK(filler.load(view, accounts, collections));
    std::string out;
    filler.append(out, text, view.viewer);
    return out;
}

}  // namespace skein::social
