// What the viewer did with the posts of one answer: one statement over ranges, because what anybody
// marked among twenty neighbouring posts is little; when it is much, one with the ids.

#include <algorithm>

#include "social/views/status_view.h"

namespace skein::social {
namespace {

struct Mark {
    std::int64_t kind = 0, id = 0;
    auto row() { return std::tie(kind, id); }
};

// $1 the viewer, $2 … $3 the posts, $4 … $5 their conversations, $6 the most of each.
db::Query<Mark> const marks_between{
    "viewer_marks.between",
    "SELECT 1, status_id FROM (SELECT status_id FROM favourites WHERE account_id = $1 AND "
    "status_id >= $2 AND status_id <= $3 LIMIT $6) a "
    "UNION ALL SELECT 2, boost_of_id FROM (SELECT boost_of_id FROM statuses WHERE account_id = $1 "
    "AND boost_of_id >= $2 AND boost_of_id <= $3 LIMIT $6) b "
    "UNION ALL SELECT 3, status_id FROM (SELECT status_id FROM bookmarks WHERE account_id = $1 AND "
    "status_id >= $2 AND status_id <= $3 LIMIT $6) c "
    "UNION ALL SELECT 4, conversation_id FROM (SELECT conversation_id FROM conversation_mutes "
    "WHERE account_id = $1 AND conversation_id >= $4 AND conversation_id <= $5 LIMIT $6) d "
    "UNION ALL SELECT 5, status_id FROM pins WHERE account_id = $1"};

db::Query<Mark> const marks_of{
    "viewer_marks.of",
    "SELECT 1, status_id FROM favourites WHERE account_id = $1 AND status_id IN {list:$2} "
    "UNION ALL SELECT 2, boost_of_id FROM statuses WHERE account_id = $1 AND boost_of_id IN "
    "{list:$2} "
    "UNION ALL SELECT 3, status_id FROM bookmarks WHERE account_id = $1 AND status_id IN {list:$2} "
    "UNION ALL SELECT 4, conversation_id FROM conversation_mutes WHERE account_id = $1 AND "
    "conversation_id IN {list:$3} "
    "UNION ALL SELECT 5, status_id FROM pins WHERE account_id = $1 AND status_id IN {list:$2}"};

constexpr std::size_t marks_between_max = 48;

}  // namespace

bool ViewerMarks::has(std::vector<std::int64_t> const& ids, std::int64_t id) {
    return std::ranges::find(ids, id) != ids.end();
}

std::vector<std::int64_t>* ViewerMarks::list_of(std::int64_t kind) {
    switch (kind) {
        case 1: return &favourites_;
        case 2: return &boosts_;
        case 3: return &bookmarks_;
        case 4: return &conversation_mutes_;
        default: return &pins_;
    }
}

Result<ViewerMarks> ViewerMarks::load(db::Tx& tx, AccountId viewer,
                                      std::span<StatusHead const> heads) {
    ViewerMarks marks;
    if (heads.empty()) return marks;
    std::vector<StatusId> posts;
    std::vector<ConversationId> conversations;
    for (auto const& head : heads) {
        posts.push_back(head.shown().id);
        conversations.push_back(head.shown().conversation);
    }
    auto const [first, last] = std::ranges::minmax(posts);
    auto const [from, to] = std::ranges::minmax(conversations);
    TRY_OK(tx.each_row(
        marks_between,
        [&](db::Columns const& row) {
            marks.list_of(row.integer(0))->push_back(row.integer(1));
            return true;
        },
        viewer, first, last, from, to, marks_between_max));
    auto complete = true;
    for (std::int64_t kind = 1; kind <= 4; ++kind)
        complete = complete && marks.list_of(kind)->size() < marks_between_max;
    if (complete) return marks;
    marks = {};
    TRY_OK(tx.each_row(
        marks_of,
        [&](db::Columns const& row) {
            marks.list_of(row.integer(0))->push_back(row.integer(1));
            return true;
        },
        viewer, posts, conversations));
    return marks;
}

}  // namespace skein::social
