#include "features/activitypub/authority.h"

#include <algorithm>
#include <array>

#include "features/activitypub/fetch.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

/// An object names few authors; a list of thousands is an attack.
constexpr std::size_t authors_max = 20;

/// What a group may pass on as if its members had sent it (FEP-1b12). Nothing that speaks for an
/// actor itself: follows, blocks, moves, reports, profiles.
constexpr std::array<std::string_view, 10> wrapped_types{
    "Create", "Update", "Delete", "Like", "Dislike", "EmojiReact", "Undo", "Lock", "Add", "Remove"};

std::unexpected<Error> not_theirs(std::string detail) {
    return fail(Errc::forbidden, "This is not theirs to say.", std::move(detail));
}

struct Author {
    Iri id;
    bool is_group = false;
};

bool is_group(json::Value value) {
    return value.is_object() && (has_type(value, "Group") || has_type(value, "Organization"));
}

/// Those an object is attributed to; where it names none, its `actor` (Mobilizon). An entry that is
/// no id makes the whole unreadable: nobody must fall out of the comparison.
Result<std::vector<Author>> authors_of(json::Value object) {
    auto values = list_of(object, "attributedTo", authors_max + 1);
    if (values.empty()) values = list_of(object, "actor", authors_max + 1);
    if (values.size() > authors_max) return not_theirs("too many authors");
    std::vector<Author> authors;
    for (auto const value : values) {
        auto id = id_of(value);
        if (!id) return not_theirs("an author without an id");
        authors.push_back({*std::move(id), is_group(value)});
    }
    return authors;
}

/// The author of an object of this origin, by its own word: a person before a group.
Result<Iri> author_within(json::Value object, Iri const& origin) {
    TRY(auto const authors, authors_of(object));
    Author const* author = nullptr;
    for (auto const& candidate : authors) {
        if (!candidate.id.same_origin(origin))
            return not_theirs(candidate.id.str() + " is not of " + origin.str());
        if (!author || (author->is_group && !candidate.is_group)) author = &candidate;
    }
    if (!author) return not_theirs("nobody's: " + origin.str());
    return author->id;
}

}  // namespace

Result<VerifiedActor> Authority::of_signer(json::Value activity, Iri const& signer,
                                           AccountId signer_account) {
    auto const actors = list_of(activity, "actor", 2);
    auto const actor = actors.size() == 1 ? id_of(actors.front()) : std::nullopt;
    if (!actor || *actor != signer)
        return fail(Errc::unauthenticated, "", "signed by " + signer.str());
    return VerifiedActor(*actor, signer_account);
}

Result<Iri> Authority::check_wrapped(json::Value inner, VerifiedActor const& group,
                                     social::Account const& group_account) {
    if (group_account.id != group.account() || group_account.kind != social::AccountKind::group)
        return not_theirs("only a group passes things on");
    auto const actors = list_of(inner, "actor", 2);
    auto actor = actors.size() == 1 ? id_of(actors.front()) : std::nullopt;
    if (!actor || !actor->same_origin(group.id()))
        return not_theirs("a group passes on what is not of its server");
    auto const types = types_of(inner);
    auto const allowed =
        types.size() == 1 && std::ranges::find(wrapped_types, types.front()) != wrapped_types.end();
    if (!allowed) return not_theirs("a group may not pass this on");
    auto const object = id_of(inner, "object");
    if (object && !object->same_origin(group.id()))
        return not_theirs(object->str() + " is not of the group's server");
    // An actor speaks for itself.
    if (object && *object == *actor) return not_theirs("a group speaks for an actor");
    return *std::move(actor);
}

Result<VerifiedActor> Authority::of_wrapped(json::Value inner, VerifiedActor const& group,
                                            social::Account const& group_account,
                                            social::Account const& inner_account) {
    TRY(auto actor, check_wrapped(inner, group, group_account));
    if (inner_account.local() || inner_account.address != actor.str())
        return not_theirs("another account: " + inner_account.address);
    return VerifiedActor(std::move(actor), inner_account.id);
}

Result<void> Authority::check_activity_id(json::Value activity, VerifiedActor const& actor) {
    auto const value = activity.find("id");
    if (!value || value->is_null() || value->text() == "") return {};
    auto const id = id_of(activity);
    if (!id || !id->same_origin(actor.id())) return not_theirs("an activity id of another server");
    return {};
}

Result<OwnObject> Authority::of_inline(json::Value object, VerifiedActor const& actor) {
    auto const id = object.is_object() ? id_of(object) : std::nullopt;
    if (!id) return not_theirs("an object without an id");
    if (!id->same_origin(actor.id())) return not_theirs(id->str() + " is of another server");
    TRY(auto const authors, authors_of(object));
    auto const is_actor = [&](Author const& author) { return author.id == actor.id(); };
    auto const fits = [&](Author const& author) {
        return is_actor(author) || (author.is_group && author.id.same_origin(actor.id()));
    };
    if (!std::ranges::all_of(authors, fits)) return not_theirs("attributed to somebody else");
    if (!authors.empty() && std::ranges::none_of(authors, is_actor))
        return not_theirs("attributed to a group only");
    return OwnObject(*id, actor.id(), object);
}

Result<OwnObject> Authority::of_fetched(Fetched const& fetched) {
    auto const root = fetched.document.root();
    auto const id = root.is_object() ? id_of(root) : std::nullopt;
    if (!id || *id != fetched.id) return not_theirs("another document: " + fetched.id.str());
    TRY(auto author, author_within(root, *id));
    return OwnObject(*id, std::move(author), root);
}

Result<OwnObject> Authority::of_part(Fetched const& collection, json::Value object) {
    auto const id = object.is_object() ? id_of(object) : std::nullopt;
    if (!id || !id->same_origin(collection.id))
        return not_theirs("not of the collection's server: " + collection.id.str());
    TRY(auto author, author_within(object, *id));
    return OwnObject(*id, std::move(author), object);
}

Result<void> Authority::check_owner(VerifiedActor const& actor, std::string_view author) {
    if (actor.id().str() == author) return {};
    return not_theirs(actor.id().str() + " is not the author");
}

}  // namespace skein::activitypub
