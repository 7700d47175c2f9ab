#include "features/activitypub/delivery/deliver.h"

#include "base/encoding.h"
#include "base/url.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/answers.h"
#include "features/activitypub/delivery/follower_digests.h"
#include "features/activitypub/delivery/gone_inboxes.h"
#include "features/activitypub/delivery/host_upkeep.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/signature_memory.h"
#include "social/account_removal.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

constexpr auto deadline = std::chrono::seconds(20);
constexpr std::uint64_t answer_bytes_max = 1 << 20;
constexpr std::size_t challenge_bytes_max = 1000, location_bytes_max = 2048;
constexpr std::size_t words_bytes_max = 200, history_bytes_max = 6000;

/// Everything about a delivery but the bytes.
struct Errand {
    AccountId sender_id;
    std::string kind, subject;
    bool to_followers = false;
    Time expires_at{};
    std::string address, host;
    std::int64_t attempts = 0, knocks = 0;
    std::string wanted, location, history;
    auto row() {
        return std::tie(sender_id, kind, subject, to_followers, expires_at, address, host, attempts,
                        knocks, wanted, location, history);
    }
};

db::Query<Errand> const find_errand{
    "activitypub_deliveries.find_errand",
    "SELECT p.sender_id, p.kind, p.subject, p.to_followers, p.expires_at, i.address, i.host, "
    "COALESCE(d.attempts, 0), COALESCE(d.knocks, 0), COALESCE(d.wanted, ''), "
    "COALESCE(d.location, ''), COALESCE(d.history, '') FROM activitypub_parcels p "
    "JOIN activitypub_inboxes i ON i.id = $2 LEFT JOIN activitypub_deliveries d "
    "ON d.parcel_id = p.id AND d.inbox_id = i.id WHERE p.id = $1"};
db::Query<std::string> const find_bytes{"activitypub_parcels.find_bytes",
                                        "SELECT activity FROM activitypub_parcels WHERE id = $1"};
db::Sql const put_delivery{
    "activitypub_deliveries.put",
    "INSERT INTO activitypub_deliveries (parcel_id, inbox_id, state, attempts, knocks, wanted, "
    "location, history) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT (parcel_id, inbox_id) DO UPDATE SET state = excluded.state, "
    "attempts = excluded.attempts, knocks = excluded.knocks, wanted = excluded.wanted, "
    "location = excluded.location, history = excluded.history"};

SignatureForm form_of(SignatureMemory& memory, Errand const& errand, Time now) {
    auto const first = memory.form_for(errand.host, now);
    return errand.knocks == 0 ? first : other_form(first);
}

/// Whoever is gone says only that: what was composed before must not arrive after it.
Result<bool> is_void(db::Tx& tx, Errand const& errand) {
    if (errand.kind == "Delete" && errand.subject == actor_subject(errand.sender_id)) return false;
    return social::was_removed(tx, errand.sender_id);
}

std::string target_of(Errand const& errand) {
    return errand.location.empty() ? errand.address : errand.location;
}

/// As the host asked for, if it did and may; else in the form it is tried with.
void sign(Server& server, http::Outgoing& request, Errand const& errand, OwnKeys const& keys) {
    auto const now = server.clock().now();
    auto const key_id = key_address(server, errand.sender_id);
    if (!errand.wanted.empty()) {
        http::Headers asked;
        asked.set("Accept-Signature", errand.wanted);
        auto const challenge = read_accept_signature(asked);
        if (challenge && sign_request(request, *challenge, key_id, keys.rsa, now)) return;
    }
    auto const form = form_of(server.part<SignatureMemory>(), errand, now);
    sign_request(request, form, key_id, keys.rsa, now);
}

void note(Errand& errand, Time now, std::string_view words) {
    if (errand.history.size() >= history_bytes_max) return;
    auto text = to_valid_utf8(words.substr(0, words_bytes_max));
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    errand.history += std::to_string(now.time_since_epoch().count()) + " " + text + "\n";
}

/// What the host's answer says of the host, once it is certain.
Result<void> tell_hosts(db::Tx& tx, Errand const& errand, Judgement const& judgement) {
    auto& hosts = tx.board().part<Hosts>();
    auto const now = tx.now();
    if (judgement.is_alive && hosts.is_troubled(errand.host))
        tx.after_commit([&hosts, host = errand.host] { hosts.answered(host); });
    if (judgement.has_failed)
        tx.after_commit([&hosts, host = errand.host, now, why = judgement.words] {
            hosts.failed(host, now, why);
        });
    if (judgement.paused_until != Time{})
        tx.after_commit([&hosts, host = errand.host, until = judgement.paused_until, now] {
            hosts.pause(host, until, now);
        });
    auto const changes = judgement.has_failed || judgement.paused_until != Time{} ||
                         (judgement.is_alive && hosts.is_troubled(errand.host));
    return changes ? keep_host_later(tx, errand.host) : Result<void>{};
}

/// The form that got through is remembered, where it was not the first.
void learn_form(db::Tx& tx, Errand const& errand) {
    if (errand.knocks == 0) return;
    auto& memory = tx.board().part<SignatureMemory>();
    auto const form =
        errand.wanted.empty() ? form_of(memory, errand, tx.now()) : SignatureForm::rfc9421;
    tx.after_commit(
        [&memory, host = errand.host, form, now = tx.now()] { memory.note(host, form, now); });
}

Result<void> store(db::Tx& tx, DeliverActivity const& job, Errand const& errand,
                   DeliveryState state) {
    TRY_OK(tx.run(put_delivery, job.parcel, job.inbox, state, errand.attempts, errand.knocks,
                  errand.wanted, errand.location, errand.history));
    return {};
}

/// What the next request of this attempt is to be like.
void try_otherwise(Errand& errand, Judgement const& judgement, Outcome const& outcome) {
    if (judgement.fate == Fate::follow) {
        errand.location = judgement.location.substr(0, location_bytes_max);
        return;
    }
    ++errand.knocks;
    auto const wanted = outcome->headers.get("Accept-Signature");
    errand.wanted = wanted.size() <= challenge_bytes_max ? std::string(wanted) : std::string();
}

}  // namespace

Result<Prepared> prepare_delivery(Server& server, DeliverActivity const& job) {
    std::optional<Errand> errand;
    http::Outgoing request;
    TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(errand, tx.find(find_errand, job.parcel, job.inbox));
        if (!errand) return {};
        TRY(auto const ended, is_void(tx, *errand));
        if (ended) return fail(Errc::gone, "", "the account is gone");
        TRY(request.body, tx.load(find_bytes, job.parcel));
        return {};
    }));
    auto const now = server.clock().now();
    if (!errand || errand->expires_at <= now) return fail(Errc::gone, "", "not worth telling now");
    if (server.part<social::DomainBook>().verdict(errand->host).refused())
        return fail(Errc::gone, "", "this server does not speak with that domain");
    if (auto const later = server.part<Hosts>().admit(errand->host, now)) return Later{*later};
    TRY(auto const keys, load_own_keys(server, errand->sender_id));
    request.method = http::Method::post;
    request.url = target_of(*errand);
    request.headers.set("Content-Type", "application/activity+json");
    request.deadline = deadline;
    request.body_bytes_max = answer_bytes_max;
    if (errand->to_followers) {
        TRY(auto const header,
            followers_header(server, job.parcel, errand->sender_id, errand->host));
        request.headers.set("Collection-Synchronization", header);
    }
    sign(server, request, *errand, *keys);
    return request;
}

Result<Verdict> finish_delivery(db::Tx& tx, DeliverActivity const& job, Outcome const& outcome) {
    TRY(auto found, tx.find(find_errand, job.parcel, job.inbox));
    if (!found) return Verdict::done;
    auto& errand = *found;
    auto const now = tx.now();
    auto const judgement = judge(outcome,
                                 {.attempts = errand.attempts,
                                  .forms = static_cast<int>(errand.knocks),
                                  .followed = !errand.location.empty(),
                                  .url = target_of(errand),
                                  .is_certain = is_end(errand.kind)},
                                 now);
    TRY_OK(tell_hosts(tx, errand, judgement));
    if (judgement.fate == Fate::not_sent) return Verdict::again_uncounted(judgement.again_at);
    note(errand, now, judgement.words);
    if (judgement.fate == Fate::ask_otherwise || judgement.fate == Fate::follow) {
        try_otherwise(errand, judgement, outcome);
        TRY_OK(store(tx, job, errand, DeliveryState::goes_on));
        return Verdict::again_uncounted(now);
    }
    if (judgement.fate == Fate::arrived) learn_form(tx, errand);
    ++errand.attempts;
    errand.knocks = 0;
    errand.wanted.clear();
    errand.location.clear();
    auto const state = judgement.fate == Fate::arrived ? DeliveryState::arrived
                       : judgement.fate == Fate::again ? DeliveryState::goes_on
                                                       : DeliveryState::given_up;
    TRY_OK(store(tx, job, errand, state));
    if (judgement.fate == Fate::inbox_gone) TRY_OK(note_gone_inbox(tx, job.inbox, errand.host));
    return judgement.fate == Fate::again ? Verdict::again_at(judgement.again_at) : Verdict::done;
}

}  // namespace skein::activitypub
