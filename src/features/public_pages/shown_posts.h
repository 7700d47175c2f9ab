// Posts on their way into a page or a feed: loaded in a constant number of statements, whatever
// they quote, link to and carry.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/server.h"
#include "social/accounts.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/status_heads.h"
#include "social/statuses.h"
#include "social/views/emoji_view.h"
#include "social/views/views.h"

namespace skein::public_pages {

struct ShownPost;

/// What a post quotes. Without a post: why there is none.
struct ShownQuote {
    enum class Absence { none, pending, refused, hidden, gone };
    Absence absence = Absence::none;
    std::shared_ptr<ShownPost const> post;  ///< Without what it quotes itself.
};

/// The page a post links to.
struct ShownCard {
    std::string url, title, description, site, image, image_description;
};

/// One post as it is drawn: of a boost, what is boosted.
struct ShownPost {
    social::Status status;
    social::Account author;
    std::vector<social::Media> media;
    std::optional<social::Poll> poll;
    std::optional<ShownQuote> quote;
    std::optional<ShownCard> card;
    std::optional<social::Account> boosted_by, answers;
    std::int64_t replies_count = 0, boosts_count = 0, favourites_count = 0;
};

/// The posts of one page, and the custom emojis in all of its texts.
struct Shown {
    std::vector<ShownPost> posts;
    social::EmojiBook emojis;
};

/// In the order of the heads, which their reader may see; what they quote is judged here. `others`
/// are accounts that the page shows besides.
Result<Shown> load_shown(social::ViewOf const& view, std::span<social::StatusHead const> heads,
                         std::span<social::Account const> others = {});

/// The page of a post: here for our own, at home for others.
std::string page_of(Server const& server, ShownPost const& post);
std::string page_of(Server const& server, social::Account const& account);
std::string name_of(social::Account const& account);
std::string handle_of(Server const& server, social::Account const& account);

/// What a post says in plain words, at most so many characters: for titles and previews. Behind a
/// warning it is the warning.
std::string summary_of(ShownPost const& post, std::size_t characters_max);

}  // namespace skein::public_pages
