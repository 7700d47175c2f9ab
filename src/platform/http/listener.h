// Accepts connections and deals them out to the loops.
#pragma once

#include <memory>
#include <vector>

#include "platform/http/loop.h"
#include "platform/http/service.h"

namespace skein::http {

class Listener final : public Peer {
  public:
    using Loops = std::vector<std::shared_ptr<Loop>>;

    /// Puts a listening socket into the first loop, which must not have begun, or on its thread.
    static void open(Loops const& loops, std::shared_ptr<Service> service, int socket);

    Listener(Loops const& loops, std::shared_ptr<Service> service);

    void on_readable() override;
    void on_tick(Moment now) override;
    /// Takes what already waits, so that nobody who was let in is turned away, and ends.
    void on_drain(Moment idle_end) override;
    void on_abort() override { end(); }

  private:
    bool accept_some();
    void deal(int socket, Address peer);
    void end();

    /// Weak: the first loop owns this listener.
    std::vector<std::weak_ptr<Loop>> loops_;
    std::shared_ptr<Service> service_;
    PeerId id_ = 0;
    std::unique_ptr<Watch> watch_;
    std::size_t next_ = 0;
    bool exhausted_ = false;
};

}  // namespace skein::http
