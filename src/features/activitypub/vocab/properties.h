// Reading properties as the fediverse writes them: every one may be absent, null, one value or a
// list of them; an object may be its id or itself. JSON-LD is read as plain JSON; no `@context`
// changes the meaning of a key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "features/activitypub/vocab/iri.h"

namespace skein::activitypub {

/// The property as a list, without nulls; at most `limit` of them.
std::vector<json::Value> list_of(json::Value object, std::string_view key,
                                 std::size_t limit = 1000);
/// The first of them.
std::optional<json::Value> first_of(json::Value object, std::string_view key);
/// The id of a value that is an id or an object with one (`href` of a Link): as written, or "".
std::string_view id_text(json::Value value);
std::optional<Iri> id_of(json::Value value);
std::optional<Iri> id_of(json::Value object, std::string_view key);
/// The ids of a list, without those that are none.
std::vector<Iri> ids_of(json::Value object, std::string_view key, std::size_t limit = 1000);

/// Its types, without a namespace prefix of ours (`as:Note` is `Note`).
std::vector<std::string> types_of(json::Value object);
bool has_type(json::Value object, std::string_view type);

/// Text: absent, null, "" and other kinds are "". Cleaned of control characters; lines stay.
std::string text_of(json::Value object, std::string_view key);
std::optional<std::int64_t> count_of(json::Value object, std::string_view key);  ///< 0 … 2^31-1.
bool is_true(json::Value object, std::string_view key);
/// The moment a property names; nothing for what is no date. Later than `now` is `now`.
std::optional<Time> time_of(json::Value object, std::string_view key, Time now);

/// Is this the public collection, in any of its spellings?
bool is_public(std::string_view id);
inline constexpr std::string_view public_collection =
    "https://www.w3.org/ns/activitystreams#Public";

}  // namespace skein::activitypub
