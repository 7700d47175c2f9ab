#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/webfinger_client.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    skein::Handle const asked{"alice", "a.example"};
    if (auto const finger = skein::activitypub::read_webfinger(text, asked)) {
        if (finger->subject.host.empty() ||
            !skein::activitypub::is_remote_username(finger->subject.user))
            __builtin_trap();
        if (!skein::Handle::parse(finger->subject.str())) __builtin_trap();
    }
    if (auto const url = skein::activitypub::read_host_meta(text, "acct:alice@a.example"))
        if (!url->starts_with("https://")) __builtin_trap();
    return 0;
}
