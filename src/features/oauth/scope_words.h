// Scopes in the words of the people who are asked to grant them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/auth.h"

namespace skein::oauth {

/// What these scopes allow, one key of words each; what a wider scope says already is left out.
std::vector<std::string_view> in_words(Scopes const& scopes);

}  // namespace skein::oauth
