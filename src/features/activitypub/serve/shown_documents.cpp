#include "features/activitypub/serve/shown_documents.h"

#include "core/board.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/memory.h"
#include "features/activitypub/serve/tombstones.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/status_heads.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t kept_max = 2048;
constexpr std::size_t kept_bytes_max = 16 << 10;
/// What a document says of others (who was answered, what was quoted) may change unheard.
constexpr auto kept_for = std::chrono::minutes(5);

/// What a document was made from.
struct State {
    std::int64_t version = 0, emoji_version = 0, replies = 0, boosts = 0, favourites = 0;
    bool operator==(State const&) const = default;
};
struct Kept {
    State state;
    std::shared_ptr<Rendered const> document;
};

/// A part of the board.
struct ShownDocuments {
    Memory<std::int64_t, Kept> actors{kept_max}, statuses{kept_max};
};

std::shared_ptr<Rendered const> find_kept(Memory<std::int64_t, Kept>& memory, std::int64_t id,
                                          State const& state, Time now) {
    auto const kept = memory.find(id, now);
    return kept && kept->state == state ? kept->document : nullptr;
}

void keep(Memory<std::int64_t, Kept>& memory, std::int64_t id, Kept kept, Time now) {
    if (kept.document->body.size() <= kept_bytes_max)
        memory.keep(id, std::move(kept), now + kept_for);
}

Result<Shown> gone_or_missing(Server& server, db::Tx& tx, std::int64_t id, AccountId author) {
    TRY(auto const tombstone, find_tombstone(tx, id));
    if (!tombstone || tombstone->account_id != author)
        return fail(Errc::not_found, "Record not found");
    return Shown{.document = rendered(tombstone_of(server, *tombstone)), .status = 410};
}

State state_of(social::StatusHead const& head) {
    return {head.own.version, head.emoji_version, head.replies_count, head.boosts_count,
            head.favourites_count};
}

/// Nobody in particular needs no statement: the head says it.
Result<bool> is_visible(db::Tx& tx, social::StatusHead const& head, AccountId viewer) {
    if (!viewer)
        return social::counts_for_all(head.own.visibility) &&
               head.own.author.state != social::AccountState::suspended;
    auto const id = head.id();
    TRY(auto const visible, social::keep_visible(tx, viewer, std::span(&id, 1)));
    return !visible.empty();
}

}  // namespace

Result<Shown> find_actor_document(Server& server, db::Tx& tx, AccountId account) {
    TRY(auto const found, social::list_account_heads(tx, std::span(&account, 1)));
    if (found.heads.empty()) return gone_or_missing(server, tx, account.value, account);
    TRY(auto const shown, social::keep_shown(tx, AccountId{}, std::span(&account, 1)));
    if (shown.empty()) return gone_or_missing(server, tx, account.value, account);
    auto& memory = server.part<ShownDocuments>().actors;
    auto const& head = found.heads.front();
    State const state{head.version, found.emoji_version};
    if (auto kept = find_kept(memory, account.value, state, tx.now()))
        return Shown{.document = std::move(kept)};
    TRY(auto body, actor_document({server, tx}, account));
    Kept fresh{state, rendered(std::move(body))};
    auto document = fresh.document;
    keep(memory, account.value, std::move(fresh), tx.now());
    return Shown{.document = std::move(document)};
}

Result<Shown> find_instance_actor_document(Server& server, db::Tx& tx) {
    auto& memory = server.part<ShownDocuments>().actors;
    if (auto kept = find_kept(memory, 0, {}, tx.now())) return Shown{.document = std::move(kept)};
    TRY(auto body, instance_actor_document({server, tx}));
    Kept fresh{{}, rendered(std::move(body))};
    auto document = fresh.document;
    keep(memory, 0, std::move(fresh), tx.now());
    return Shown{.document = std::move(document)};
}

Result<Shown> find_status_document(Server& server, db::Tx& tx, StatusId status, AccountId author,
                                   AccountId viewer) {
    TRY(auto const heads, social::list_heads_of(tx, std::span(&status, 1)));
    if (heads.empty()) return gone_or_missing(server, tx, status.value, author);
    auto const& head = heads.front();
    if (head.own.author.id != author || head.is_boost())
        return fail(Errc::not_found, "Record not found");
    TRY(auto const visible, is_visible(tx, head, viewer));
    if (!visible) return fail(Errc::not_found, "Record not found");
    auto const for_all = social::counts_for_all(head.own.visibility);
    // The numbers of a poll change without the rest.
    auto const keepable = (head.own.marks & social::status_marks::has_poll) == 0;
    auto& memory = server.part<ShownDocuments>().statuses;
    auto const state = state_of(head);
    if (auto kept = find_kept(memory, status.value, state, tx.now()))
        return Shown{std::move(kept), for_all};
    TRY(auto body, object_document({server, tx}, status));
    Kept fresh{state, rendered(std::move(body))};
    auto document = fresh.document;
    if (keepable) keep(memory, status.value, std::move(fresh), tx.now());
    return Shown{std::move(document), for_all};
}

Result<void> forget_actor_document(db::Tx& tx, social::AccountUpdated const& event) {
    auto& memory = tx.board().part<ShownDocuments>().actors;
    tx.after_commit([&memory, id = event.account.value] { memory.forget(id); });
    return {};
}

void install_shown_documents(Server& server) {
    server.part<ShownDocuments>();
    server.on<social::AccountUpdated>(forget_actor_document);
}

}  // namespace skein::activitypub
