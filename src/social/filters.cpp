#include "social/filters.h"

#include <algorithm>
#include <array>

#include "base/phrases.h"
#include "base/text.h"
#include "core/events.h"
#include "social/events.h"
#include "social/filter_sets.h"

namespace skein::social {
namespace {

#define FILTER_COLUMNS "f.id, f.account_id, f.title, f.contexts, f.action, f.expires_at"
#define KEYWORD_COLUMNS "k.id, k.filter_id, k.account_id, k.keyword, k.whole_word"
#define FILTERED_COLUMNS "s.id, s.filter_id, s.account_id, s.status_id"
db::Query<Filter> const all_filters{"filters.list",
                                    "SELECT " FILTER_COLUMNS
                                    " FROM filters f WHERE f.account_id = $1 ORDER BY f.id"};
db::Query<FilterKeyword> const all_keywords{
    "filter_keywords.list",
    "SELECT " KEYWORD_COLUMNS " FROM filter_keywords k WHERE k.account_id = $1 ORDER BY k.id"};
db::Query<FilteredStatus> const all_statuses{
    "filter_statuses.list",
    "SELECT " FILTERED_COLUMNS " FROM filter_statuses s WHERE s.account_id = $1 ORDER BY s.id"};
db::Query<FilterKeyword> const keywords_of{
    "filter_keywords.list_of", "SELECT " KEYWORD_COLUMNS
                               " FROM filter_keywords k WHERE k.account_id = $1 AND k.filter_id = "
                               "$2 ORDER BY k.id"};
db::Query<FilteredStatus> const statuses_of{
    "filter_statuses.list_of", "SELECT " FILTERED_COLUMNS
                               " FROM filter_statuses s WHERE s.account_id = $1 AND s.filter_id = "
                               "$2 ORDER BY s.id"};

db::Query<Filter> const find_filter{"filters.find",
                                    "SELECT " FILTER_COLUMNS
                                    " FROM filters f WHERE f.id = $2 AND f.account_id = $1"};
db::Query<FilterKeyword> const find_keyword{
    "filter_keywords.find",
    "SELECT " KEYWORD_COLUMNS " FROM filter_keywords k WHERE k.id = $2 AND k.account_id = $1"};
db::Query<FilteredStatus> const find_status{
    "filter_statuses.find",
    "SELECT " FILTERED_COLUMNS " FROM filter_statuses s WHERE s.id = $2 AND s.account_id = $1"};
db::Query<FilteredStatusId> const find_same_status{
    "filter_statuses.find_same",
    "SELECT id FROM filter_statuses WHERE filter_id = $1 AND status_id = $2"};

db::Query<std::int64_t> const count_filters{"filters.count",
                                            "SELECT COUNT(*) FROM filters WHERE account_id = $1"};
struct Amount {
    std::int64_t keywords = 0, characters = 0;
    auto row() { return std::tie(keywords, characters); }
};
db::Query<Amount> const measure_keywords{
    "filter_keywords.measure",
    "SELECT COUNT(*), COALESCE(SUM(LENGTH(keyword)), 0) FROM filter_keywords WHERE "
    "account_id = $1"};
db::Query<std::int64_t> const count_statuses{
    "filter_statuses.count", "SELECT COUNT(*) FROM filter_statuses WHERE account_id = $1"};

db::Sql const insert_row{
    "filters.insert",
    "INSERT INTO filters (id, account_id, title, contexts, action, expires_at, created_at) VALUES "
    "($1, $2, $3, $4, $5, $6, $7)"};
db::Sql const update_row{
    "filters.update",
    "UPDATE filters SET title = $2, contexts = $3, action = $4, expires_at = $5 WHERE id = $1"};
db::Sql const insert_keyword{
    "filter_keywords.insert",
    "INSERT INTO filter_keywords (id, filter_id, account_id, keyword, whole_word) VALUES ($1, $2, "
    "$3, $4, $5)"};
db::Sql const update_keyword{
    "filter_keywords.update",
    "UPDATE filter_keywords SET keyword = $2, whole_word = $3 WHERE id = $1"};
db::Sql const insert_status{
    "filter_statuses.insert",
    "INSERT INTO filter_statuses (id, filter_id, account_id, status_id) VALUES ($1, $2, $3, $4)"};
db::Sql const remove_row{"filters.remove", "DELETE FROM filters WHERE id = $1"};
db::Sql const remove_keyword{"filter_keywords.remove", "DELETE FROM filter_keywords WHERE id = $1"};
db::Sql const remove_keywords{"filter_keywords.remove_of",
                              "DELETE FROM filter_keywords WHERE filter_id = $1"};
db::Sql const remove_status{"filter_statuses.remove", "DELETE FROM filter_statuses WHERE id = $1"};
db::Sql const remove_statuses{"filter_statuses.remove_of",
                              "DELETE FROM filter_statuses WHERE filter_id = $1"};
db::Query<AccountId> const remove_everywhere{
    "filter_statuses.remove_everywhere",
    "DELETE FROM filter_statuses WHERE status_id = $1 RETURNING account_id"};

constexpr std::array<FilterContext, 5> contexts{{
    {1, "home"},
    {2, "notifications"},
    {4, "public"},
    {8, "thread"},
    {16, "account"},
}};

Result<void> changed(db::Tx& tx, AccountId account) {
    forget_filters(tx, account);
    return publish(tx, FiltersChanged{account});
}

std::unexpected<Error> invalid(std::string_view why) {
    return fail(Errc::unprocessable, "Validation failed: " + std::string(why));
}

Result<void> check(Filter const& filter) {
    if (trim(filter.title).empty()) return invalid("Title can't be blank");
    if (has_more_graphemes(filter.title, filter_title_characters_max))
        return invalid("Title is too long (maximum is 256 characters)");
    if (filter.contexts == 0) return invalid("Context can't be blank");
    return {};
}

Result<void> check(FilterKeyword const& keyword) {
    if (trim(fold_for_phrases(keyword.keyword)).empty()) return invalid("Keyword can't be blank");
    if (has_more_graphemes(keyword.keyword, filter_keyword_characters_max))
        return invalid("Keyword is too long (maximum is 512 characters)");
    return {};
}

/// After the rows were written: too many are taken back with them.
Result<void> check_amount(db::Tx& tx, AccountId account) {
    TRY(auto const all, tx.load(measure_keywords, account));
    if (static_cast<std::size_t>(all.keywords) > filter_keywords_max ||
        static_cast<std::size_t>(all.characters) > filter_keywords_characters_max)
        return invalid("You have reached the maximum number of keywords");
    return {};
}

// What follows tells nobody: a request may change many.

Result<FilterKeyword> put_keyword(db::Tx& tx, FilterKeyword keyword) {
    TRY_OK(check(keyword));
    if (keyword.id) {
        TRY_OK(tx.run(update_keyword, keyword.id, keyword.keyword, keyword.whole_word));
        return keyword;
    }
    keyword.id = tx.new_id<FilterKeywordId>();
    TRY_OK(tx.run(insert_keyword, keyword.id, keyword.filter_id, keyword.account_id,
                  keyword.keyword, keyword.whole_word));
    return keyword;
}

Result<void> apply(db::Tx& tx, Filter const& filter, KeywordChange const& change) {
    FilterKeyword keyword{{}, filter.id, filter.account_id, {}, true};
    if (change.id) {
        TRY(keyword, load_filter_keyword(tx, filter.account_id, change.id));
        if (keyword.filter_id != filter.id) return fail(Errc::not_found, "Record not found");
    }
    if (change.remove) {
        if (change.id) TRY_OK(tx.run(remove_keyword, change.id));
        return {};
    }
    if (change.keyword) keyword.keyword = *change.keyword;
    if (change.whole_word) keyword.whole_word = *change.whole_word;
    TRY_OK(put_keyword(tx, keyword));
    return {};
}

Result<void> apply(db::Tx& tx, Filter const& filter, std::span<KeywordChange const> changes) {
    if (changes.size() > filter_keywords_max)
        return invalid("You have reached the maximum number of keywords");
    for (auto const& change : changes) TRY_OK(apply(tx, filter, change));
    return changes.empty() ? ok() : check_amount(tx, filter.account_id);
}

}  // namespace

std::string_view to_string(FilterAction action) {
    switch (action) {
        case FilterAction::hide: return "hide";
        case FilterAction::blur: return "blur";
        case FilterAction::warn: break;
    }
    return "warn";
}

std::optional<FilterAction> parse_filter_action(std::string_view text) {
    for (auto const action : {FilterAction::warn, FilterAction::hide, FilterAction::blur})
        if (to_string(action) == text) return action;
    return std::nullopt;
}

std::span<FilterContext const> filter_contexts() { return contexts; }

std::optional<std::int64_t> parse_filter_context(std::string_view name) {
    auto const found = std::ranges::find(contexts, name, &FilterContext::name);
    if (found == contexts.end()) return std::nullopt;
    return found->bit;
}

Result<std::vector<Filter>> list_filters(db::Tx& tx, AccountId account) {
    return tx.list(all_filters, account);
}

Result<std::vector<FilterKeyword>> list_filter_keywords(db::Tx& tx, AccountId account) {
    return tx.list(all_keywords, account);
}

Result<std::vector<FilteredStatus>> list_filtered_statuses(db::Tx& tx, AccountId account) {
    return tx.list(all_statuses, account);
}

Result<std::vector<FilterKeyword>> list_filter_keywords(db::Tx& tx, Filter const& filter) {
    return tx.list(keywords_of, filter.account_id, filter.id);
}

Result<std::vector<FilteredStatus>> list_filtered_statuses(db::Tx& tx, Filter const& filter) {
    return tx.list(statuses_of, filter.account_id, filter.id);
}

Result<Filter> load_filter(db::Tx& tx, AccountId account, FilterId id) {
    return tx.load(find_filter, account, id);
}

Result<FilterKeyword> load_filter_keyword(db::Tx& tx, AccountId account, FilterKeywordId id) {
    return tx.load(find_keyword, account, id);
}

Result<FilteredStatus> load_filtered_status(db::Tx& tx, AccountId account, FilteredStatusId id) {
    return tx.load(find_status, account, id);
}

Result<Filter> insert_filter(db::Tx& tx, Filter filter, std::span<KeywordChange const> keywords) {
    TRY_OK(check(filter));
    TRY(auto const existing, tx.load(count_filters, filter.account_id));
    if (static_cast<std::size_t>(existing) >= filters_max)
        return invalid("You have reached the maximum number of filters");
    filter.id = tx.new_id<FilterId>();
    TRY_OK(tx.run(insert_row, filter.id, filter.account_id, filter.title, filter.contexts,
                  filter.action, filter.expires_at, tx.now()));
    TRY_OK(apply(tx, filter, keywords));
    TRY_OK(changed(tx, filter.account_id));
    return filter;
}

Result<FilterKeyword> insert_filter_keyword(db::Tx& tx, FilterKeyword keyword) {
    keyword.id = {};
    TRY(auto stored, put_keyword(tx, std::move(keyword)));
    TRY_OK(check_amount(tx, stored.account_id));
    TRY_OK(changed(tx, stored.account_id));
    return stored;
}

Result<FilteredStatus> insert_filtered_status(db::Tx& tx, FilteredStatus status) {
    TRY(auto const same, tx.find(find_same_status, status.filter_id, status.status_id));
    if (same) return invalid("Status has already been taken");
    TRY(auto const existing, tx.load(count_statuses, status.account_id));
    if (static_cast<std::size_t>(existing) >= filtered_statuses_max)
        return invalid("You have reached the maximum number of posts");
    status.id = tx.new_id<FilteredStatusId>();
    TRY_OK(tx.run(insert_status, status.id, status.filter_id, status.account_id, status.status_id));
    TRY_OK(changed(tx, status.account_id));
    return status;
}

Result<void> update_filter(db::Tx& tx, Filter const& filter,
                           std::span<KeywordChange const> keywords) {
    TRY_OK(check(filter));
    TRY_OK(tx.run(update_row, filter.id, filter.title, filter.contexts, filter.action,
                  filter.expires_at));
    TRY_OK(apply(tx, filter, keywords));
    return changed(tx, filter.account_id);
}

Result<void> update_filter_keyword(db::Tx& tx, FilterKeyword const& keyword) {
    TRY_OK(put_keyword(tx, keyword));
    TRY_OK(check_amount(tx, keyword.account_id));
    return changed(tx, keyword.account_id);
}

Result<void> remove_filter(db::Tx& tx, Filter const& filter) {
    TRY_OK(tx.run(remove_keywords, filter.id));
    TRY_OK(tx.run(remove_statuses, filter.id));
    TRY_OK(tx.run(remove_row, filter.id));
    return changed(tx, filter.account_id);
}

Result<void> remove_filter_keyword(db::Tx& tx, FilterKeyword const& keyword) {
    TRY_OK(tx.run(remove_keyword, keyword.id));
    return changed(tx, keyword.account_id);
}

Result<void> remove_filtered_status(db::Tx& tx, FilteredStatus const& status) {
    TRY_OK(tx.run(remove_status, status.id));
    return changed(tx, status.account_id);
}

Result<void> forget_filtered_status(db::Tx& tx, StatusId status) {
    TRY(auto accounts, tx.list(remove_everywhere, status));
    std::ranges::sort(accounts);
    auto const twice = std::ranges::unique(accounts);
    accounts.erase(twice.begin(), twice.end());
    for (auto const account : accounts) TRY_OK(changed(tx, account));
    return {};
}

}  // namespace skein::social
