#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/router.h"
#include "platform/http/target.h"

namespace {

using namespace skein::http;

void fill(Router& router) {
    std::size_t route = 0;
    for (auto const* const pattern :
         {"/", "/api/v1/accounts/{id}", "/api/v1/accounts/search", "/api/{version}/{name}/{id}",
          "/@{name}", "/@{name}/{id}", "/tags/{tag}", "/assets/{file...}", "/{any}"})
        (void)router.add(Method::get, pattern, {}, route++);
    (void)router.add(Method::get, "/@{name}", {"application/activity+json"}, route++);
    (void)router.add(Method::post, "/api/v1/accounts/search", {}, route++);
}

}  // namespace

/// A line with a target, then an `Accept`.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Router router;
    static bool const filled = (fill(router), true);
    if (!filled) return 0;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const end = text.find('\n') < size ? text.find('\n') : size;
    auto const target = parse_target(text.substr(0, end));
    if (!target) return 0;
    auto const match = router.match(Method::get, target->path, text.substr(end));
    if (!match) return 0;
    for (auto const& [name, value] : match->params)
        if (name.empty() || value.empty() || target->path.find(value) == std::string::npos)
            __builtin_trap();
    return 0;
}
