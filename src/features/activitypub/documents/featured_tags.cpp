#include "features/activitypub/documents/featured_tags.h"

#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/documents/context.h"
#include "social/views/views.h"

namespace skein::activitypub {

void write_featured_tag(Server const& server, social::FeaturedTag const& tag, json::Writer& out) {
    out.object([&] {
        out.field("type", "Hashtag");
        out.field("href", social::tag_url(server, tag.folded));
        out.field("name", "#" + tag.name);
    });
}

std::string featured_tag_activity(Server const& server, AccountId account,
                                  social::FeaturedTag const& tag, bool add) {
    auto const actor = actor_address(server, account);
    return document(object_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, actor, add ? "features" : "unfeatures"));
        out.field("type", add ? "Add" : "Remove");
        out.field("actor", actor);
        write_addressees(addressees_of(server, social::Visibility::public_, account, {}), out);
        out.key("object");
        write_featured_tag(server, tag, out);
        out.field("target", collection_address(server, account, "collections/featured"));
    });
}

}  // namespace skein::activitypub
