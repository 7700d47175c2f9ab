// How activities are written: what they have in common, and those that are also served.
#pragma once

#include <string>
#include <string_view>

#include "features/activitypub/documents/writing.h"

namespace skein::activitypub {

/// The address of an activity that is only a moment: what it is about, what happens to it, and
/// when. Some servers count what has a known id, or known bytes, as a repetition.
std::string moment_address(Server const& server, std::string_view about, std::string_view what);

/// Members of the activity that made this post or boost, without `@context` and braces.
void write_creation(Server const& server, PostParts const& parts, json::Writer& out);
/// The same as a whole document, with its proof where everybody may read it.
Result<std::string> creation_document(Desk const& desk, PostParts const& parts);

/// A Like or a Follow as it is found under its address.
std::string like_document(Server const& server, AccountId account, StatusId status,
                          std::string_view object);
std::string follow_document(Server const& server, AccountId account, AccountId target,
                            std::string_view object);

}  // namespace skein::activitypub
