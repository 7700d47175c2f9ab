// What other servers say in words: names, titles, descriptions. Text, never HTML: whoever shows it
// escapes it.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace skein::activitypub {

/// The property, or one entry of its map of languages (`nameMap`) where there is nothing but that.
std::string natural_text(json::Value object, std::string_view key);

/// White space of any kind is one space; at most so many characters.
std::string one_line(std::string_view text, std::size_t characters_max);

/// At most so many characters; lines stay.
std::string shortened(std::string_view text, std::size_t characters_max);

/// At most so many bytes, whole characters.
std::string_view first_bytes(std::string_view text, std::size_t bytes_max);

}  // namespace skein::activitypub
