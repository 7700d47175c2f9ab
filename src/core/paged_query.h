// A list that is paged by a column of its own: its two statements, which differ in their order
// only, and the one way to run them.
//
//     PagedQuery<Listed<AccountId>> const followers{
//         "followers.page",
//         "SELECT f.id, f.account_id FROM follows f WHERE f.target_id = $1", "f.id"};
//     ...
//     return list_page(tx, followers, page, account);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"

namespace skein {

/// As `db::Sql`: a named constant with static storage duration.
template <class Row>
class PagedQuery {
  public:
    /// `select` ends within its conditions and knows `$1`, whose list it is, and what follows from
    /// `$5`; the page has `$2` to `$4`.
    PagedQuery(std::string_view name, std::string_view select, std::string_view cursor)
        : up_name_(std::string(name) + ".up"),
          down_text_(in_order(select, cursor, "DESC")),
          up_text_(in_order(select, cursor, "ASC")),
          down_(name, down_text_),
          up_(up_name_, up_text_) {}

    db::Query<Row> const& of(Page const& page) const { return page.ascending ? up_ : down_; }

  private:
    static std::string in_order(std::string_view select, std::string_view cursor,
                                std::string_view order) {
        return fmt::format("{0} AND {1} < $2 AND {1} > $3 ORDER BY {1} {2} LIMIT $4", select,
                           cursor, order);
    }

    std::string up_name_, down_text_, up_text_;
    db::Query<Row> down_, up_;
};

/// One page of somebody's list, newest first.
template <class Row, class Whose, class... More>
Result<std::vector<Row>> list_page(db::Tx& tx, PagedQuery<Row> const& query, Page const& page,
                                   Whose whose, More const&... more) {
    TRY(auto rows, tx.list(query.of(page), whose, page.max_id, page.floor_id, page.limit, more...));
    newest_first(page, rows);
    return rows;
}

}  // namespace skein
