#include "social/filter_sets.h"

#include <algorithm>

#include "core/board.h"
#include "core/server.h"

namespace skein::social {
namespace {

db::Query<AccountId> const list_having{
    "filters.list_having",
    "SELECT DISTINCT account_id FROM filters WHERE account_id IN {list:$1} ORDER BY account_id"};

}  // namespace

Result<std::shared_ptr<FilterSet const>> FilterSet::read(db::Tx& tx, AccountId account) {
    TRY(auto filters, list_filters(tx, account));
    if (filters.empty()) return std::shared_ptr<FilterSet const>{};
    auto set = std::make_shared<FilterSet>();
    set->filters_ = std::move(filters);
    auto const place_of = [&](FilterId id) {
        auto const at = std::ranges::lower_bound(set->filters_, id, {}, &Filter::id);
        return static_cast<std::size_t>(at - set->filters_.begin());
    };
    TRY(auto keywords, list_filter_keywords(tx, account));
    std::vector<Phrases::Phrase> phrases;
    for (auto& keyword : keywords) {
        phrases.push_back({keyword.keyword, keyword.whole_word});
        set->filter_of_keyword_.push_back(place_of(keyword.filter_id));
        set->keywords_.push_back(std::move(keyword.keyword));
    }
    set->phrases_ = Phrases(phrases);
    TRY(auto const statuses, list_filtered_statuses(tx, account));
    for (auto const& status : statuses)
        set->statuses_.emplace(status.status_id, place_of(status.filter_id));
    return set;
}

std::vector<FilterSet::Match> FilterSet::match(std::string_view folded, Time now) const {
    std::vector<Match> matches;
    for (auto const keyword : phrases_.find_in(folded)) {
        auto const filter = filter_of_keyword_[keyword];
        if (filters_[filter].expired(now)) continue;
        auto found = std::ranges::find(matches, filter, &Match::filter);
        if (found == matches.end()) found = matches.insert(found, {filter, {}});
        found->keywords.push_back(keyword);
    }
    std::ranges::sort(matches, {}, &Match::filter);
    return matches;
}

std::vector<std::size_t> FilterSet::filters_of(StatusId status, Time now) const {
    std::vector<std::size_t> found;
    auto const [begin, end] = statuses_.equal_range(status);
    for (auto at = begin; at != end; ++at)
        if (!filters_[at->second].expired(now)) found.push_back(at->second);
    std::ranges::sort(found);
    return found;
}

std::size_t FilterSet::bytes() const {
    auto total = sizeof *this + phrases_.bytes() + filters_.capacity() * sizeof(Filter) +
                 statuses_.size() * 64 + filter_of_keyword_.capacity() * sizeof(std::size_t);
    for (auto const& filter : filters_) total += filter.title.capacity();
    for (auto const& keyword : keywords_) total += sizeof keyword + keyword.capacity();
    return total;
}

FilterMemory::Shard& FilterMemory::shard_of(AccountId account) {
    auto const mixed = static_cast<std::uint64_t>(account.value) * 0x9E3779B97F4A7C15ULL;
    return shards_[mixed >> 60];
}

std::optional<FilterMemory::Known> FilterMemory::find(AccountId account, Time now) {
    auto& shard = shard_of(account);
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.known.find(account);
    if (found == shard.known.end() || found->second.until <= now) return std::nullopt;
    return found->second;
}

void FilterMemory::drop(Shard& shard, std::unordered_map<AccountId, Known>::iterator which) {
    if (which->second.set) shard.bytes -= which->second.set->bytes();
    shard.known.erase(which);
}

void FilterMemory::keep(db::Tx const& tx, AccountId account, std::shared_ptr<FilterSet const> set) {
    // What a write sees may be taken back.
    if (tx.writable() || !clock_) return;
    auto const bytes = set ? set->bytes() : 0;
    if (bytes > bytes_max / shard_count) return;
    auto& shard = shard_of(account);
    std::lock_guard const lock(shard.mutex);
    if (tx.now() <= shard.forgotten_at) return;
    if (auto const old = shard.known.find(account); old != shard.known.end()) drop(shard, old);
    // Whoever is thrown out costs one statement; which one it is does not matter.
    while (!shard.known.empty() && (shard.known.size() >= accounts_max / shard_count ||
                                    shard.bytes + bytes > bytes_max / shard_count))
        drop(shard, shard.known.begin());
    shard.bytes += bytes;
    shard.known.emplace(account, Known{std::move(set), tx.now() + lifetime_});
}

void FilterMemory::forget(AccountId account) {
    auto& shard = shard_of(account);
    std::lock_guard const lock(shard.mutex);
    if (clock_) shard.forgotten_at = std::max(shard.forgotten_at, clock_->now());
    if (auto const known = shard.known.find(account); known != shard.known.end())
        drop(shard, known);
}

void forget_filters(db::Tx& tx, AccountId account) {
    auto& memory = tx.board().part<FilterMemory>();
    tx.after_commit([&memory, account] { memory.forget(account); });
}

Result<std::shared_ptr<FilterSet const>> load_filter_set(db::Tx& tx, AccountId account) {
    auto& memory = tx.board().part<FilterMemory>();
    if (auto known = memory.find(account, tx.now())) return std::move(known->set);
    TRY(auto set, FilterSet::read(tx, account));
    memory.keep(tx, account, set);
    return set;
}

Result<std::vector<AccountId>> list_filtering(db::Tx& tx, std::span<AccountId const> accounts) {
    auto& memory = tx.board().part<FilterMemory>();
    std::vector<AccountId> filtering, unknown;
    for (auto const account : accounts) {
        auto const known = memory.find(account, tx.now());
        if (!known) unknown.push_back(account);
        else if (known->set) filtering.push_back(account);
    }
    if (!unknown.empty()) {
        TRY(auto const having, tx.list(list_having, unknown));
        for (auto const account : unknown)
            if (!std::ranges::binary_search(having, account)) memory.keep(tx, account, nullptr);
        filtering.insert(filtering.end(), having.begin(), having.end());
    }
    std::ranges::sort(filtering);
    return filtering;
}

void install_filters(Server& server) {
    auto& memory = server.part<FilterMemory>();
    server.at_start([&memory](Server& running) -> Result<void> {
        memory.begin(running.clock(), running.db().embedded() ? FilterMemory::lifetime_alone
                                                              : FilterMemory::lifetime_shared);
        return {};
    });
}

}  // namespace skein::social
