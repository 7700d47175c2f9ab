#include "features/activitypub/inbox/receive_activity.h"

#include "base/encoding.h"
#include "base/log.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/inbox/waiting.h"
#include "features/activitypub/received.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

/// Questions to other servers that one activity may cause, and how long they may take.
constexpr int requests_max = 30;
constexpr auto time_max = std::chrono::seconds(60);
constexpr std::int64_t attempts_max = 5;
constexpr std::size_t order_key_bytes = 12;

/// What a suspended account may still say: what ends or corrects things.
bool is_heard_when_suspended(std::string_view type) {
    return type == "Delete" || type == "Undo" || type == "Reject" || type == "Update";
}

/// Time may heal these; everything else ends the activity without effect.
bool is_worth_another_try(Errc code) {
    return code == Errc::remote || code == Errc::timeout || code == Errc::unavailable ||
           code == Errc::cancelled || code == Errc::storage_full || code == Errc::internal;
}

Result<bool> is_heard(Server& server, VerifiedActor const& actor, std::string_view type) {
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return social::find_account(tx, actor.account()); }));
    if (!account) return false;
    return account->state != social::AccountState::suspended || is_heard_when_suspended(type);
}

/// The activity's type; one that has several is read as the first that means something here.
Handle handler_of(json::Value activity, std::string& type) {
    for (auto& candidate : types_of(activity)) {
        type = candidate;
        if (auto const handler = find_handler(type)) return handler;
    }
    return nullptr;
}

Result<void> handle(JobRun& run, ReceiveActivity const& job, FetchBudget& budget) {
    auto& server = run.server();
    TRY(auto const document, json::Document::parse(job.body));
    auto const root = document.root();
    auto const signer = Iri::parse(job.actor);
    if (!signer) return fail(Errc::unprocessable, "", "no actor: " + job.actor);
    TRY(auto const actor, Authority::of_signer(root, *signer, job.account));
    std::string type;
    auto const handler = handler_of(root, type);
    if (!handler) return {};
    TRY(auto const heard, is_heard(server, actor, type));
    if (!heard) return {};
    auto const inbox_of = job.inbox_of ? std::optional(job.inbox_of) : std::nullopt;
    return handler({.server = server,
                    .run = run,
                    .actor = actor,
                    .activity = root,
                    .id = std::string(id_text(root)),
                    .inbox_of = inbox_of,
                    .budget = budget,
                    .may_start_anew = run.lane() != LaneName::fetch});
}

FetchBudget budget_in(LaneName lane, Server& server) {
    if (lane != LaneName::fetch) return {.requests = 0};
    return {.requests = requests_max, .until = server.clock().now() + time_max};
}

/// What a failure means for the job: again later, or nothing any more.
Result<void> settle(JobRun& run, Error const& error, std::string_view what) {
    auto const last = run.stored().attempts + 1 >= attempts_max;
    if (is_worth_another_try(error.code) && !last) return fail(error);
    log::debug("activitypub.dropped", {{"what", std::string(what)},
                                       {"code", std::string(to_string(error.code))},
                                       {"why", error.detail}});
    return {};
}

/// What Delete and Undo name is what they end: the inner object where there is one.
std::string_view subject_of(json::Value activity) {
    auto const object = first_of(activity, "object");
    if (!object) return {};
    auto const is_undo = has_type(activity, "Undo");
    if (is_undo && object->is_object())
        if (auto const inner = first_of(*object, "object")) return id_text(*inner);
    return id_text(*object);
}

}  // namespace

std::optional<Duration> receive_retry(std::int64_t failures) {
    constexpr std::array<Duration, 4> waits{std::chrono::minutes(1), std::chrono::minutes(10),
                                            std::chrono::hours(1), std::chrono::hours(6)};
    auto const place = static_cast<std::size_t>(std::max<std::int64_t>(failures, 1) - 1);
    if (place >= waits.size()) return std::nullopt;
    return waits[place];
}

std::string receive_order_key(VerifiedActor const& actor, json::Value activity) {
    auto const subject = subject_of(activity);
    if (subject.empty()) return {};
    auto const hash = crypto::sha256(actor.id().str() + '\n' + std::string(subject));
    return "in:" + to_base64url(hash.substr(0, order_key_bytes));
}

Result<void> receive_activity(JobRun& run, ReceiveActivity const& job) {
    auto& server = run.server();
    auto budget = budget_in(run.lane(), server);
    auto const handled = handle(run, job, budget);
    if (budget.refused && !run.finished() && run.lane() != LaneName::fetch)
        return run.start_anew_in(LaneName::fetch);
    auto settled = handled || run.finished() ? handled : settle(run, handled.error(), job.actor);
    if (settled || run.finished()) server.part<Waiting>().give_back(job.ticket);
    return settled;
}

Result<void> fetch_hint(JobRun& run, FetchHint const& job) {
    auto& server = run.server();
    auto const id = Iri::parse(job.object);
    if (!id || is_ours(server, job.object)) return {};
    auto budget = budget_in(LaneName::fetch, server);
    if (!job.is_new) {
        auto const fetched = refetch_known(server, *id, budget);
        return fetched ? Result<void>{} : settle(run, fetched.error(), job.object);
    }
    auto const found = ensure_status(server, *id, budget);
    return found ? Result<void>{} : settle(run, found.error(), job.object);
}

}  // namespace skein::activitypub
