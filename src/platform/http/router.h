// From method, path and `Accept` to whatever a route stands for. Built once, then read by all
// threads.
//
// Patterns are literal segments and `{name}` segments; a segment may have a literal prefix
// (`/@{name}/{id}`) and the last may be `{name...}`, which takes the rest. Literal beats prefixed
// beats plain parameter. Two routes may share method and path when they answer different media
// types: the router picks by `Accept` (RFC 9110, 12.5.1) and says that the answer varies; a page
// where the client has no preference. Paths and parameters are already percent-decoded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/http/message.h"

namespace skein::http {

/// Values of the `{name}` segments, in pattern order.
using PathParams = std::vector<std::pair<std::string, std::string>>;

struct Match {
    std::size_t route;  ///< The number given to `add`.
    PathParams params;
    bool varies_by_accept = false;
};

class Router {
  public:
    Router();
    ~Router();

    /// Adds a route; `produces` are media types (empty: anything). A conflict with an earlier one
    /// is Errc::conflict, a malformed pattern Errc::bad_request.
    Result<void> add(Method method, std::string_view pattern, std::vector<std::string> produces,
                     std::size_t route);

    /// Errc::not_found when no path fits; Errc::bad_request with `detail` naming the allowed
    /// methods
    /// ("GET, POST") when the path is known but not the method. HEAD matches GET.
    Result<Match> match(Method method, std::string_view path, std::string_view accept) const;

    /// Methods known for a path, for OPTIONS and 405; empty when unknown.
    std::vector<Method> methods(std::string_view path) const;

  private:
    struct Node;
    std::unique_ptr<Node> root_;
};

}  // namespace skein::http
