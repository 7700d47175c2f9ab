#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/url.h"

namespace {

void check(skein::Url const& url) {
    auto const text = url.str();
    for (unsigned char const c : text)
        if (c <= 0x20 || c >= 0x7F || c == '\\') __builtin_trap();
    if (url.path().empty() || url.path()[0] != '/') __builtin_trap();
    // An address is written so that it reads the same again, unless that made it too long.
    auto const again = skein::Url::parse(text);
    if (!again) {
        if (text.size() <= 8192) __builtin_trap();
        return;
    }
    if (again->str() != text || !again->same_origin(url)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const url = skein::Url::parse(text)) check(*url);
    static auto const base = skein::Url::parse("https://a.example/x/y?q#f").value();
    if (auto const url = base.resolve(text)) check(*url);
    if (auto const host = skein::Host::parse(text))
        if (skein::Host::parse(host->str()) != host) __builtin_trap();
    if (auto const handle = skein::Handle::parse(text))
        if (skein::Handle::parse(handle->str()) != handle) __builtin_trap();
    return 0;
}
