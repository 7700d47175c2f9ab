// Languages of posts and people, by their ISO 639 codes.
#pragma once

#include <string>
#include <string_view>

namespace skein::social {

/// A language as it is stored: `de`, `zh-tw`; "" for what is no language code.
std::string language_code(std::string_view text);

}  // namespace skein::social
