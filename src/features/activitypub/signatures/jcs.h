// RFC 8785: the one way to write a JSON document, so that its bytes can be signed. Duplicate names
// and lone surrogates, which have none, are refused where the document is parsed (base/json.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace skein::activitypub {

/// Numbers as ECMAScript writes them, names in the order of UTF-16.
std::string canonical_json(json::Value value);

/// The same of an object without one of its own members.
std::string canonical_json_without(json::Value object, std::string_view member);

/// Nothing for what is not finite.
std::optional<std::string> canonical_number(double number);

}  // namespace skein::activitypub
