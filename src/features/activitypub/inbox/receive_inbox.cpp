#include "features/activitypub/inbox/receive_inbox.h"

#include "base/log.h"
#include "core/server.h"
#include "features/activitypub/activities/quote_request.h"
#include "features/activitypub/config.h"
#include "features/activitypub/delivery/followers_sync.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/delivery/relays.h"
#include "features/activitypub/inbox/arrival.h"
#include "features/activitypub/inbox/asking.h"
#include "features/activitypub/inbox/receive_activity.h"
#include "features/activitypub/inbox/seen.h"
#include "features/activitypub/inbox/waiting.h"
#include "features/activitypub/received.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/signatures/proofs.h"
#include "features/activitypub/vocab/properties.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

using Key = std::shared_ptr<RemoteKey const>;

struct InboxFigures {
    Counter* accepted = nullptr;
    Counter* repeated = nullptr;
    Counter* refused = nullptr;
    Counter* shed = nullptr;
};

Reply accepted() {
    Reply reply;
    reply.status = 202;
    return reply;
}

InboxFigures& figures(Call& call) { return call.server().part<InboxFigures>(); }

Reply refuse(Call& call) {
    figures(call).refused->add();
    return signature_refused(call.request().method);
}

Reply shed(Call& call) {
    figures(call).shed->add();
    return inbox_full();
}

/// Stores the job, unless the same bytes were here before. `followers` is what the actor says about
/// its followers here (FEP-8fcf), where it signed the request itself.
Result<Reply> take_in(Call& call, Arrival const& arrival, VerifiedActor const& actor,
                      std::string_view followers = {}) {
    auto& server = call.server();
    auto const root = arrival.root();
    TRY_OK(Authority::check_activity_id(root, actor));
    auto& body = call.request().body;
    auto& waiting = server.part<Waiting>();
    auto const place = waiting.take({actor.id().host(), std::ssize(body), arrival.is_ending},
                                    server.clock().now());
    if (!place.ticket) return shed(call);
    auto const digest = digest_of_arrival(actor, root, body);
    ReceiveActivity const job{actor.account(), actor.id().str(),
                              arrival.inbox_of.value_or(AccountId{}), place.ticket, body};
    JobOptions const options{.priority = place.priority,
                             .order_key = receive_order_key(actor, root)};
    auto const payload = job_payload(job);
    auto const stored = server.db().write(
        [&](db::Tx& tx) -> Result<bool> {
            TRY(auto const is_new, note_arrival(tx, digest));
            TRY_OK(note_alive(tx, actor.id().host()));
            if (!is_new) return false;
            TRY_OK(enqueue_payload(tx, ReceiveActivity::name, payload, options));
            TRY_OK(followers_sync::heard(tx, actor.account(), followers));
            return true;
        },
        db::Urgency::background);
    if (!stored || !*stored) waiting.give_back(place.ticket);
    if (!stored) return fail(stored.error());
    (*stored ? figures(call).accepted : figures(call).repeated)->add();
    return accepted();
}

/// May hints of this account cost questions? A relay's may, which an admin chose; and those of
/// people followed here who pass on what was signed inside (federation.md 2.3).
Result<bool> is_worth_asking(Server& server, AccountId account, json::Value root) {
    return server.db().read([&](db::Tx& tx) -> Result<bool> {
        TRY(auto const relay, is_subscribed_relay(tx, account));
        if (relay) return true;
        if (!root.find("signature")) return false;
        TRY(auto const followers, social::list_local_followers(tx, account, {}, 1));
        return !followers.empty();
    });
}

/// Signed by somebody else than its actor: at most the object is asked for at its origin.
Result<Reply> take_hint(Call& call, Arrival const& arrival, AccountId signer) {
    auto& server = call.server();
    auto const root = arrival.root();
    auto const object = id_of(root, "object");
    auto const is_new = has_type(root, "Create") || has_type(root, "Announce");
    auto const is_change = has_type(root, "Update") || has_type(root, "Delete");
    TRY(auto const worth, is_worth_asking(server, signer, root));
    if (!worth) return refuse(call);
    if (!object || (!is_new && !is_change)) return accepted();
    TRY_OK(server.db().write(
        [&](db::Tx& tx) {
            return enqueue(tx, FetchHint{object->str(), is_new},
                           {.priority = Priority::mass, .unique_key = object->str()});
        },
        db::Urgency::background));
    figures(call).accepted->add();
    return accepted();
}

/// The actor that a proof inside the document names, if it is good; nothing, and nobody is asked,
/// without a budget for a key that is not known.
Result<std::optional<VerifiedActor>> find_prover(Server& server, json::Value root,
                                                 FetchBudget* budget, bool& must_ask) {
    auto const claim = read_proof(root, server.clock().now());
    if (!claim) return std::nullopt;
    auto const id = Iri::parse(claim->verification_method);
    if (!id) return std::nullopt;
    auto const key = load_remote_key(server, *id, budget);
    must_ask = !key && !budget && key.error().code == Errc::not_found;
    if (!key || !verify_proof(*claim, (*key)->key, (*key)->owner)) return std::nullopt;
    auto const owner = Iri::parse((*key)->owner);
    if (!owner) return std::nullopt;
    auto actor = Authority::of_signer(root, *owner, (*key)->account);
    if (!actor) return std::nullopt;
    return *std::move(actor);
}

Result<Reply> go_on(Call& call, std::shared_ptr<Arrival const> arrival, FetchBudget* budget);

/// Goes on where other servers may be asked.
Reply ask_others(Call& call, std::shared_ptr<Arrival const> arrival) {
    auto place = call.server().part<Asking>().enter(arrival->key_id.host());
    if (!place) return shed(call);
    return call.go_on_in(LaneName::fetch,
                         [arrival = std::move(arrival), place = std::move(place)](Call& later) {
                             auto budget = signer_budget(later.server());
                             return go_on(later, arrival, &budget);
                         });
}

/// Signed by somebody else: a proof inside decides, then hints.
Result<Reply> go_on_for_another(Call& call, std::shared_ptr<Arrival const> const& arrival,
                                AccountId signer, FetchBudget* budget) {
    bool must_ask = false;
    TRY(auto const prover, find_prover(call.server(), arrival->root(), budget, must_ask));
    if (prover) return take_in(call, *arrival, *prover);
    if (must_ask) return ask_others(call, arrival);
    return take_hint(call, *arrival, signer);
}

Result<bool> is_known(Server& server, Iri const& actor) {
    TRY(auto const found,
        server.db().read([&](db::Tx& tx) { return find_actor(tx, actor.str()); }));
    return found.has_value();
}

/// Looks who signed it.
Result<Reply> go_on(Call& call, std::shared_ptr<Arrival const> arrival, FetchBudget* budget) {
    auto& server = call.server();
    auto const found =
        find_signing_key(server, arrival->claim, arrival->key_id, budget, &arrival->actor);
    if (!found) {
        auto const code = found.error().code;
        log::debug("activitypub.inbox_refused",
                   {{"key", arrival->key_id.str()}, {"why", found.error().detail}});
        // Not their fault: they should come again.
        if (code == Errc::timeout || code == Errc::unavailable) return shed(call);
        return refuse(call);
    }
    if (!*found && is_self_delete(*arrival)) {
        // Waves of these come from everywhere: who was never known here leaves nothing to delete.
        TRY(auto const known, is_known(server, arrival->actor));
        if (!known) return accepted();
    }
    if (!*found) return ask_others(call, std::move(arrival));
    auto const& key = **found;
    auto const owner = Iri::parse(key->owner);
    if (!owner) return refuse(call);
    auto const actor = Authority::of_signer(arrival->root(), *owner, key->account);
    if (actor) {
        auto const followers = call.request().headers.get("Collection-Synchronization");
        return take_in(call, *arrival, *actor, followers);
    }
    return go_on_for_another(call, arrival, key->account, budget);
}

Result<Reply> receive(Call& call, std::optional<AccountId> inbox_of) {
    auto opened = open_arrival(call, inbox_of);
    if (auto* refusal = std::get_if<Reply>(&opened)) {
        (refusal->status == 503 ? figures(call).shed : figures(call).refused)->add();
        return std::move(*refusal);
    }
    auto arrival = std::make_shared<Arrival const>(std::get<Arrival>(std::move(opened)));
    return go_on(call, std::move(arrival), nullptr);
}

Result<void> sweep(Server& server) { return sweep_arrivals(server); }

void install_figures(Server& server) {
    auto& metrics = server.metrics();
    constexpr std::string_view name = "skein_inbox_total";
    constexpr std::string_view help = "Activities that were delivered, by what was said to them.";
    auto const counter = [&](std::string_view answer) {
        return &metrics.counter(std::string(name), std::string(help),
                                fmt::format("answer=\"{}\"", answer));
    };
    server.part<InboxFigures>() = {counter("accepted"), counter("repeated"), counter("refused"),
                                   counter("shed")};
    auto& waiting = server.part<Waiting>();
    metrics.gauge("skein_inbox_waiting", "Activities taken in and not processed yet.",
                  [&waiting] { return static_cast<double>(waiting.activities()); });
    metrics.gauge("skein_inbox_waiting_bytes", "Their bytes.",
                  [&waiting] { return static_cast<double>(waiting.bytes()); });
}

}  // namespace

Result<Reply> receive_shared(Call& call) { return receive(call, std::nullopt); }

Result<Reply> receive_personal(Call& call) {
    auto const id = call.path_id<AccountId>("id");
    TRY(auto const account,
        call.server().db().read([&](db::Tx& tx) { return social::find_account(tx, id); }));
    if (!account || !account->local()) return fail(Errc::not_found, "There is no such inbox.");
    if (account->state == social::AccountState::suspended)
        return fail(Errc::gone, "This inbox is no more.");
    return receive(call, id);
}

void install_inbox(Server& server) {
    Route const route{.who = Who::unasked,
                      .lane = LaneName::write,
                      .surface = Surface::open,
                      .body_bytes_max = inbox_body_bytes_max,
                      .summary = "What other servers deliver, signed by its actor."};
    server.post("/inbox", receive_shared, route);
    server.post("/ap/users/{id}/inbox", receive_personal, route);
    server.job<ReceiveActivity>(receive_activity, LaneName::jobs, receive_retry);
    server.job<FetchHint>(fetch_hint, LaneName::fetch, receive_retry);
    server.every("activitypub.sweep_arrivals", std::chrono::hours(1), sweep);
    server.at_start([](Server& started) -> Result<void> {
        // Tickets of a process before this one, or beside it, name nothing here.
        auto const first = started.random().below(std::uint64_t{1} << 62);
        started.part<Waiting>().set_first_ticket(static_cast<std::int64_t>(first) + 1);
        return {};
    });
    auto const& config = server.settings<FederationConfig>();
    server.part<Waiting>().set_limits({.activities_max = config.inbox_waiting_max,
                                       .bytes_max = config.inbox_waiting_bytes_max,
                                       .of_a_host_max = config.inbox_waiting_of_a_host_max});
    // What the lane gets done while a person waits who searches.
    server.part<Asking>().set_most(2 * static_cast<std::size_t>(server.config().fetch_threads));
    install_figures(server);
    install_received(server);
    install_quote_answers(server);
}

}  // namespace skein::activitypub
