// What all connections of one server share: options, the handler, who is trusted, request ids.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "platform/http/admission.h"
#include "platform/http/loop.h"
#include "platform/http/proxies.h"
#include "platform/http/server.h"

namespace skein::http {

/// Names of requests: unique, and not to be guessed from outside. Thread-safe.
class RequestIds {
  public:
    RequestIds();
    /// Thirteen characters, 64 bits.
    std::string next();

  private:
    std::uint64_t before_, after_;
    std::atomic<std::uint64_t> count_ = 0;
};

struct Service {
    ServerOptions options;
    Handler handler;
    ProxyRule proxies;
    std::shared_ptr<Admission> admission;
    RequestIds ids;
    /// A graceful stop has begun; set once, after `idle_end`.
    std::atomic<bool> draining = false;
    Moment idle_end{};
};

/// Time for `bytes` at the slowest speed that is waited for, on top of `base`: who is slower than
/// this is not a reader but a burden.
Duration patience(Duration base, std::uint64_t bytes);

}  // namespace skein::http
