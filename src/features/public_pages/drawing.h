// Texts and people as pages draw them: custom emojis in their places, names apart from the
// direction of what surrounds them.
#pragma once

#include <initializer_list>
#include <string_view>

#include "base/html.h"
#include "social/accounts.h"
#include "social/locales.h"
#include "social/views/emoji_view.h"

namespace skein::public_pages {

/// What everything on one page is drawn with. Lives as long as the page is being drawn.
struct Drawing {
    Server const& server;
    social::Locale const& say;
    social::EmojiBook const& emojis;
};

/// Plain text of somebody at `domain`.
SafeHtml draw_text(Drawing const& with, std::string_view domain, std::string_view text);
/// HTML that is safe already.
SafeHtml draw_html(Drawing const& with, std::string_view domain, SafeHtml const& safe);

/// A drawing of the page's set (`draw_icons`), beside words that say the same.
SafeHtml draw_icon(std::string_view name);
/// The set itself, once on each page that uses it.
SafeHtml draw_icons();

SafeHtml draw_name(Drawing const& with, social::Account const& account);
/// The face for those who point; it is the author's card for those who read microformats.
SafeHtml draw_face(Drawing const& with, social::Account const& account);
/// Name and handle, linked to their page.
SafeHtml draw_account_name(Drawing const& with, social::Account const& account);
/// Face, name and handle in a row of their own.
SafeHtml draw_account_row(Drawing const& with, social::Account const& account);

/// A message whose `{name}` or `{owner}` is a person, within the link `who` to their page.
SafeHtml say_of(Drawing const& with, std::string_view key, std::string_view value,
                social::Account const& account);

/// A moment: in a `time` element of this class.
SafeHtml draw_time(Time at, std::string_view kind, bool with_hour = false);

}  // namespace skein::public_pages
