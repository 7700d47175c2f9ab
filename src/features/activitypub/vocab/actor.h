// An actor document as this server understands it. Reading one gives it no authority: see
// authority.h and remote_actors.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "features/activitypub/vocab/iri.h"
#include "social/accounts.h"

namespace skein::activitypub {

struct ActorKey {
    Iri id;
    Iri owner;
    std::string pem;        ///< Of `publicKey`; "" for a multikey.
    std::string multibase;  ///< Of `assertionMethod`; "" for a PEM.
};

struct EmojiTag {
    std::string shortcode;  ///< Without colons.
    std::string url;
};

/// A picture: where it is, and what its owner says of it.
struct PictureLink {
    std::string url, description;
};

struct ActorDocument {
    Iri id;
    social::AccountKind kind{};
    std::string username;
    std::string webfinger;  ///< FEP-2c59 `user@host`, or "".
    std::string display_name;
    std::string note_html;  ///< Sanitised.
    std::string url;        ///< Of the page to show; the id when it names no good one.
    /// The inbox must be of the id's host; the others are "" where they are not.
    std::string inbox, shared_inbox, outbox, followers, following, featured, featured_tags;
    PictureLink icon, image;
    std::vector<social::ProfileField> fields;  ///< Values sanitised.
    std::vector<EmojiTag> emojis;
    std::vector<ActorKey> keys;  ///< Those whose owner is the id.
    bool locked = false, memorial = false, suspended = false, indexable = false;
    std::optional<bool> discoverable;
    std::vector<Iri> also_known_as;
    std::optional<Iri> moved_to;
    std::optional<Time> published;
    std::vector<std::string> attribution_domains;
};

/// Errc::unprocessable says why it is none: no id, no inbox, another type, a name that cannot be.
Result<ActorDocument> read_actor(json::Value document, Time now);
bool is_actor_type(json::Value document);

}  // namespace skein::activitypub
