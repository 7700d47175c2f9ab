// Ending many relationships with strangers by one decision, and the record of it for those who lost
// them. What is recorded is read in domains.h.
#pragma once

#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/accounts.h"
#include "social/domains.h"

namespace skein::social {

/// A follow, or the request for one, between an account here and a stranger.
struct StrangerTie {
    AccountId local, stranger;
    bool outgoing = false;  ///< The account here follows the stranger.
    bool request = false;
    auto row() { return std::tie(local, stranger, outgoing, request); }
};

/// Ties are ended in batches of this size.
inline constexpr std::int64_t ties_a_write_max = 100;

/// Of one account here with a domain.
Result<std::vector<StrangerTie>> list_ties_with_domain(db::Tx& tx, AccountId local,
                                                       std::string_view domain);
/// Of these strangers with anybody here.
Result<std::vector<StrangerTie>> list_ties_of(db::Tx& tx, std::span<AccountId const> strangers);

/// What parts people. Those who lose somebody by one decision are told once.
struct SeveranceDecision {
    std::int64_t id = 0;
    SeveranceKind kind{};
    std::string target;
};

/// Ends these ties, so that the strangers' servers hear of it, and records what was lost.
Result<void> sever(db::Tx& tx, std::span<StrangerTie const> ties,
                   SeveranceDecision const& decision);
/// Without a record: the strangers themselves are gone.
Result<void> end_ties(db::Tx& tx, std::span<StrangerTie const> ties);

/// Ends, in a job, everything between people here and an account of another server that has just
/// been suspended.
Result<void> part_from_suspended(db::Tx& tx, Account const& account);

void install_severances(Server& server);

}  // namespace skein::social
