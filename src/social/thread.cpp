#include "social/thread.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "social/timeline_pages.h"

namespace skein::social {
namespace {

struct Limits {
    std::int64_t ancestors, descendants, depth;
};
// Mastodon's: a thread is open to everybody, so those who did not sign in get less of it.
constexpr Limits for_people{4096, 4096, 4096}, for_nobody{40, 60, 20};

struct Link {
    StatusId id;
    StatusId parent;
    auto row() { return std::tie(id, parent); }
};

// $1 the post, $2 how far up. The parent in a row is not read.
db::Query<Link> const list_above{"thread.above",
                                 R"sql(WITH RECURSIVE up (id, depth) AS (
        SELECT s.in_reply_to_id, 1 FROM statuses s
        WHERE s.id = $1 AND s.in_reply_to_id IS NOT NULL
        UNION ALL
        SELECT s.in_reply_to_id, up.depth + 1 FROM up JOIN statuses s ON s.id = up.id
        WHERE s.in_reply_to_id IS NOT NULL AND up.depth < $2)
    SELECT id, id FROM up ORDER BY depth DESC)sql"};

// $1 the post, $2 how far down, $3 how many.
db::Query<Link> const list_below{"thread.below",
                                 R"sql(WITH RECURSIVE down (id, parent, depth) AS (
        SELECT s.id, s.in_reply_to_id, 1 FROM statuses s WHERE s.in_reply_to_id = $1
        UNION ALL
        SELECT s.id, s.in_reply_to_id, down.depth + 1
        FROM down JOIN statuses s ON s.in_reply_to_id = down.id WHERE down.depth < $2)
    SELECT id, parent FROM down LIMIT $3)sql"};

/// Depth first, the answers to one post by age; without recursion, for a thread may be thousands
/// deep.
std::vector<StatusId> in_reading_order(StatusId root, std::vector<Link> links) {
    std::ranges::sort(links, std::greater{}, &Link::id);
    std::unordered_map<StatusId, std::vector<StatusId>> answers;
    for (auto const& link : links) answers[link.parent].push_back(link.id);
    std::vector<StatusId> order, waiting = answers[root];
    while (!waiting.empty()) {
        auto const next = waiting.back();
        waiting.pop_back();
        order.push_back(next);
        auto const found = answers.find(next);
        if (found != answers.end())
            waiting.insert(waiting.end(), found->second.begin(), found->second.end());
    }
    return order;
}

/// Takes out what the reader may not or does not want to see.
Result<std::unordered_map<StatusId, StatusHead>> shown_heads(db::Tx& tx, AccountId viewer,
                                                             std::span<StatusId const> ids) {
    TRY(auto const reader, load_reader(tx, viewer));
    TRY(auto heads, list_heads_of(tx, ids));
    std::erase_if(heads, [&](StatusHead const& head) {
        return reader->mutes(head.own.author.id, tx.now()) ||
               !allows_limited(*reader, head.own.author);
    });
    TRY_OK(drop_blocked_domains(tx, *reader, heads));
    TRY_OK(keep_visible(tx, *reader, heads));
    std::unordered_map<StatusId, StatusHead> shown;
    for (auto& head : heads) shown.emplace(head.id(), std::move(head));
    return shown;
}

std::vector<StatusHead> pick(std::unordered_map<StatusId, StatusHead>& shown,
                             std::span<StatusId const> ids) {
    std::vector<StatusHead> picked;
    for (auto const id : ids)
        if (auto found = shown.find(id); found != shown.end())
            picked.push_back(std::move(found->second));
    return picked;
}

}  // namespace

Result<Thread> load_thread(db::Tx& tx, AccountId viewer, Status const& status) {
    auto const& limits = viewer ? for_people : for_nobody;
    TRY(auto const above, tx.list(list_above, status.id, limits.ancestors));
    TRY(auto const below, tx.list(list_below, status.id, limits.depth, limits.descendants));
    std::vector<StatusId> ancestors;
    for (auto const& link : above) ancestors.push_back(link.id);
    auto const descendants = in_reading_order(status.id, below);
    auto all = ancestors;
    all.insert(all.end(), descendants.begin(), descendants.end());
    TRY(auto shown, shown_heads(tx, viewer, all));
    Thread thread;
    thread.ancestors = pick(shown, ancestors);
    thread.descendants = pick(shown, descendants);
    return thread;
}

}  // namespace skein::social
