#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/encoding.h"
#include "features/previews/page_head.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const head = skein::previews::read_page_head(skein::to_valid_utf8(text));
    for (auto const* part : {&head.title, &head.description, &head.author, &head.image_description})
        if (part->find_first_of(std::string_view("\0\x01\x02\n", 4)) != std::string::npos)
            __builtin_trap();
    if (head.creator.size() > 4 * 400 || (head.width > 0) != (head.height > 0)) __builtin_trap();
    return 0;
}
