#include "features/activitypub/remote_statuses.h"

#include <set>

#include "base/log.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/deleted_objects.h"
#include "features/activitypub/incoming_status.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/stamps.h"
#include "features/activitypub/status_facts.h"
#include "features/activitypub/vocab/properties.h"
#include "social/audience.h"
#include "social/domains.h"
#include "social/polls.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t parents_max = 100;
/// A quoted post is fetched, and what that one quotes; no further.
constexpr int quote_depth_max = 2;
/// Unknown people named in a post are asked for, if they are few; a list of thousands is an attack.
constexpr std::size_t mentions_fetched_max = 5, mentions_fetched_of_max = 10;

using Found = Result<std::optional<StatusId>>;

/// One errand of storing: how deep in quotes it is, and whether the parent of what it stores was
/// asked for already, so that two posts that answer each other are not asked for in turns.
struct Errand {
    Server& server;
    FetchBudget& budget;
    int quote_depth = 0;
    bool knows_parents = false;
};

Found find_known(Server& server, Iri const& id) {
    return server.db().read([&](db::Tx& tx) { return find_known_status(server, tx, id.str()); });
}

Found store(Errand const& errand, OwnObject const& object, StoreOptions const& options);

/// Those whose absence ends the errand for now; what is otherwise wrong is a reason to leave it.
bool can_be_asked_later(Error const& error) {
    return error.code == Errc::unavailable || error.code == Errc::timeout ||
           error.code == Errc::remote || error.code == Errc::cancelled;
}

/// The document of a post: of the object itself where the id is that of its Create.
Result<Fetched> fetch_object(Errand const& errand, Iri const& id, FetchAs const& as) {
    TRY(auto fetched, fetch_document(errand.server, id, errand.budget, as));
    auto const root = fetched.document.root();
    if (!has_type(root, "Create")) return fetched;
    auto const object = id_of(root, "object");
    if (!object || *object == id) return fail(Errc::unprocessable, "", "a Create of nothing");
    return fetch_document(errand.server, *object, errand.budget, as);
}

/// Fetches a post and, one after the other, the parents it needs; stores the oldest first.
Found fetch_thread(Errand const& errand, Iri const& id, FetchAs const& as,
                   StoreOptions const& options) {
    struct Link {
        Fetched fetched;
        OwnObject object;
    };
    std::vector<Link> chain;
    std::set<std::string, std::less<>> seen;
    for (std::optional<Iri> next = id; next && chain.size() < parents_max;) {
        if (!seen.insert(next->str()).second) break;
        TRY(auto const known, find_known(errand.server, *next));
        if (known && chain.empty()) return known;
        if (known || is_ours(errand.server, next->str())) break;
        auto fetched = fetch_object(errand, *next, as);
        if (!fetched && chain.empty()) return fail(fetched.error());
        if (!fetched) break;
        auto object = Authority::of_fetched(*fetched);
        if (!object && chain.empty()) return fail(object.error());
        if (!object) break;
        next = id_of(object->document(), "inReplyTo");
        chain.push_back({*std::move(fetched), *std::move(object)});
    }
    Errand const inner{errand.server, errand.budget, errand.quote_depth, true};
    std::optional<StatusId> stored;
    for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
        auto const is_first = std::next(link) == chain.rend();
        auto result = store(inner, link->object, is_first ? options : StoreOptions{.quiet = true});
        if (!result && is_first) return fail(result.error());
        if (is_first) stored = *result;
    }
    return stored;
}

/// Parents that are not known here are asked for; a post whose parent cannot be had stands alone.
void ensure_parent(Errand const& errand, ObjectDocument const& document) {
    if (errand.knows_parents || !document.in_reply_to ||
        is_ours(errand.server, document.in_reply_to->str()))
        return;
    auto const parent =
        fetch_thread(errand, *document.in_reply_to, {}, StoreOptions{.quiet = true});
    if (!parent)
        log::debug("activitypub.no_parent", {{"status", document.id.str()},
                                             {"why", std::string(to_string(parent.error().code))}});
}

void ensure_mentioned(Errand const& errand, ObjectDocument const& document) {
    if (document.mentions.size() > mentions_fetched_of_max) return;
    std::size_t asked = 0;
    for (auto const& mention : document.mentions) {
        if (is_ours(errand.server, mention.href.str())) continue;
        auto const known = errand.server.db().read(
            [&](db::Tx& tx) { return find_known_account(errand.server, tx, mention.href.str()); });
        if ((known && *known) || ++asked > mentions_fetched_max) continue;
        // Who cannot be found is simply not linked.
        (void)ensure_actor(errand.server, mention.href, errand.budget);
    }
}

/// What a post quotes, as far as it can be had, and what its author says to that.
Result<std::optional<social::QuoteDraft>> quote_of(Errand const& errand,
                                                   ObjectDocument const& document,
                                                   social::Account const& author) {
    if (!document.quote || errand.quote_depth >= quote_depth_max) return std::nullopt;
    Errand const deeper{errand.server, errand.budget, errand.quote_depth + 1};
    auto const quoted = fetch_thread(deeper, *document.quote, {}, {.quiet = true});
    if (!quoted || !*quoted) return std::nullopt;
    social::QuoteDraft draft;
    draft.quoted = **quoted;
    TRY(auto const quoted_author,
        errand.server.db().read([&](db::Tx& tx) -> Result<social::Account> {
            TRY(auto const status, social::load_status(tx, draft.quoted));
            return social::load_account(tx, status.account_id);
        }));
    if (quoted_author.id == author.id) {
        draft.state = social::QuoteState::accepted;
        return draft;
    }
    draft.state =
        document.quote_is_legacy ? social::QuoteState::unverified : social::QuoteState::pending;
    if (!document.quote_authorization) return draft;
    auto const owner = Iri::parse(address_of(errand.server, quoted_author));
    if (!owner) return draft;
    draft.authorization = document.quote_authorization->str();
    if (is_ours(errand.server, draft.authorization)) {
        TRY(auto const genuine, errand.server.db().read([&](db::Tx& tx) {
            return is_own_stamp(errand.server, tx, draft.authorization, document.id.str(),
                                draft.quoted);
        }));
        draft.state = genuine ? social::QuoteState::accepted : social::QuoteState::rejected;
        return draft;
    }
    auto const verdict = verify_stamp(
        errand.server, {*document.quote_authorization, document.id, *document.quote, *owner},
        errand.budget);
    // A stamp that cannot be asked for just now leaves the quote waiting.
    if (verdict)
        draft.state = *verdict ? social::QuoteState::accepted : social::QuoteState::rejected;
    return draft;
}

/// The line that stands for a quote goes where the quote itself is shown.
Result<void> take_quote(Errand const& errand, IncomingStatus& incoming) {
    auto& document = incoming.document;
    TRY(incoming.quote, quote_of(errand, document, incoming.author));
    if (incoming.quote && incoming.quote->state != social::QuoteState::unverified)
        document.content = without_quote_line(document.content, document.quote->str());
    return {};
}

/// Asks for all that storing a post needs.
Result<IncomingStatus> prepare(Errand const& errand, OwnObject const& object,
                               StoreOptions const& options) {
    auto& server = errand.server;
    IncomingStatus incoming;
    TRY(incoming.author, ensure_actor(server, object.author(), errand.budget));
    // Where an id leads to another actor's document, that one has not said this.
    if (incoming.author.address != object.author().str())
        return fail(Errc::forbidden, "", "the author is " + incoming.author.address);
    TRY(auto const actor,
        server.db().read([&](db::Tx& tx) { return find_actor(tx, incoming.author.id); }));
    PolicyOwner const owner{actor ? actor->followers : "", actor ? actor->following : ""};
    TRY(incoming.document, read_object(object.document(), server.clock().now(), owner));
    auto& document = incoming.document;
    if (document.audience.empty()) document.audience = options.audience;
    incoming.visibility = visibility_of(document.audience, owner.followers, document.mentions);
    incoming.quiet = options.quiet;
    incoming.inbox_of = options.inbox_of;
    incoming.rejects_media =
        server.part<social::DomainBook>().verdict(object.id().host()).reject_media;
    return incoming;
}

/// A vote is counted and is no post. True: it was one.
Result<bool> count_vote(Server& server, IncomingStatus const& incoming,
                        StoreOptions const& options) {
    auto const& document = incoming.document;
    if (document.vote.empty() || !document.in_reply_to) return false;
    TRY(auto const poll, server.db().read([&](db::Tx& tx) -> Result<std::optional<social::Poll>> {
        TRY(auto const id, find_known_status(server, tx, document.in_reply_to->str()));
        if (!id) return std::nullopt;
        TRY(auto const status, social::find_status(tx, *id));
        // Polls of others are counted by their own servers.
        if (!status || status->network != social::Network::local) return std::nullopt;
        TRY(auto const visible, social::may_see(tx, incoming.author.id, *status));
        return visible ? social::find_poll_of(tx, *id) : std::nullopt;
    }));
    // Without a text there is nothing to show, poll or not.
    if (!poll) return true;
    auto const count = [&](db::Tx& tx) -> Result<void> {
        TRY(auto const fresh, social::find_poll(tx, poll->id));
        if (!fresh) return {};
        TRY_OK(social::add_remote_vote(tx, incoming.author.id, *fresh, document.vote));
        return {};
    };
    if (options.write) TRY_OK(options.write(count));
    else TRY_OK(server.db().write(count));
    return true;
}

Result<void> write(Server& server, StoreOptions const& options,
                   std::function<Result<void>(db::Tx&)> const& closure) {
    if (options.write) return options.write(closure);
    return server.db().write(closure, db::Urgency::background);
}

/// Stores one post whose parents and quotes are known as far as they can be.
Found insert(Server& server, IncomingStatus const& incoming, StoreOptions const& options) {
    std::optional<StatusId> stored;
    TRY_OK(write(server, options, [&](db::Tx& tx) -> Result<void> {
        stored.reset();
        auto const& address = incoming.document.id.str();
        TRY(auto const gone, was_deleted(tx, incoming.author.id, address));
        if (gone) return {};
        TRY(auto const present,
            social::find_status_by_address(tx, social::Network::activitypub, address));
        if (present) {
            stored = present->id;
            return {};
        }
        TRY(stored, insert_incoming(server, tx, incoming));
        return {};
    }));
    return stored;
}

/// What is there already: its author sends now what had only been fetched, or repeats itself.
Found take_again(Server& server, StatusId id, Iri const& author, StoreOptions const& options) {
    if (options.quiet) return id;
    TRY_OK(write(server, options, [&](db::Tx& tx) -> Result<void> {
        TRY(auto facts, find_status_facts(tx, id));
        TRY(auto const writer, find_known_account(server, tx, author.str()));
        if (!facts || facts->is_announced) return {};
        TRY(auto const status, social::load_status(tx, id));
        // Somebody else of the same server may claim it.
        if (status.account_id != writer) return {};
        facts->is_announced = true;
        TRY_OK(put_status_facts(tx, *facts));
        return announce_stored(tx, status);
    }));
    return id;
}

Found store(Errand const& errand, OwnObject const& object, StoreOptions const& options) {
    auto& server = errand.server;
    if (is_ours(server, object.id().str()) || is_ours(server, object.author().str()))
        return fail(Errc::forbidden, "", "claims to be ours");
    if (server.part<social::DomainBook>().verdict(object.id().host()).refused())
        return std::nullopt;
    TRY(auto const known, find_known(server, object.id()));
    if (known) return take_again(server, *known, object.author(), options);
    if (is_actor_type(object.document())) return std::nullopt;
    TRY(auto incoming, prepare(errand, object, options));
    TRY(auto const was_vote, count_vote(server, incoming, options));
    if (was_vote) return std::nullopt;
    ensure_parent(errand, incoming.document);
    ensure_mentioned(errand, incoming.document);
    TRY_OK(take_quote(errand, incoming));
    return insert(server, incoming, options);
}

}  // namespace

Found ensure_status(Server& server, Iri const& id, FetchBudget& budget, FetchAs const& as,
                    StoreOptions const& options) {
    if (is_ours(server, id.str())) return find_known(server, id);
    auto found = fetch_thread({server, budget}, id, as, options);
    if (found || can_be_asked_later(found.error())) return found;
    // Not there, not for us, or not a post.
    if (found.error().code == Errc::not_found || found.error().code == Errc::gone ||
        found.error().code == Errc::unprocessable)
        return std::nullopt;
    return found;
}

Found store_object(Server& server, OwnObject const& object, FetchBudget& budget,
                   StoreOptions const& options) {
    return store({server, budget}, object, options);
}

Found update_object(Server& server, OwnObject const& object, FetchBudget& budget,
                    StoreOptions const& options) {
    Errand const errand{server, budget};
    TRY(auto const known, find_known(server, object.id()));
    if (!known || is_ours(server, object.id().str())) return std::nullopt;
    TRY(auto incoming, prepare(errand, object, options));
    ensure_mentioned(errand, incoming.document);
    TRY_OK(take_quote(errand, incoming));
    TRY_OK(write(server, options, [&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, social::find_status(tx, *known));
        // An edit never changes whose post it is.
        if (!status || status->account_id != incoming.author.id) return {};
        return update_incoming(server, tx, *status, incoming);
    }));
    return known;
}

}  // namespace skein::activitypub
