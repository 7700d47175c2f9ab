// To whom things go.

#include <algorithm>

#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/writing.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

Addresses people_in(Server const& server, PostParts const& parts, bool silent_too) {
    Addresses people;
    for (auto const& person : parts.people)
        if (!person.silent || silent_too) people.push_back(address_of(server, person));
    return people;
}

Addresses with(std::string first, Addresses const& others) {
    Addresses all{std::move(first)};
    for (auto const& other : others)
        if (std::ranges::find(all, other) == all.end()) all.push_back(other);
    return all;
}

}  // namespace

Addressees addressees_of(Server const& server, social::Visibility visibility, AccountId author,
                         Addresses const& others) {
    std::string everybody(public_collection);
    auto followers = collection_address(server, author, "followers");
    switch (visibility) {
        case social::Visibility::public_: return {{everybody}, with(followers, others)};
        case social::Visibility::unlisted: return {{followers}, with(everybody, others)};
        case social::Visibility::private_: return {{followers}, others};
        case social::Visibility::limited:
        case social::Visibility::direct: break;
    }
    return {others, {}};
}

Addressees addressees_of(Server const& server, PostParts const& parts) {
    // Who was mentioned once and is no more still sees the post, but somebody addressed without a
    // mention would make a direct post something else.
    auto const silent_too = parts.status.visibility == social::Visibility::limited;
    return addressees_of(server, parts.status.visibility, parts.author.id,
                         people_in(server, parts, silent_too));
}

void write_list(std::string_view key, Addresses const& addresses, json::Writer& out) {
    out.key(key);
    out.array([&] {
        for (auto const& address : addresses) out.value(address);
    });
}

void write_addressees(Addressees const& addressees, json::Writer& out) {
    write_list("to", addressees.to, out);
    write_list("cc", addressees.cc, out);
}

}  // namespace skein::activitypub
