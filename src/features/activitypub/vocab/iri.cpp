#include "features/activitypub/vocab/iri.h"

#include <algorithm>

#include "base/text.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t iri_bytes_max = 2048;

/// C1 controls and overrides of direction: an id that reads as another one.
bool hides_something(std::string_view text) {
    auto const is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    return !std::ranges::all_of(text, is_ascii) && strip_controls(text, false) != text;
}

}  // namespace

std::optional<Iri> Iri::parse(std::string_view text) {
    if (text.empty() || text.size() > iri_bytes_max) return std::nullopt;
    if (text.find('\\') != std::string_view::npos || hides_something(text)) return std::nullopt;
    auto url = Url::parse(text);
    if (!url || url->host().is_ip()) return std::nullopt;
    auto const authority = text.find("://") + 3;
    auto const path = std::min(text.find_first_of("/?#", authority), text.size());
    Iri iri;
    iri.text_ = url->origin() + std::string(text.substr(path));
    // A host of another script is longer in its one form.
    if (iri.text_.size() > iri_bytes_max) return std::nullopt;
    iri.url_ = *std::move(url);
    return iri;
}

std::string Iri::document() const { return text_.substr(0, text_.find('#')); }

}  // namespace skein::activitypub
