// What somebody pasted instead of typing a word: the address of a profile or of a post, or the full
// handle of somebody elsewhere.
#pragma once

#include <optional>
#include <string_view>

#include "core/endpoint.h"
#include "core/server.h"
#include "social/network.h"

namespace skein::search {

/// The address in a text that is one.
std::optional<Url> address_in(std::string_view text);

/// What is known here of an address or a handle; asks nobody.
Result<social::FoundBehind> find_known(Call& call, std::string_view text);

/// Is there somebody to ask about this text?
bool can_be_asked(Call& call, std::string_view text);
/// Asks the server behind it; what it cannot or will not say is simply not found. Lane `fetch`
/// only.
social::FoundBehind ask(Call& call, std::string_view text);

/// Without what `viewer` may not see.
Result<void> keep_shown(db::Tx& tx, AccountId viewer, social::FoundBehind& found);

}  // namespace skein::search
