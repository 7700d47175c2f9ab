// What a person has of each kind: for writing it out, and for finding what a list that replaces it
// lacks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/csv.h"
#include "base/result.h"
#include "core/server.h"
#include "features/transfer/kinds.h"
#include "platform/db/tx.h"

namespace skein::transfer {

struct Holding {
    std::int64_t id = 0;       ///< Of the account or post; zero for domains.
    std::int64_t list_id = 0;  ///< Of a list's member.
    CsvRow cells;              ///< As in the file.
};
/// Oldest first, at most `holdings_max`. One statement.
Result<std::vector<Holding>> list_holdings(Server& server, db::Tx& tx, AccountId account,
                                           Kind kind);
inline constexpr std::int64_t holdings_max = 100'000;

/// By what two lines mean the same, as far as their words tell: the account's or server's name, a
/// list's with its member's, the address of a post.
std::string key_of(Server const& server, Kind kind, CsvRow const& cells);
/// The list a line is about; "" for other kinds.
std::string title_of(Kind kind, CsvRow const& cells);

}  // namespace skein::transfer
