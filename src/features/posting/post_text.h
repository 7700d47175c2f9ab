// From what an author sent to what is stored: the rules for text and media of a post, and the
// people it names.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/server.h"

namespace skein::posting {

/// A text, ready to be stored.
struct PostText {
    std::string text, content, spoiler_text;
    std::vector<AccountId> mentions;
    std::vector<std::string> tags;
};

/// The text as it is kept. Errc::unprocessable: it is too long, together with its warning.
Result<std::string> checked_text(Server& server, std::string_view text,
                                 std::string_view spoiler_text);

/// Checks and renders a text; finds whom it mentions, asking other servers about people nobody here
/// knows. Must not run inside a transaction. Errc::unprocessable: too long.
Result<PostText> compose(Server& server, std::string_view text, std::string_view spoiler_text);

/// Each once, in the order given. Errc::unprocessable: too many.
Result<std::vector<MediaId>> checked_media(Server& server, std::span<MediaId const> ids);

}  // namespace skein::posting
