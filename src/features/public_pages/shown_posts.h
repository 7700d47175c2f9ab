// Posts on their way into a page or a feed: loaded in a constant number of statements, drawn as
// HTML with microformats (h-entry).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/html.h"
#include "core/server.h"
#include "platform/db/tx.h"
#include "social/accounts.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/status_heads.h"
#include "social/statuses.h"

namespace skein::public_pages {

/// One post as it is drawn: of a boost, what is boosted.
struct ShownPost {
    social::Status status;
    social::Account author;
    std::vector<social::Media> media;
    std::optional<social::Poll> poll;
    std::optional<social::Account> boosted_by;
    std::int64_t replies_count = 0, boosts_count = 0, favourites_count = 0;
};

/// In the order of the heads, which their reader may see.
Result<std::vector<ShownPost>> load_shown(db::Tx& tx, std::span<social::StatusHead const> heads);

/// The page of a post: here for our own, at home for others.
std::string page_of(Server const& server, ShownPost const& post);
std::string page_of(Server const& server, social::Account const& account);
std::string name_of(social::Account const& account);
std::string handle_of(Server const& server, social::Account const& account);

/// What a post says in plain words, at most so many characters: for titles and previews. Behind a
/// warning it is the warning.
std::string summary_of(ShownPost const& post, std::size_t characters_max);

/// Picture, name and handle, linked to their page.
SafeHtml draw_author(Server const& server, social::Account const& author);
/// One `article`; `focus` is the post the page is about.
SafeHtml draw_post(Server const& server, ShownPost const& post, bool focus = false);
/// The text with its media, as feeds carry it.
SafeHtml draw_body(Server const& server, ShownPost const& post);

}  // namespace skein::public_pages
