#include "base/markdown.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/sanitize_html.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const html = skein::render_markdown(text);
    if (skein::sanitize_html(html.str()).str() != html.str()) __builtin_trap();
    return 0;
}
