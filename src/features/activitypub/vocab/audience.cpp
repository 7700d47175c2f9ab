// To whom a post is addressed, and what that makes of it.

#include <algorithm>

#include "features/activitypub/vocab/object.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t recipients_max = 1000;

/// Is the public one of them? The others go to `ids`.
bool read_recipients(json::Value object, std::string_view key, std::vector<Iri>& ids) {
    bool found_public = false;
    for (auto const& value : list_of(object, key, recipients_max)) {
        if (is_public(id_text(value))) found_public = true;
        else if (auto id = id_of(value)) ids.push_back(*std::move(id));
    }
    return found_public;
}

}  // namespace

bool Audience::names(Iri const& id) const {
    return std::ranges::find(to, id) != to.end() || std::ranges::find(cc, id) != cc.end();
}

Audience read_audience(json::Value object) {
    Audience audience;
    audience.public_to = read_recipients(object, "to", audience.to);
    audience.public_cc = read_recipients(object, "cc", audience.cc);
    return audience;
}

social::Visibility visibility_of(Audience const& audience, std::string_view followers,
                                 std::vector<MentionTag> const& mentions) {
    using social::Visibility;
    if (audience.public_to) return Visibility::public_;
    if (audience.public_cc) return Visibility::unlisted;
    auto const everybody_is = [&](auto const& what) {
        return std::ranges::all_of(audience.to, what) && std::ranges::all_of(audience.cc, what);
    };
    auto const is_no_follower_list = [&](Iri const& id) {
        return followers.empty() || id.str() != followers;
    };
    if (!everybody_is(is_no_follower_list)) return Visibility::private_;
    // A collection of somebody else is one that nobody here is known to be in.
    auto const is_mentioned = [&](Iri const& id) {
        return std::ranges::find(mentions, id, &MentionTag::href) != mentions.end();
    };
    return everybody_is(is_mentioned) ? Visibility::direct : Visibility::limited;
}

}  // namespace skein::activitypub
