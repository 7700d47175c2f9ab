// From what an author typed to what is shown: links, mentions, hashtags, paragraphs; and its length
// as counted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/html.h"
#include "base/ids.h"
#include "base/url.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein::social {

/// What an author typed, as it is kept: line breaks are `\n`, control characters and the white
/// space around it are gone, broken UTF-8 is U+FFFD.
std::string clean_post_text(std::string_view text);

/// Characters as Mastodon counts them: graphemes, a link of any usual size is 23, `@user@host` is
/// `@user`; the warning counts too.
std::int64_t post_length(std::string_view text, std::string_view spoiler_text);

/// Somebody mentioned in a text, as far as known here.
struct MentionedAccount {
    Handle handle;  ///< As written.
    AccountId account;
    std::string url;  ///< Of the profile.
    std::string username;
};

/// The handles in a text, each once, at most `mentions_max`.
std::vector<Handle> handles_in(std::string_view text);
/// The hashtags in a text as written, without '#', each (folded) once, at most `tags_max`.
std::vector<std::string> tags_in(std::string_view text);
inline constexpr std::size_t mentions_max = 50;
inline constexpr std::size_t tags_max = 100;

/// Those of the handles that are known here (this server's, or stored ones). Unknown ones stay
/// plain text.
Result<std::vector<MentionedAccount>> list_mentioned(db::Tx& tx, std::vector<Handle> const& handles,
                                                     std::string_view public_url,
                                                     std::string_view domain);

/// The HTML of a post in the shapes of the API reference.
SafeHtml render_post(std::string_view text, std::vector<MentionedAccount> const& mentioned,
                     std::string_view public_url);
/// The same for a profile's note.
SafeHtml render_note(std::string_view text, std::vector<MentionedAccount> const& mentioned,
                     std::string_view public_url);
/// One line: a profile field's value. Links carry `rel="me"`.
SafeHtml render_field(std::string_view text);

}  // namespace skein::social
