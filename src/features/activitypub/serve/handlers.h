// The requests of this part.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::activitypub {

// Discovery.
struct FindResource {
    std::string resource;
    void read(Fields& in) {
        in.required("resource", resource,
                    "acct:user@host, or the address of an actor or a profile.");
    }
};
Result<Reply> show_webfinger(Call& call, FindResource const& input);
Result<Reply> show_host_meta(Call& call);
Result<Reply> show_host_meta_json(Call& call);

// Actors.
Result<Reply> show_instance_actor(Call& call);
Result<Reply> show_actor(Call& call);
Result<Reply> show_named_actor(Call& call);  ///< `/@name`.
Result<Reply> lead_to_profile(Call& call);   ///< For browsers.

// What hangs on an actor.
struct PageOf {
    bool page = false;
    std::int64_t max_id = 0, after = 0;
    void read(Fields& in) {
        in("page", page, "A page of it instead of the collection itself.");
        in("max_id", max_id, "Only what is older.");
        in("after", after, "Only what is newer.");
    }
};
Result<Reply> show_outbox(Call& call, PageOf const& input);
Result<Reply> show_instance_outbox(Call& call);
Result<Reply> show_followers(Call& call, PageOf const& input);
Result<Reply> show_following(Call& call, PageOf const& input);
Result<Reply> show_featured(Call& call);
Result<Reply> show_featured_tags(Call& call);
Result<Reply> show_own_followers(Call& call);  ///< Followers synchronisation.

// Posts, and what hangs on them.
Result<Reply> show_status(Call& call);
Result<Reply> show_named_status(Call& call);  ///< `/@name/id`.
Result<Reply> lead_to_post(Call& call);       ///< For browsers.
Result<Reply> show_creation(Call& call);
Result<Reply> show_replies(Call& call, PageOf const& input);
Result<Reply> show_likes(Call& call);
Result<Reply> show_shares(Call& call);
Result<Reply> show_thread(Call& call);   ///< The conversation that a post began.
Result<Reply> show_context(Call& call);  ///< The part here of one that began elsewhere.

// Deeds with addresses of their own.
Result<Reply> show_stamp(Call& call);
Result<Reply> show_like(Call& call);
Result<Reply> show_follow(Call& call);
Result<Reply> show_emoji(Call& call);

// Pages for people who come from elsewhere.
struct Interaction {
    std::string uri;
    void read(Fields& in) {
        in.required("uri", uri, "A handle, or the address of a profile or a post.");
    }
};
Result<Reply> show_interaction(Call& call, Interaction const& input);
struct InteractionForm {
    std::string uri, deed, text;
    void read(Fields& in) {
        in.required("uri", uri, "As above.");
        in.required("deed", deed, "follow, favourite, boost or reply.");
        in("text", text, "Of a reply.");
    }
};
Result<Reply> interact(Call& call, InteractionForm const& input);

}  // namespace skein::activitypub
