// Relationship.

#include <algorithm>

#include "social/domains.h"
#include "social/endorsements.h"
#include "social/views/views.h"

namespace skein::social {

Result<void> write_relationships(ViewOf const& view, std::span<AccountId const> ids,
                                 json::Writer& out) {
    TRY(auto const relations, list_relationships(view.tx, view.viewer, ids));
    TRY(auto const domain_blocked, list_in_blocked_domains(view.tx, view.viewer, ids));
    TRY(auto const endorsed, list_endorsed_among(view.tx, view.viewer, ids));
    for (auto const& relation : relations)
        out.object([&] {
            out.field("id", relation.id);
            out.field("following", relation.following);
            out.field("showing_reblogs", relation.showing_boosts);
            out.field("notifying", relation.notifying);
            out.key("languages");
            if (relation.languages.empty()) out.value(nullptr);
            else
                out.array([&] {
                    for (auto const& language : relation.languages) out.value(language);
                });
            out.field("followed_by", relation.followed_by);
            out.field("blocking", relation.blocking);
            out.field("blocked_by", relation.blocked_by);
            out.field("muting", relation.muting);
            out.field("muting_notifications", relation.muting_notifications);
            out.field("muting_expires_at", relation.muting_expires_at);
            out.field("requested", relation.requested);
            out.field("requested_by", relation.requested_by);
            out.field("domain_blocking",
                      std::ranges::find(domain_blocked, relation.id) != domain_blocked.end());
            out.field("endorsed", std::ranges::find(endorsed, relation.id) != endorsed.end());
            out.field("note", relation.note);
        });
    return {};
}

}  // namespace skein::social
