#include "platform/http/encodings.h"

#include "platform/http/tokens.h"

namespace skein::http {

std::size_t negotiate_encoding(std::string_view accept_encoding,
                               std::span<Variant const> variants) {
    expects(!variants.empty());
    std::size_t best = 0;
    int best_quality = 0;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        auto const coding = variants[i].coding.empty() ? "identity" : variants[i].coding;
        auto const quality = coding_quality(accept_encoding, coding);
        if (quality == 0 || quality < best_quality) continue;
        if (quality > best_quality || variants[i].size < variants[best].size) best = i;
        best_quality = quality;
    }
    if (best_quality > 0) return best;
    auto const plain = std::ranges::find(variants, std::string_view{}, &Variant::coding);
    return plain == variants.end() ? 0 : static_cast<std::size_t>(plain - variants.begin());
}

void mark_variant(Headers& headers, Variant const& chosen) {
    headers.add("Vary", "Accept-Encoding");
    if (chosen.coding.empty()) return;
    headers.set("Content-Encoding", chosen.coding);
    auto const tag = headers.find("ETag");
    if (!tag || !tag->ends_with('"')) return;
    headers.set("ETag", fmt::format("{}-{}\"", tag->substr(0, tag->size() - 1), chosen.coding));
}

}  // namespace skein::http
