#include "features/previews/creators.h"

#include <algorithm>

#include "base/url.h"
#include "core/server.h"
#include "platform/crypto/digest.h"
#include "social/admission.h"
#include "social/attributions.h"
#include "social/network.h"

namespace skein::previews {
namespace {

constexpr std::int64_t cards_a_write_max = 100;
/// Other servers are asked in so many rows, each one after the other: pages may name anybody.
constexpr unsigned rows_of_askers = 4;

struct Credit {
    bool credited = false, changed = false;
};

/// Whom the card names, as far as they are known here: by their handle, or as whom their server
/// answered for it.
Result<std::optional<AccountId>> find_creator_of(db::Tx& tx, Handle const& handle,
                                                 std::optional<AccountId> answered) {
    TRY(auto const named,
        social::find_shown_account_by_name(tx, AccountId{}, handle.user, handle.host));
    if (named) return named->id;
    if (!answered || handle.host.empty()) return std::nullopt;
    TRY(auto const shown, social::keep_shown(tx, AccountId{}, std::span(&*answered, 1)));
    return shown.empty() ? std::nullopt : answered;
}

Result<Credit> credit(db::Tx& tx, Card const& card, std::optional<AccountId> answered) {
    auto const handle = Handle::parse(card.creator);
    if (!handle) return Credit{};
    TRY(auto const creator, find_creator_of(tx, *handle, answered));
    std::string domains;
    if (creator) {
        TRY(domains, social::load_attribution_domains(tx, *creator));
    }
    auto const credited = social::may_attribute(domains, card.page_host);
    auto const changed = creator != card.creator_id || credited != card.credited;
    if (changed) TRY_OK(put_credit(tx, card.id, creator, credited));
    return Credit{credited, changed};
}

bool is_elsewhere(Card const& card) { return card.creator.contains('@'); }

JobOptions asking_for(Card const& card) {
    auto const host = card.creator.substr(card.creator.find('@') + 1);
    auto const draw = static_cast<unsigned char>(crypto::sha256(host)[0]);
    return {.priority = Priority::upkeep,
            .unique_key = to_string(card.id),
            .order_key = fmt::format("previews.find_creator/{}", draw % rows_of_askers)};
}

/// Only where a page names them.
Result<void> review_later(db::Tx& tx, AccountId account) {
    TRY(auto const named, list_cards_by(tx, account, CardId{}, 1));
    if (named.empty()) return {};
    return enqueue(tx, ReviewCredits{account},
                   {.priority = Priority::upkeep, .unique_key = to_string(account)});
}

Result<void> hear_changed(db::Tx& tx, social::AttributionsChanged const& event) {
    return review_later(tx, event.account);
}

Result<void> hear_removed(db::Tx& tx, social::AccountRemoved const& event) {
    return review_later(tx, event.account);
}

/// Looks again at some cards behind one; answers the last, or nothing when there are no more.
Result<std::optional<CardId>> review_some(db::Tx& tx, AccountId account, CardId after) {
    TRY(auto const cards, list_cards_by(tx, account, after, cards_a_write_max));
    TRY(auto const domains, social::load_attribution_domains(tx, account));
    std::vector<CardId> credited, uncredited;
    for (auto const& card : cards) {
        auto const agreed = social::may_attribute(domains, card.page_host);
        if (agreed == card.credited) continue;
        (agreed ? credited : uncredited).push_back(card.id);
        TRY_OK(show_anew_later(tx, {card.id}));
    }
    TRY_OK(put_credits(tx, credited, true));
    TRY_OK(put_credits(tx, uncredited, false));
    if (std::cmp_less(cards.size(), cards_a_write_max)) return std::nullopt;
    return cards.back().id;
}

}  // namespace

Result<void> settle_creator(db::Tx& tx, CardId id) {
    TRY(auto const card, find_card(tx, id));
    if (!card || card->creator.empty()) return {};
    TRY(auto const settled, credit(tx, *card, card->creator_id));
    // Those who are known may have listed the site since their profile was read.
    if (settled.credited || !is_elsewhere(*card)) return {};
    return enqueue(tx, FindCreator{id}, asking_for(*card));
}

Result<void> find_creator(JobRun& run, FindCreator const& job) {
    auto& server = run.server();
    auto const find = [&](db::Tx& tx) { return find_card(tx, job.card); };
    TRY(auto const card, server.db().read(find));
    if (!card || card->credited || !is_elsewhere(*card)) return {};
    auto const handle = Handle::parse(card->creator);
    if (!handle) return {};
    std::optional<AccountId> answered;
    for (auto const& network : server.part<social::Networks>().all) {
        for (auto const& account : network->resolve_handles(server, {*handle}))
            if (account) answered = account;
        if (!answered) continue;
        network->account_named(server, *answered);
        break;
    }
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const now, find(tx));
        if (!now || now->creator != card->creator) return {};
        TRY(auto const settled, credit(tx, *now, answered ? answered : now->creator_id));
        return settled.changed ? show_anew(tx, {job.card}) : ok();
    });
}

Result<void> review_credits(JobRun& run, ReviewCredits const& job) {
    auto& db = run.server().db();
    for (std::optional<CardId> after = CardId{}; after;) {
        TRY(after,
            db.write([&, from = *after](db::Tx& tx) { return review_some(tx, job.account, from); },
                     db::Urgency::background));
    }
    return {};
}

void install_creators(Server& server) {
    server.on<social::AttributionsChanged>(hear_changed);
    server.on<social::AccountRemoved>(hear_removed);
    server.job<FindCreator>(find_creator, LaneName::fetch);
    server.job<ReviewCredits>(review_credits);
    server.job<ShowAnew>(run_show_anew);
}

}  // namespace skein::previews
