// One exchange with another server, as libcurl sees it: the options that guard it, the answer as
// it arrives, and the limits it must keep. Used by the client's thread only.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"
#include "base/url.h"
#include "platform/http/client.h"
#include "platform/http/target_guard.h"

namespace skein::http {

/// A request on its way: what was asked, where the redirects have led so far, and until when.
struct Pending {
    Outgoing request;
    Client::Finish finish;
    Url url;  ///< Of this hop, checked.
    Time deadline;
    int hops = 0;
    std::set<std::string> visited;
};

struct CurlDeleter {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, CurlDeleter>;

void append(CurlList& list, std::string const& text);

/// What all transfers share.
struct TransferSettings {
    TargetGuard guard;
    std::string user_agent;
    /// PEM of all trusted authorities. A file, since libcurl keeps the parsed list of a file alone
    /// from one connection to the next.
    std::string authorities_file;
    Descriptor own_authorities;  ///< Holds that file when it is not the system's.
    CurlList connect_to;
};

/// Can these fields be sent at all: names that are tokens, values without line breaks?
bool are_sendable(Headers const& headers);

/// Fields that the client makes itself, or that a redirect must not carry to another address.
bool is_own_field(std::string_view name);
bool is_bound_to_target(std::string_view name);

class Transfer {
  public:
    explicit Transfer(TransferSettings const& settings);
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;
    ~Transfer();

    CURL* handle() const { return handle_.get(); }
    Pending& pending() { return pending_; }

    /// Makes the handle ready for one hop; `left` is the time until the deadline.
    void prepare(Pending pending, Duration left);

    /// The answer of this hop, once libcurl has ended with `code`.
    Result<Answer> outcome(CURLcode code);

    /// Where a redirect that is to be followed leads, as the server wrote it.
    static std::optional<std::string> location_of(Outgoing const& request, Answer const& answer);

    /// Lets go of everything the hop held; the handle itself is used again.
    Pending release();

  private:
    void set_guards();
    void set_limits(Duration left);
    void set_method();
    void set_headers();

    static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    bool take_header(std::string_view line);
    bool take_body(std::string_view part);
    bool stop(char const* why);

    TransferSettings const& settings_;
    std::unique_ptr<CURL, CurlDeleter> handle_;
    CurlList fields_;
    Pending pending_;
    Answer answer_;
    std::size_t header_bytes_ = 0;
    bool in_body_ = false;
    bool address_refused_ = false;
    bool address_allowed_ = false;
    char const* stopped_because_ = nullptr;
};

}  // namespace skein::http
