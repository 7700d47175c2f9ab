// HTML of others, made safe: what they wrote goes through a real HTML5 tree builder, and from the
// tree only what is on a list is written again (security.md 4.1 and 4.3). The rest becomes text or
// goes.
//
// What comes out is balanced, links only to absolute http(s) addresses, carries no style, no id and
// no script, and comes out unchanged when it goes in again. Linear time: size, tags and depth have
// limits, beyond which tags go and text stays.
#pragma once

#include <string_view>

#include "base/html.h"

namespace skein {

SafeHtml sanitize_html(std::string_view html);

}  // namespace skein
