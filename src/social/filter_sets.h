// One account's filters made ready for matching, and kept in memory, so that a page of posts costs
// no statement for whoever filters nothing and one look through each text for everybody else.
//
// A change takes effect at once in this process: whoever changes filters calls `forget_filters` in
// the same transaction, the write returns only after it is forgotten here, and nothing is kept that
// was read by a transaction that had begun by then. Other processes of the same database forget
// within `lifetime_shared`.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/phrases.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/filters.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Immutable; shared between threads.
class FilterSet {
  public:
    static Result<std::shared_ptr<FilterSet const>> read(db::Tx& tx, AccountId account);

    struct Match {
        std::size_t filter = 0;             ///< By its place in `filters`.
        std::vector<std::size_t> keywords;  ///< By their places in `keywords`.
    };
    /// The filters that hold at this moment and have a keyword in the text, as
    /// `fold_for_phrases` gives it, in order.
    std::vector<Match> match(std::string_view folded, Time now) const;
    /// Those that name the post.
    std::vector<std::size_t> filters_of(StatusId status, Time now) const;

    std::span<Filter const> filters() const { return filters_; }
    std::string const& keyword(std::size_t place) const { return keywords_[place]; }
    bool has_keywords() const { return !keywords_.empty(); }
    bool has_statuses() const { return !statuses_.empty(); }
    std::size_t bytes() const;

  private:
    std::vector<Filter> filters_;
    std::vector<std::string> keywords_;
    std::vector<std::size_t> filter_of_keyword_;
    Phrases phrases_;
    std::unordered_multimap<StatusId, std::size_t> statuses_;
};

/// What is known of accounts; of most, that they filter nothing. A part of the board; thread-safe,
/// bounded in accounts and in bytes.
class FilterMemory {
  public:
    static constexpr std::size_t accounts_max = 65536, bytes_max = 32 << 20;
    static constexpr Duration lifetime_alone = std::chrono::minutes(10);
    static constexpr Duration lifetime_shared = std::chrono::seconds(5);

    struct Known {
        std::shared_ptr<FilterSet const> set;  ///< Nothing: it has no filters.
        Time until{};
    };
    std::optional<Known> find(AccountId account, Time now);
    /// Keeps what this transaction has read, unless it may be old.
    void keep(db::Tx const& tx, AccountId account, std::shared_ptr<FilterSet const> set);
    void forget(AccountId account);
    /// Nothing is kept before. Once, before the first request.
    void begin(Clock const& clock, Duration lifetime) {
        clock_ = &clock;
        lifetime_ = lifetime;
    }

  private:
    static constexpr std::size_t shard_count = 16;
    struct Shard {
        std::mutex mutex;
        Time forgotten_at{};
        std::size_t bytes = 0;
        std::unordered_map<AccountId, Known> known;
    };
    static void drop(Shard& shard, std::unordered_map<AccountId, Known>::iterator which);
    Shard& shard_of(AccountId account);

    std::array<Shard, shard_count> shards_;
    Clock const* clock_ = nullptr;
    Duration lifetime_{};
};

/// Part of a transaction that changes the account's filters.
void forget_filters(db::Tx& tx, AccountId account);

/// The account's filters, or nothing when it has none: from memory, or from the database once.
Result<std::shared_ptr<FilterSet const>> load_filter_set(db::Tx& tx, AccountId account);
/// Which of these accounts have filters, in order. At most one statement.
Result<std::vector<AccountId>> list_filtering(db::Tx& tx, std::span<AccountId const> accounts);

void install_filters(Server& server);

}  // namespace skein::social
