#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/peers.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    static auto const asked = skein::Url::parse("https://a.example/.well-known/nodeinfo").value();
    if (auto const url = skein::activitypub::read_nodeinfo_links(text, asked))
        if (!url->same_origin(asked)) __builtin_trap();
    auto const peer = skein::activitypub::read_nodeinfo(text);
    if (peer.software.size() > 64 || peer.version.size() > 64 || peer.users.value_or(0) < 0)
        __builtin_trap();
    return 0;
}
