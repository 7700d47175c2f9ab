// Filters: words and posts that somebody does not want to read, or only on demand. The server says
// in each post which of the reader's filters it matches (views/filter_view.h); apps hide it.
//
// Invariants: (1) keywords and posts belong to the account of their filter; (2) every change
// publishes FiltersChanged and drops what is kept of the account (filter_sets.h) in the same
// transaction; (3) one account's filters are bounded in number and in length.
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

namespace skein::social {

using FilterId = Id<struct FilterTag>;
using FilterKeywordId = Id<struct FilterKeywordTag>;
using FilteredStatusId = Id<struct FilteredStatusTag>;

/// Of one account.
inline constexpr std::size_t filters_max = 200, filter_keywords_max = 600,
                             filtered_statuses_max = 300;
/// Of all keywords of an account together, in code points.
inline constexpr std::size_t filter_keywords_characters_max = 16 << 10;
inline constexpr std::size_t filter_title_characters_max = 256, filter_keyword_characters_max = 512;

/// Numbered as stored.
enum class FilterAction : std::int64_t { warn = 0, hide = 1, blur = 2 };
std::string_view to_string(FilterAction action);
std::optional<FilterAction> parse_filter_action(std::string_view text);

/// Where a filter is for: bits of `Filter::contexts`, each with its name in the API.
struct FilterContext {
    std::int64_t bit = 0;
    std::string_view name;
};
std::span<FilterContext const> filter_contexts();
std::optional<std::int64_t> parse_filter_context(std::string_view name);

/// A row of `filters`.
struct Filter {
    FilterId id;
    AccountId account_id;
    std::string title;
    std::int64_t contexts = 0;
    FilterAction action{};
    std::optional<Time> expires_at;
    auto row() { return std::tie(id, account_id, title, contexts, action, expires_at); }
    bool expired(Time now) const { return expires_at && *expires_at <= now; }
};

/// A row of `filter_keywords`.
struct FilterKeyword {
    FilterKeywordId id;
    FilterId filter_id;
    AccountId account_id;
    std::string keyword;
    bool whole_word = true;
    auto row() { return std::tie(id, filter_id, account_id, keyword, whole_word); }
};

/// A row of `filter_statuses`.
struct FilteredStatus {
    FilteredStatusId id;
    FilterId filter_id;
    AccountId account_id;
    StatusId status_id;
    auto row() { return std::tie(id, filter_id, account_id, status_id); }
};

/// All of an account, the oldest first; also the expired ones.
Result<std::vector<Filter>> list_filters(db::Tx& tx, AccountId account);
Result<std::vector<FilterKeyword>> list_filter_keywords(db::Tx& tx, AccountId account);
Result<std::vector<FilteredStatus>> list_filtered_statuses(db::Tx& tx, AccountId account);
/// Of one filter.
Result<std::vector<FilterKeyword>> list_filter_keywords(db::Tx& tx, Filter const& filter);
Result<std::vector<FilteredStatus>> list_filtered_statuses(db::Tx& tx, Filter const& filter);

/// Errc::not_found also for somebody else's.
Result<Filter> load_filter(db::Tx& tx, AccountId account, FilterId id);
Result<FilterKeyword> load_filter_keyword(db::Tx& tx, AccountId account, FilterKeywordId id);
Result<FilteredStatus> load_filtered_status(db::Tx& tx, AccountId account, FilteredStatusId id);

/// A new keyword, or a change of the one that has this id.
struct KeywordChange {
    FilterKeywordId id;
    std::optional<std::string> keyword;
    std::optional<bool> whole_word;
    bool remove = false;
};

/// Each stores it under a new id, which is answered. Errc::unprocessable: it is incomplete, too
/// long, there already, or one too many; Errc::not_found: another filter's keyword is changed.
Result<Filter> insert_filter(db::Tx& tx, Filter filter,
                             std::span<KeywordChange const> keywords = {});
Result<FilterKeyword> insert_filter_keyword(db::Tx& tx, FilterKeyword keyword);
Result<FilteredStatus> insert_filtered_status(db::Tx& tx, FilteredStatus status);

Result<void> update_filter(db::Tx& tx, Filter const& filter,
                           std::span<KeywordChange const> keywords = {});
Result<void> update_filter_keyword(db::Tx& tx, FilterKeyword const& keyword);

/// With its keywords and posts.
Result<void> remove_filter(db::Tx& tx, Filter const& filter);
Result<void> remove_filter_keyword(db::Tx& tx, FilterKeyword const& keyword);
Result<void> remove_filtered_status(db::Tx& tx, FilteredStatus const& status);

/// A post that is gone is filtered no longer.
Result<void> forget_filtered_status(db::Tx& tx, StatusId status);

}  // namespace skein::social
