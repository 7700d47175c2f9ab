// The start tags of an HTML page, one after the other, for those who look for a few of them
// (`meta`, `link`, `a rel=me`) and render nothing. Foreign bytes: linear time, no tree.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein {

/// One start tag with its attributes, as it is written.
struct HtmlTag {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string_view get(std::string_view attribute) const;
};
/// Reads the next start tag behind `at`, which moves behind it; nothing at the end. Comments and
/// the insides of scripts and styles are passed over.
std::optional<HtmlTag> next_html_tag(std::string_view html, std::size_t& at);

}  // namespace skein
