#include "social/home_tags.h"

#include "social/timeline_pages.h"
#include "social/timelines.h"

namespace skein::social {
namespace {

// As `home.posts_of`: the newest $4 of each tag below $2, then the newest $4 of all.
IdQuery const posts_with{
    "home.posts_with",
    "SELECT DISTINCT p.status_id FROM tags w JOIN status_tags p ON p.tag_id = w.id "
    "WHERE w.id IN {list:$1} AND p.status_id < $2 AND p.status_id > COALESCE((SELECT i.status_id "
    "FROM status_tags i WHERE i.tag_id = w.id AND i.status_id < $2 AND i.status_id > $3 ORDER BY "
    "i.status_id DESC LIMIT 1 OFFSET $4), $3) ORDER BY p.status_id DESC LIMIT $4"};
IdQuery const posts_with_up{
    "home.posts_with.up",
    "SELECT DISTINCT p.status_id FROM tags w JOIN status_tags p ON p.tag_id = w.id "
    "WHERE w.id IN {list:$1} AND p.status_id > $3 AND p.status_id < COALESCE((SELECT i.status_id "
    "FROM status_tags i WHERE i.tag_id = w.id AND i.status_id < $2 AND i.status_id > $3 ORDER BY "
    "i.status_id ASC LIMIT 1 OFFSET $4), $2) ORDER BY p.status_id ASC LIMIT $4"};
IdQuery const carry_any{
    "home.carry_any",
    "SELECT DISTINCT status_id FROM status_tags WHERE status_id IN {list:$1} AND tag_id IN "
    "{list:$2}"};

}  // namespace

bool may_come_by_tag(Reader const& reader, StatusHead const& head, Time now) {
    auto const& author = head.own.author;
    if (head.own.visibility != Visibility::public_ || head.is_boost()) return false;
    if (reader.reads_apart(author.id) || !belongs_among_strangers(reader, head, now)) return false;
    auto const answered = head.in_reply_to_account;
    return !answered || (!reader.mutes(answered, now) && !reader.blocks(answered));
}

std::vector<TagId> followed_tags_of(Reader const& reader, bool only_wide) {
    std::vector<TagId> tags;
    for (auto const& tag : reader.followed_tags())
        if (!only_wide || tag.wide) tags.push_back(tag.id);
    return tags;
}

Result<HeadBatch> tagged_batch(db::Tx& tx, std::span<TagId const> tags, Page const& page) {
    return list_heads(tx, page.ascending ? posts_with_up : posts_with, tags, page.max_id,
                      page.floor_id, page.limit);
}

Result<std::unordered_set<StatusId>> list_brought_by_tags(db::Tx& tx, Reader const& reader,
                                                          std::span<StatusHead const> heads) {
    std::unordered_set<StatusId> brought;
    if (reader.followed_tags().empty()) return brought;
    std::vector<StatusId> asked;
    for (auto const& head : heads)
        if (!belongs_in_home(reader, head, tx.now()) && may_come_by_tag(reader, head, tx.now()))
            asked.push_back(head.id());
    if (asked.empty()) return brought;
    TRY(auto const found, tx.list(carry_any, asked, followed_tags_of(reader, false)));
    brought.insert(found.begin(), found.end());
    return brought;
}

}  // namespace skein::social
