// QuoteRequest: somebody elsewhere wants to quote a post of ours. The policy of the post decides at
// once, or its author later; either way the answer follows from QuoteDecided. Whoever may not see
// the post is told nothing, as for one that is not there.

#include "features/activitypub/activities/quote_request.h"

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/quotes.h"

namespace skein::activitypub {
namespace {

using social::QuoteState;

/// Tells who asked what was decided about a quote.
struct AnswerQuote {
    static constexpr std::string_view name = "activitypub.answer_quote";
    StatusId status;
    auto row() { return std::tie(status); }
};

struct Asked {
    social::Status quoted;
    QuoteState answer{};
};

Result<std::optional<Asked>> find_asked(Received const& received) {
    auto const id = received.object_id();
    if (!id) return std::nullopt;
    return received.server.db().read([&](db::Tx& tx) -> Result<std::optional<Asked>> {
        auto const asker = received.actor.account();
        TRY(auto const found, find_own_status(received.server, tx, id->str()));
        if (!found) return std::nullopt;
        TRY(auto const status, social::load_status(tx, *found));
        TRY(auto const visible, social::may_see(tx, asker, status));
        if (!visible) return std::nullopt;
        TRY(auto const answer, social::may_quote(tx, asker, status.id));
        return Asked{status, answer};
    });
}

/// The address of the post that would quote, which is the asker's own.
Result<Iri> read_instrument(Received const& received) {
    auto const instrument = first_of(received.activity, "instrument");
    auto const id = instrument ? id_of(*instrument) : std::nullopt;
    if (!id || !id->same_origin(received.actor.id()))
        return fail(Errc::forbidden, "", "the quoting post is not the asker's");
    if (instrument->is_object()) TRY_OK(Authority::of_inline(*instrument, received.actor));
    return *id;
}

/// The quoting post, stored but not yet told to anybody: its Create follows.
Result<std::optional<StatusId>> find_quoting(Received const& received, Iri const& id) {
    auto& server = received.server;
    auto const instrument = first_of(received.activity, "instrument");
    if (!instrument || !instrument->is_object()) return ensure_status(server, id, received.budget);
    TRY(auto const own, Authority::of_inline(*instrument, received.actor));
    return store_object(server, own, received.budget, {.quiet = true});
}

Result<void> send_answer(db::Tx& tx, AccountId author, AccountId asker, std::string activity) {
    TRY(auto const inboxes, list_inboxes_of(tx, {asker}, false));
    return send_parcel(tx, {.sender = author,
                            .activity = std::move(activity),
                            .inboxes = inboxes,
                            .priority = Priority::person,
                            .subject = fmt::format("quote:{}:{}", author.value, asker.value)});
}

Result<void> refuse(Received const& received, Asked const& asked, Iri const& quoting) {
    auto const author = asked.quoted.account_id;
    auto const address = status_address(received.server, author, asked.quoted.id);
    return received.finish([&](db::Tx& tx) {
        return send_answer(tx, author, received.actor.account(),
                           answer_quote_activity(received.server, author,
                                                 {received.id, received.actor.id().str(), address,
                                                  quoting.str(), ""}));
    });
}

Result<void> answer_later(db::Tx& tx, StatusId quoting) {
    return enqueue(tx, AnswerQuote{quoting},
                   {.priority = Priority::person, .unique_key = to_string(quoting)});
}

Result<void> decide(db::Tx& tx, Received const& received, Asked const& asked, StatusId quoting) {
    auto const asker = received.actor.account();
    TRY(auto const quote, social::find_quote(tx, quoting));
    if (!quote || quote->quoted_id != asked.quoted.id || quote->account_id != asker)
        return fail(Errc::forbidden, "", "it quotes something else");
    TRY_OK(note_activity(tx, {received.id, asker, Deed::quote_request, quoting.value, {}}));
    // They ask again: they have not heard.
    if (quote->state == QuoteState::accepted || quote->state == QuoteState::rejected)
        return answer_later(tx, quoting);
    if (asked.answer != QuoteState::accepted || quote->state == QuoteState::revoked) return {};
    return social::decide_quote(tx, *quote, QuoteState::accepted, quote->authorization);
}

/// Everything an answer says.
struct Answer {
    AccountId author, asker;
    std::string activity;
};
Result<std::optional<Answer>> compose(Server& server, db::Tx& tx, StatusId quoting_id) {
    TRY(auto const quote, social::find_quote(tx, quoting_id));
    if (!quote) return std::nullopt;
    TRY(auto const request,
        find_activity(tx, quote->account_id, Deed::quote_request, quoting_id.value));
    TRY(auto const quoting, social::find_status(tx, quoting_id));
    TRY(auto const asker, social::find_account(tx, quote->account_id));
    if (!request || !quoting || !quoting->address || !asker) return std::nullopt;
    auto const author = quote->quoted_account_id;
    auto const accepted = quote->state == QuoteState::accepted;
    return Answer{
        author, asker->id,
        answer_quote_activity(
            server, author,
            {request->address, asker->address, status_address(server, author, quote->quoted_id),
             *quoting->address, accepted ? stamp_address(server, author, quoting_id) : ""})};
}

Result<void> answer_quote(JobRun& run, AnswerQuote const& job) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto answer, compose(run.server(), tx, job.status));
        if (!answer) return {};
        return send_answer(tx, answer->author, answer->asker, std::move(answer->activity));
    });
}

Result<void> hear_decided(db::Tx& tx, social::QuoteDecided const& event) {
    if (event.state != QuoteState::accepted && event.state != QuoteState::rejected) return {};
    TRY(auto const request,
        find_activity(tx, event.author, Deed::quote_request, event.status.value));
    return request ? answer_later(tx, event.status) : Result<void>{};
}

}  // namespace

Result<void> receive_quote_request(Received const& received) {
    TRY(auto const asked, find_asked(received));
    if (!asked || received.id.empty()) return {};
    TRY(auto const quoting_id, read_instrument(received));
    if (asked->answer == QuoteState::rejected) return refuse(received, *asked, quoting_id);
    TRY(auto const quoting, find_quoting(received, quoting_id));
    // Some ask before the post can be read: they are given the time of the next attempts.
    if (!quoting) return fail(Errc::remote, "", "the quoting post is not there yet");
    return received.finish([&](db::Tx& tx) { return decide(tx, received, *asked, *quoting); });
}

void install_quote_answers(Server& server) {
    server.job<AnswerQuote>(answer_quote);
    server.on<social::QuoteDecided>(hear_decided);
}

}  // namespace skein::activitypub
