#include "social/tag_follows.h"

#include "core/events.h"
#include "core/paged_query.h"
#include "core/server.h"
#include "social/events.h"
#include "social/readers.h"

namespace skein::social {
namespace {

db::Sql const insert{
    "tag_follows.insert",
    "INSERT INTO tag_follows (id, account_id, tag_id, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (account_id, tag_id) DO NOTHING"};
db::Sql const remove_one{"tag_follows.remove",
                         "DELETE FROM tag_follows WHERE account_id = $1 AND tag_id = $2"};
db::Query<std::int64_t> const count{"tag_follows.count",
                                    "SELECT COUNT(*) FROM tag_follows WHERE account_id = $1"};
PagedQuery<Listed<TagId>> const page_of{
    "tag_follows.list", "SELECT f.id, f.tag_id FROM tag_follows f WHERE f.account_id = $1", "f.id"};
db::Query<FollowedTag> const list_all{
    "tag_follows.list_all",
    "SELECT f.tag_id, w.id IS NOT NULL FROM tag_follows f LEFT JOIN wide_tags w ON w.tag_id = "
    "f.tag_id WHERE f.account_id = $1 ORDER BY f.tag_id"};

db::Sql const remove_all{"tag_follows.remove_all", "DELETE FROM tag_follows WHERE account_id = $1"};

Result<void> forget_removed(db::Tx& tx, AccountRemoved const& event) {
    TRY_OK(tx.run(remove_all, event.account));
    return {};
}

}  // namespace

void install_tag_follows(Server& server) { server.on<AccountRemoved>(forget_removed); }

Result<void> follow_tag(db::Tx& tx, AccountId account, TagId tag) {
    TRY(auto const inserted,
        tx.run(insert, tx.new_id<Id<struct TagFollowTag>>(), account, tag, tx.now()));
    if (inserted == 0) return {};
    TRY(auto const followed, tx.load(count, account));
    if (followed > followed_tags_max)
        return fail(Errc::unprocessable, "Validation failed: You follow too many hashtags");
    TRY_OK(touch_reader(tx, account));
    return publish(tx, TagFollowed{account, tag});
}

Result<void> unfollow_tag(db::Tx& tx, AccountId account, TagId tag) {
    TRY(auto const removed, tx.run(remove_one, account, tag));
    if (removed == 0) return {};
    TRY_OK(touch_reader(tx, account));
    return publish(tx, TagUnfollowed{account, tag});
}

Result<std::vector<Listed<TagId>>> list_followed_tags(db::Tx& tx, AccountId account,
                                                      Page const& page) {
    return list_page(tx, page_of, page, account);
}

Result<std::vector<FollowedTag>> list_all_followed_tags(db::Tx& tx, AccountId account) {
    return tx.list(list_all, account);
}

}  // namespace skein::social
