// Ids: 63 bits, `milliseconds since 1970 << 16 | node << 10 | sequence`, decimal strings on the
// wire.
//
// They sort by time, are never reused, and are made inside the write closure (db::Tx::new_id), so
// that on one node commit order is id order: a reader polling with `min_id` never skips a post.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace skein {

/// The number of one row, typed by what the row is. Zero is "none" and is never stored.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(Id const&) const = default;
};

/// Decimal digits, as the API shows ids.
template <class Tag>
std::string to_string(Id<Tag> id) {
    return std::to_string(id.value);
}

/// Reads 1 to 19 decimal digits into 1 … 2^63-1; nothing else is an id.
std::optional<std::int64_t> parse_id(std::string_view text);

using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using StatusId = Id<struct StatusTag>;
using MediaId = Id<struct MediaTag>;
using NotificationId = Id<struct NotificationTag>;
using ConversationId = Id<struct ConversationTag>;
using AppId = Id<struct AppTag>;
using TokenId = Id<struct TokenTag>;
using SessionId = Id<struct SessionTag>;
using TagId = Id<struct TagTag>;
using EmojiId = Id<struct EmojiTag>;
using JobId = Id<struct JobTag>;
using BlobId = Id<struct BlobTag>;
using RuleId = Id<struct RuleTag>;
using PollId = Id<struct PollTag>;
using ReportId = Id<struct ReportTag>;
using DomainPolicyId = Id<struct DomainPolicyTag>;

/// The first possible id of a moment; the id of a past post is made from this and a sequence.
std::int64_t first_id_at(Time at);

/// The moment an id was made for, in whole milliseconds.
Time id_time(std::int64_t id);

/// Makes ids for one node. Thread-safe.
///
/// Invariants: (1) within a process `next` always grows, also when the clock steps back or more
/// than 512 ids fall into one millisecond (the time part then runs ahead); (2) two nodes with
/// different numbers never make the same id; (3) `at` makes ids for a given past moment without
/// disturbing (1): it has the upper half of the sequence numbers, `next` the lower one; (4) ids of
/// `at` differ from each other as long as a moment is among the last `moments_kept` asked for, and
/// hardly ever meet later or across restarts, where the primary key refuses them. A moment that is
/// used up lends from the milliseconds after it.
class IdMaker {
  public:
    /// `node` is 0 … 63. `floor` is the highest id already stored, which new ones must exceed.
    explicit IdMaker(unsigned node, std::int64_t floor = 0);

    std::int64_t next(Time now);
    std::int64_t at(Time past);

    static constexpr std::size_t moments_kept = 8192;

  private:
    struct Moment {
        unsigned start = 0;
        unsigned used = 0;
    };
    Moment& moment(std::int64_t ms);

    unsigned node_;
    std::mutex mutex_;
    std::int64_t last_ms_ = 0;
    unsigned sequence_ = 0;
    std::unordered_map<std::int64_t, Moment> moments_;
    std::deque<std::int64_t> moments_in_order_;
    std::uint64_t next_start_;
};

}  // namespace skein

template <class Tag>
struct std::hash<skein::Id<Tag>> {
    std::size_t operator()(skein::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
