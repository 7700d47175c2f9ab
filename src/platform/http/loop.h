// One I/O thread: it waits for sockets, keeps the connections that live on it, and calls them. The
// rest of the server is plain code over it; Asio stays in loop.cpp, and Beast in websocket.cpp.
//
// 1. A `Peer` is touched by its loop's thread alone; others reach it by `post` and its id.
// 2. After `stop` nothing is called any more, and what is posted is dropped.
// 3. The loop owns its peers: nobody else keeps one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace boost::asio {
class io_context;
}

namespace skein::http {

using Moment = std::chrono::steady_clock::time_point;
using PeerId = std::uint64_t;

/// Something with a socket: a connection, a stream, a listener.
class Peer {
  public:
    virtual ~Peer() = default;
    virtual void on_readable() {}
    virtual void on_writable() {}
    /// Now and then, to look at deadlines.
    virtual void on_tick(Moment now) = 0;
    /// A graceful stop has begun: finish what runs; what is idle may end at `idle_end`.
    virtual void on_drain(Moment idle_end) = 0;
    /// End now.
    virtual void on_abort() = 0;
};

/// A socket in a loop. It is closed with its watch; a wait that has not come true dies with it.
class Watch {
  public:
    virtual ~Watch() = default;
    virtual int descriptor() const = 0;
    /// Calls the peer once, when there is something to read, or room to write.
    virtual void await_readable() = 0;
    virtual void await_writable() = 0;
    /// Gives the socket away, out of the loop.
    virtual int release() = 0;
};

class Loop {
  public:
    using Work = std::move_only_function<void()>;

    virtual ~Loop() = default;
    static std::shared_ptr<Loop> make(Duration tick);

    /// Runs `work` on the loop's thread whenever it has dealt with what was ready, or with a good
    /// part of it, before it waits again. Before `start`.
    virtual void after_each_turn(std::function<void()> work) = 0;
    /// Starts the thread.
    virtual void start(std::string const& name) = 0;
    /// Runs `work` on the loop's thread. Thread-safe.
    virtual void post(Work work) = 0;
    /// Is this the loop's thread?
    virtual bool here() const = 0;
    /// Ends all peers and joins the thread.
    virtual void stop() = 0;
    /// Thread-safe.
    virtual std::size_t peers() const = 0;

    /// For peers, on the loop's thread.
    virtual PeerId add(std::shared_ptr<Peer> peer) = 0;
    virtual void remove(PeerId id) = 0;
    virtual std::shared_ptr<Peer> find(PeerId id) const = 0;
    /// Takes over an open socket for a peer.
    virtual std::unique_ptr<Watch> watch(int descriptor, PeerId peer) = 0;
    virtual void for_each_peer(std::function<void(Peer&)> const& call) = 0;
    /// Looks at deadlines more often from now on.
    virtual void tick_every(Duration interval) = 0;
    /// Room for one read, shared by all peers.
    virtual std::span<char> scratch() = 0;
    /// The `Date` header's value, made once a second.
    virtual std::string_view http_date() = 0;
    /// For websocket.cpp alone.
    virtual boost::asio::io_context& context() = 0;
};

}  // namespace skein::http
