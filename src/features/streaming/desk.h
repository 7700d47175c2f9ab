// The desk: who has which stream open. Thread-safe; sockets come and go on I/O threads, the pump
// asks who is to be sent something.
//
// 1. A socket is known from `add` until its connection ends. 2. It has at most one seat in each
// stream. 3. Places are taken before a connection is handed over and given back with the last
// owner, so that there are never more sockets than allowed.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "core/auth.h"
#include "features/streaming/config.h"
#include "features/streaming/credentials.h"
#include "features/streaming/frames.h"
#include "features/streaming/streams.h"
#include "platform/http/stream.h"

namespace skein::streaming {

/// One open connection of one client.
struct Socket {
    using Id = std::uint64_t;
    Id id = 0;
    std::shared_ptr<http::StreamSession> session;
    Credential credential;
    Principal who;
    std::shared_ptr<void> place;
    std::vector<Stream> streams;  ///< The desk's.

    /// Held by each wish of it that waits at the pump.
    std::shared_ptr<void> wishes = std::make_shared<int>();

    /// What it said lately, counted on its I/O thread.
    Time window_began{};
    int said_in_window = 0;
};

/// One subscription of a socket, as the pump sees it.
struct Seat {
    std::shared_ptr<Socket> socket;
    std::string label;

    AccountId account() const { return socket->who.account; }
    void send(Frames& frames) const;
};

/// A part of the board.
class Desk {
  public:
    Desk();
    ~Desk();

    void set_limits(StreamingConfig const& config);

    /// A place for one more socket, or null when the account or the address has enough of them. An
    /// empty address is not counted.
    std::shared_ptr<void> take_place(AccountId account, std::string const& address);

    std::shared_ptr<Socket> add(std::shared_ptr<http::StreamSession> session, Principal const& who,
                                Credential credential, std::shared_ptr<void> place);
    void remove(Socket::Id id);

    enum class Seated { now, already, too_many, gone };
    Seated subscribe(Socket::Id id, Stream const& stream);
    void unsubscribe(Socket::Id id, Stream const& stream);

    /// Is there anybody to be told anything? One atomic read, for transactions.
    bool is_open() const { return open_.load(std::memory_order_relaxed) != 0; }
    std::size_t sockets() const { return open_.load(std::memory_order_relaxed); }

    bool has(StreamKind kind) const;
    /// Everybody in streams without a parameter.
    std::vector<Seat> seats(StreamKind kind) const;
    /// Those of one account (user, user_notification, direct) or of one list.
    std::vector<Seat> seats(StreamKind kind, std::int64_t number) const;
    std::vector<Seat> seats(StreamKind kind, std::string const& tag) const;
    /// The accounts, or lists, somebody listens to.
    std::vector<std::int64_t> numbers(StreamKind kind) const;
    /// Every seat of streams that belong to accounts.
    std::vector<Seat> all_seats(StreamKind kind) const;

    std::shared_ptr<Socket> find(Socket::Id id) const;
    std::vector<std::shared_ptr<Socket>> all() const;
    std::vector<Socket::Id> ids() const;

  private:
    struct Key {
        std::int64_t number = 0;
        std::string tag;
        bool operator==(Key const&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(Key const& key) const {
            return std::hash<std::int64_t>{}(key.number) * 31 + std::hash<std::string>{}(key.tag);
        }
    };
    using Room = std::unordered_map<Key, std::vector<Seat>, KeyHash>;
    struct Counts;

    static Key key_of(Socket const& socket, Stream const& stream);
    Room& room(StreamKind kind) { return rooms_[static_cast<std::size_t>(kind)]; }
    Room const& room(StreamKind kind) const { return rooms_[static_cast<std::size_t>(kind)]; }
    std::vector<Seat> find_seats(StreamKind kind, Key const& key) const;
    void leave(Socket const& socket, Stream const& stream);

    StreamingConfig limits_;
    std::shared_ptr<Counts> counts_;
    std::atomic<std::size_t> open_ = 0;
    mutable std::mutex mutex_;
    Socket::Id last_id_ = 0;
    std::unordered_map<Socket::Id, std::shared_ptr<Socket>> sockets_;
    std::array<Room, stream_kinds> rooms_;
};

}  // namespace skein::streaming
