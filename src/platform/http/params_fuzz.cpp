#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "platform/http/params.h"

namespace {

using skein::http::Param;

/// Everything that comes out is valid text, within the limits.
std::size_t check(Param const& param, std::size_t depth) {
    if (depth > skein::http::ParamLimits{}.depth_max + 1) __builtin_trap();
    if (!skein::is_valid_utf8(param.text) || param.text.find('\0') != std::string::npos)
        __builtin_trap();
    std::size_t nodes = 1;
    for (auto const& element : param.list) nodes += check(element, depth + 1);
    for (auto const& member : param.object) {
        if (!skein::is_valid_utf8(member.name)) __builtin_trap();
        nodes += check(member.value, depth + 1);
    }
    return nodes;
}

}  // namespace

/// The first byte picks the way: query, form or JSON.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string text(reinterpret_cast<char const*>(data) + 1, size - 1);
    skein::http::Request request;
    if (data[0] == 'q') {
        request.query = std::move(text);
    } else {
        request.body = std::move(text);
        request.headers.set("Content-Type", data[0] == 'j' ? "application/json"
                                                           : "application/x-www-form-urlencoded");
    }
    auto const params = skein::http::read_params(request, "");
    if (params && check(*params, 0) > skein::http::ParamLimits{}.nodes_max + 2) __builtin_trap();
    return 0;
}
