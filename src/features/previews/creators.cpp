#include "features/previews/creators.h"

#include <algorithm>

#include "base/url.h"
#include "core/server.h"
#include "social/admission.h"
#include "social/attributions.h"
#include "social/network.h"

namespace skein::previews {
namespace {

constexpr std::int64_t cards_a_read_max = 200;

/// Credits whom the card names, as far as they are known here; answers whether they are credited.
Result<bool> credit(db::Tx& tx, Card const& card) {
    auto const handle = Handle::parse(card.creator);
    if (!handle) return false;
    TRY(auto const account,
        social::find_shown_account_by_name(tx, AccountId{}, handle->user, handle->host));
    std::optional<AccountId> creator;
    std::string domains;
    if (account) {
        creator = account->id;
        TRY(domains, social::load_attribution_domains(tx, account->id));
    }
    auto const credited = social::may_attribute(domains, card.page_host);
    if (creator != card.creator_id || credited != card.credited)
        TRY_OK(put_credit(tx, card.id, creator, credited));
    return credited;
}

bool is_elsewhere(Card const& card) { return card.creator.contains('@'); }

/// What those who would change by these sites would become; nothing for the rest.
std::vector<CardId> list_changed(std::vector<Card> const& cards, std::string_view domains) {
    std::vector<CardId> changed;
    for (auto const& card : cards)
        if (social::may_attribute(domains, card.page_host) != card.credited)
            changed.push_back(card.id);
    return changed;
}

/// Only where a page names them.
Result<void> review_later(db::Tx& tx, AccountId account) {
    TRY(auto const named, list_cards_by(tx, account, CardId{}, 1));
    if (named.empty()) return {};
    return enqueue(tx, ReviewCredits{account},
                   {.priority = Priority::upkeep, .unique_key = to_string(account)});
}

Result<void> hear_updated(db::Tx& tx, social::AccountUpdated const& event) {
    return review_later(tx, event.account);
}

Result<void> hear_removed(db::Tx& tx, social::AccountRemoved const& event) {
    return review_later(tx, event.account);
}

}  // namespace

Result<void> settle_creator(db::Tx& tx, CardId id) {
    TRY(auto const card, find_card(tx, id));
    if (!card || card->creator.empty()) return {};
    TRY(auto const credited, credit(tx, *card));
    // Those who are known may have listed the site since their profile was read.
    if (credited || !is_elsewhere(*card)) return {};
    return enqueue(tx, FindCreator{id},
                   {.priority = Priority::upkeep, .unique_key = to_string(id)});
}

Result<void> find_creator(JobRun& run, FindCreator const& job) {
    auto& server = run.server();
    auto const find = [&](db::Tx& tx) { return find_card(tx, job.card); };
    TRY(auto const card, server.db().read(find));
    if (!card || card->credited || !is_elsewhere(*card)) return {};
    auto const handle = Handle::parse(card->creator);
    if (!handle) return {};
    for (auto const& network : server.part<social::Networks>().all)
        for (auto const& account : network->resolve_handles(server, {*handle}))
            if (account) network->profile_viewed(server, *account);
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const now, find(tx));
        if (now && !now->creator.empty()) TRY_OK(credit(tx, *now));
        return {};
    });
}

Result<void> review_credits(JobRun& run, ReviewCredits const& job) {
    auto& db = run.server().db();
    CardId after;
    for (;;) {
        TRY(auto const cards, db.read([&](db::Tx& tx) {
            return list_cards_by(tx, job.account, after, cards_a_read_max);
        }));
        TRY(auto const domains,
            db.read([&](db::Tx& tx) { return social::load_attribution_domains(tx, job.account); }));
        for (auto const id : list_changed(cards, domains)) {
            auto const again = [&](db::Tx& tx) -> Result<void> {
                TRY(auto const card, find_card(tx, id));
                if (!card || card->creator_id != job.account) return {};
                TRY(auto const sites, social::load_attribution_domains(tx, job.account));
                auto const credited = social::may_attribute(sites, card->page_host);
                if (credited == card->credited) return {};
                return put_credit(tx, id, card->creator_id, credited);
            };
            TRY_OK(db.write(again, db::Urgency::background));
        }
        if (std::cmp_less(cards.size(), cards_a_read_max)) return {};
        after = cards.back().id;
    }
}

void install_creators(Server& server) {
    server.on<social::AccountUpdated>(hear_updated);
    server.on<social::AccountRemoved>(hear_removed);
    server.job<FindCreator>(find_creator, LaneName::fetch);
    server.job<ReviewCredits>(review_credits);
}

}  // namespace skein::previews
