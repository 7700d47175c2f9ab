// A post as another server wrote it (Note, Question, Article, Page, Video, Audio, Image, Event and
// whatever else has a text or a name), turned into what this server keeps. Reading one gives it no
// authority.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "features/activitypub/vocab/actor.h"
#include "features/activitypub/vocab/iri.h"
#include "social/interaction_policy.h"
#include "social/polls.h"
#include "social/vocabulary.h"

namespace skein::activitypub {

/// To whom something is addressed. `bto` and `bcc` are never read.
struct Audience {
    std::vector<Iri> to, cc;
    bool public_to = false, public_cc = false;
    bool empty() const { return to.empty() && cc.empty() && !public_to && !public_cc; }
    bool names(Iri const& id) const;
};
Audience read_audience(json::Value object);

struct AttachmentDocument {
    social::MediaKind kind{};
    std::string url, preview_url, media_type, description, blurhash;
    std::int64_t width = 0, height = 0;
    std::optional<double> focus_x, focus_y;
};

struct MentionTag {
    Iri href;
    std::string name;
};

struct ObjectDocument {
    Iri id;
    std::string type;
    std::vector<Iri> attributed_to;
    std::string url;      ///< "" where it names no page of its own host.
    std::string content;  ///< Sanitised HTML, with title, excerpt and link where the type has them.
    std::string warning;  ///< Plain text.
    bool sensitive = false;
    std::string language;
    std::optional<Time> published, updated;
    Audience audience;
    std::optional<Iri> in_reply_to;
    std::string conversation, context;   ///< As written.
    std::string replies, likes, shares;  ///< Collections of its own host; "".
    std::optional<std::int64_t> likes_count, shares_count;
    std::vector<AttachmentDocument> attachments;
    std::vector<MentionTag> mentions;
    std::vector<std::string> hashtags;  ///< As written, without '#'.
    std::vector<EmojiTag> emojis;
    std::optional<social::PollDraft> poll;
    std::optional<social::InteractionPolicy> policy;
    /// What it quotes, and the stamp that says it may; a legacy form has no stamp.
    std::optional<Iri> quote;
    bool quote_is_legacy = false;
    std::optional<Iri> quote_authorization;
    std::optional<Iri> reply_authorization;
    /// A vote: a name, no content, and an answer to something.
    std::string vote;
};

inline constexpr std::size_t attachments_max = 16, mention_tags_max = 50, hashtags_max = 100,
                             emojis_max = 50, poll_options_max = 50;

/// Whose followers a policy may name.
struct PolicyOwner {
    std::string followers, following;
};

/// Errc::unprocessable says why it is none: no id, nothing to show.
Result<ObjectDocument> read_object(json::Value document, Time now, PolicyOwner const& author = {});

/// The visibility for an author with this `followers` collection ("" when unknown). Who is
/// addressed without being mentioned makes a direct post `limited`. In doubt the narrowest.
social::Visibility visibility_of(Audience const& audience, std::string_view followers,
                                 std::vector<MentionTag> const& mentions);

/// The content without the line that stands for the quote where none is shown ("RE: …").
std::string without_quote_line(std::string_view html, std::string_view quoted);

}  // namespace skein::activitypub
