// How a list fills a page when its reader may not see, or does not want, all of its rows: it reads
// on until the page is full, its rows end, or it has looked far enough. For timelines*.cpp.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "core/paging.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein::social {

/// Rows read beyond what was asked for, so that one hidden post does not cost a second statement.
inline constexpr std::int64_t spare_rows = 2;
inline constexpr std::int64_t rows_a_round_max = 400;
inline constexpr int rounds_max = 12;

/// The page after the rows of a batch.
inline Page page_after(Page page, std::int64_t last_cursor) {
    (page.ascending ? page.floor_id : page.max_id) = last_cursor;
    return page;
}

/// Fills a page in the page's own direction. `fetch(page)` answers a HeadBatch, `wanted(head)` says
/// what belongs in the list beside the rule of audience.h.
template <class Fetch, class Wanted>
Result<std::vector<StatusHead>> fill_page(db::Tx& tx, Reader const& reader, Page const& page,
                                          Fetch const& fetch, Wanted const& wanted) {
    std::vector<StatusHead> kept;
    auto rest = page;
    rest.limit = page.limit + spare_rows;
    for (int round = 0; round < rounds_max; ++round) {
        TRY(auto batch, fetch(rest));
        std::erase_if(batch.heads, [&](StatusHead const& head) { return !wanted(head); });
        TRY_OK(keep_visible(tx, reader, batch.heads));
        kept.insert(kept.end(), std::make_move_iterator(batch.heads.begin()),
                    std::make_move_iterator(batch.heads.end()));
        auto const full = static_cast<std::int64_t>(kept.size()) >= page.limit;
        if (full || static_cast<std::int64_t>(batch.rows) < rest.limit) break;
        auto const next_limit = std::min(rest.limit * 2, rows_a_round_max);
        rest = page_after(rest, batch.last_cursor);
        rest.limit = next_limit;
    }
    if (static_cast<std::int64_t>(kept.size()) > page.limit)
        kept.resize(static_cast<std::size_t>(page.limit));
    return kept;
}

/// `fetch`, without what comes from domains that the reader blocks.
template <class Fetch>
auto without_blocked_domains(db::Tx& tx, Reader const& reader, Fetch const& fetch) {
    return [&](Page const& part) -> Result<HeadBatch> {
        TRY(auto batch, fetch(part));
        TRY_OK(drop_blocked_domains(tx, reader, batch.heads));
        return batch;
    };
}

/// One list of two in the same order, each at most a page: no farther than the nearer end of those
/// that may go on.
inline HeadBatch merge(HeadBatch one, HeadBatch other, Page const& page) {
    auto const before = [&](std::int64_t a, std::int64_t b) {
        return page.ascending ? a < b : a > b;
    };
    auto const limit = static_cast<std::size_t>(page.limit);
    HeadBatch merged;
    std::optional<std::int64_t> horizon;
    for (auto const* batch : {&one, &other})
        if (batch->rows >= limit && (!horizon || before(batch->last_cursor, *horizon)))
            horizon = batch->last_cursor;
    std::ranges::merge(
        one.heads, other.heads, std::back_inserter(merged.heads), before,
        [](auto const& head) { return head.id().value; },
        [](auto const& head) { return head.id().value; });
    auto const twice = std::ranges::unique(merged.heads, {}, &StatusHead::id);
    merged.heads.erase(twice.begin(), twice.end());
    // Both have come to their ends, however many they are together.
    merged.rows = std::min(merged.heads.size(), limit - 1);
    if (!horizon) return merged;
    std::erase_if(merged.heads,
                  [&](auto const& head) { return before(*horizon, head.id().value); });
    merged.rows = limit;
    merged.last_cursor = *horizon;
    return merged;
}

/// May a limited account's post stand in this reader's lists?
inline bool allows_limited(Reader const& reader, AccountHead const& author) {
    return author.state != AccountState::limited || author.id == reader.account ||
           reader.follows(author.id);
}

}  // namespace skein::social
