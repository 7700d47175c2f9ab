// Who stands behind the credentials that are in use, remembered so that a request does not ask the
// database for it. Keys are digests of tokens and sessions, never their text.
//
// Revocation takes effect at once in this process: whoever changes a token, a session, a user or
// what a role may do calls `forget` in the same transaction, and the write returns only after it is
// forgotten here. Other processes of the same database forget within `lifetime_shared`.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "core/auth.h"
#include "platform/db/tx.h"

namespace skein {

/// A part of the board. Thread-safe, bounded.
class Principals {
  public:
    static constexpr std::size_t kept_max = 16384;
    /// How long one is believed: where one process owns the database, and where several share it.
    static constexpr Duration lifetime_alone = std::chrono::minutes(10);
    static constexpr Duration lifetime_shared = std::chrono::seconds(5);

    /// Who it is, as far as known here.
    std::optional<Principal> find(std::string_view digest, Time now) const;
    /// Ask for it before the database is read…
    std::uint64_t present() const { return present_.load(); }
    /// …and hand it over with what was read: nothing is kept when something was forgotten
    /// meanwhile.
    void keep(std::uint64_t present, std::string_view digest, Principal const& who, Time until);

    using About = std::function<bool(Principal const&)>;
    /// Forgets everybody for whom `about` is true.
    void forget(About const& about);
    /// Whoever holds on to principals beyond a request hears of it, too: must be short. Before the
    /// server starts.
    void on_forget(std::function<void(About const&)> listener) {
        listeners_.push_back(std::move(listener));
    }
    std::size_t kept() const;

  private:
    static constexpr std::size_t shard_count = 16;
    struct Known {
        Principal who;
        Time until;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<std::string, Known> known;
    };
    Shard& shard_of(std::string const& digest);
    Shard const& shard_of(std::string const& digest) const;

    std::array<Shard, shard_count> shards_;
    std::vector<std::function<void(About const&)>> listeners_;
    std::atomic<std::uint64_t> present_ = 0;
};

/// Forgets everybody for whom `about` is true, after the commit and before the write returns.
void forget_principals(db::Tx& tx, std::function<bool(Principal const&)> about);

}  // namespace skein
