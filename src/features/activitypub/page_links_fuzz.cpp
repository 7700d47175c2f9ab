#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/media_type.h"
#include "features/activitypub/page_links.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    static auto const page = skein::Url::parse("https://a.example/x").value();
    skein::http::Headers headers;
    headers.set("Link", text);
    for (auto const& found : {skein::activitypub::find_alternate(headers, "", page),
                              skein::activitypub::find_alternate({}, text, page)})
        if (found && found->host().str().empty()) __builtin_trap();
    (void)skein::activitypub::is_activity_type(text);
    return 0;
}
