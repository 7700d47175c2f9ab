#include "features/activitypub/actor_handle.h"

#include "base/text.h"
#include "features/activitypub/webfinger_client.h"

namespace skein::activitypub {
namespace {

bool is_same(Handle const& a, Handle const& b) {
    return a.host == b.host && fold_case(a.user) == fold_case(b.user);
}

std::unexpected<Error> no_way_back(ActorDocument const& actor, Handle const& handle) {
    return fail(Errc::unprocessable, "The other server does not know this account by its name.",
                actor.id.str() + " as " + handle.str());
}

/// One question to the handle's host; it must lead to the actor.
Result<Handle> ask(Server& server, ActorDocument const& actor, Handle const& handle,
                   FetchBudget& budget) {
    TRY_OK(check_host(server, handle.host.substr(0, handle.host.find(':'))));
    TRY(auto const finger, ask_webfinger(server, handle, budget));
    if (finger.self != actor.id) return no_way_back(actor, handle);
    return finger.subject;
}

/// The handle as its host has it: itself, or the one it names as canonical, whose host must then
/// say the same. One hop at most.
Result<Handle> confirm(Server& server, ActorDocument const& actor, Handle const& claimed,
                       FetchBudget& budget) {
    TRY(auto const subject, ask(server, actor, claimed, budget));
    if (is_same(subject, claimed)) return subject;
    TRY(auto const again, ask(server, actor, subject, budget));
    if (!is_same(again, subject)) return no_way_back(actor, subject);
    return again;
}

}  // namespace

Result<Handle> verify_handle(Server& server, ActorDocument const& actor, FetchBudget& budget) {
    auto const& url = actor.id.url();
    auto const origin = url.origin();
    Handle const own{actor.username, origin.substr(origin.find("://") + 3)};
    auto const named = Handle::parse(actor.webfinger);
    if (named && !named->host.empty() && !is_same(*named, own)) {
        auto const confirmed = confirm(server, actor, *named, budget);
        if (confirmed || confirmed.error().code == Errc::unavailable) return confirmed;
    }
    auto confirmed = confirm(server, actor, own, budget);
    // Instance actors and relays of several programs are unknown to their own WebFinger. The host
    // of the id has said who they are, and nobody else's name is taken.
    if (!confirmed && confirmed.error().code == Errc::not_found &&
        actor.kind == social::AccountKind::bot)
        return own;
    if (!confirmed) return confirmed;
    // The actor's own spelling of the same name.
    if (fold_case(confirmed->user) == fold_case(actor.username)) confirmed->user = actor.username;
    return confirmed;
}

}  // namespace skein::activitypub
