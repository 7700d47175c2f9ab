// Asking other servers. libcurl's multi interface on a thread of its own, behind the guard of
// security.md section 3: only global unicast addresses, checked at connect on the address really
// used; http(s) only; every size (decoded bytes), redirect and time limited; at most a few requests
// per host.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/http/message.h"

namespace skein::threads {
class Scheduler;
}

namespace skein::http {

struct Outgoing {
    Method method = Method::get;
    std::string url;
    Headers headers;
    std::string body;
    Duration deadline = std::chrono::seconds(10);
    std::uint64_t body_bytes_max = 1 << 20;  ///< Of the decoded answer.
    /// 0 … 3, GET only, each hop checked anew and without what is bound to the first address
    /// (signatures, credentials). 0 answers with the redirect itself.
    int redirects_max = 0;
};

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
    std::string final_url;
};

struct ClientOptions {
    std::string user_agent;
    std::size_t in_flight_max = 256;
    std::size_t per_host_max = 2;
    std::vector<unsigned> ports = {80, 443};
    bool https_only = true;
    /// For tests and special networks, off by default and said loudly at start when on:
    std::vector<std::string> connect_to;  ///< `host:port:address:port`, as curl's CONNECT_TO.
    std::string extra_ca;                 ///< A PEM file of further certificate authorities.
    bool allow_private = false;           ///< Private and loopback addresses, any port, plain http.
};

class Client {
  public:
    using Finish = std::move_only_function<void(Result<Answer>)>;

    virtual ~Client() = default;

    /// Starts a request; `finish` is called once, on the client's thread (after `stop` on the
    /// caller's), and must be short. Refused requests finish with Errc::forbidden, silent ones with
    /// Errc::timeout, the rest with Errc::remote; Errc::unavailable when too many wait already,
    /// Errc::cancelled when `stop` came first.
    virtual void start(Outgoing request, Finish finish) = 0;

    /// The same, waiting (lane `fetch` and the command line only).
    virtual Result<Answer> ask(Outgoing request) = 0;

    /// Ends everything with Errc::cancelled. Idempotent; never from `finish`.
    virtual void stop() = 0;
};

Result<std::unique_ptr<Client>> make_client(ClientOptions options, threads::Scheduler& scheduler);

}  // namespace skein::http
