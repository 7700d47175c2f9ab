// Who may say what: the rules of federation.md section 0, in one place that every activity passes.
//
// A document is believed when this server fetched it from its own id, or when it came in a request
// signed by its own actor, or when it carries a proof by its own actor. What stands inside it and
// has another origin is a hint, to be fetched from its own id. The types below can be made only by
// the functions that check this, so that what acts on a document cannot have skipped the check.
#pragma once

#include <optional>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "features/activitypub/vocab/iri.h"
#include "social/accounts.h"

namespace skein::activitypub {

struct Fetched;

/// An actor whose word a document is: the owner of the key that signed it, equal to its `actor`.
class VerifiedActor {
  public:
    Iri const& id() const { return id_; }
    AccountId account() const { return account_; }

  private:
    friend class Authority;
    VerifiedActor(Iri id, AccountId account) : id_(std::move(id)), account_(account) {}
    Iri id_;
    AccountId account_;
};

/// An object on the word of its author. Valid as long as the document it stands in.
class OwnObject {
  public:
    Iri const& id() const { return id_; }
    Iri const& author() const { return author_; }
    json::Value document() const { return document_; }

  private:
    friend class Authority;
    OwnObject(Iri id, Iri author, json::Value document)
        : id_(std::move(id)), author_(std::move(author)), document_(document) {}
    Iri id_, author_;
    json::Value document_;
};

class Authority {
  public:
    /// The signer speaks for an activity when it is its `actor`, whole. Errc::unauthenticated
    /// otherwise: the caller looks for a proof, or for the object at its origin.
    static Result<VerifiedActor> of_signer(json::Value activity, Iri const& signer,
                                           AccountId signer_account);
    /// An activity that a group passes on (FEP-1b12) is believed where the group's own server is
    /// the origin of all of it: of its actor and of its object. Never what speaks for an actor
    /// itself. Errc::forbidden otherwise: the object is fetched from its origin, if at all. The id
    /// of the inner actor, whose account must be found before the second step.
    static Result<Iri> check_wrapped(json::Value inner, VerifiedActor const& group,
                                     social::Account const& group_account);
    static Result<VerifiedActor> of_wrapped(json::Value inner, VerifiedActor const& group,
                                            social::Account const& group_account,
                                            social::Account const& inner_account);
    /// Ids an activity may have: none, or one of its actor's origin.
    static Result<void> check_activity_id(json::Value activity, VerifiedActor const& actor);

    /// An object inside an activity is its actor's own when its id has the actor's origin and it is
    /// attributed to the actor and to nobody of another id (a group beside its author is allowed).
    /// Errc::forbidden otherwise.
    static Result<OwnObject> of_inline(json::Value object, VerifiedActor const& actor);
    /// An object fetched from its own id, attributed to an actor of the same origin.
    static Result<OwnObject> of_fetched(Fetched const& fetched);
    /// An object inside a collection that was fetched: its id and its author are of the
    /// collection's own origin, which therefore says what they are.
    static Result<OwnObject> of_part(Fetched const& collection, json::Value object);

    /// May this actor change or remove what `author` made? Only the author.
    static Result<void> check_owner(VerifiedActor const& actor, std::string_view author);
};

}  // namespace skein::activitypub
