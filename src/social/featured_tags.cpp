#include "social/featured_tags.h"

#include "core/events.h"
#include "core/server.h"
#include "social/events.h"

namespace skein::social {
namespace {

/// How many of an account's posts are looked at for what to suggest.
constexpr std::int64_t recent_posts_max = 1000;

#define FEATURED                                                                      \
    "SELECT f.id, f.tag_id, f.name, t.name, f.statuses_count, f.last_status_at FROM " \
    "featured_tags f JOIN tags t ON t.id = f.tag_id WHERE f.account_id = $1"
db::Query<FeaturedTag> const list_of{"featured_tags.list", FEATURED " ORDER BY t.name LIMIT 100"};
db::Query<FeaturedTag> const find_one{"featured_tags.find", FEATURED " AND f.tag_id = $2"};
db::Query<std::int64_t> const count_of{"featured_tags.count",
                                       "SELECT COUNT(*) FROM featured_tags WHERE account_id = $1"};
db::Sql const insert{
    "featured_tags.insert",
    "INSERT INTO featured_tags (id, account_id, tag_id, name, statuses_count, last_status_at, "
    "created_at) VALUES ($1, $2, $3, $4, 0, 0, $5) ON CONFLICT (account_id, tag_id) DO NOTHING"};
db::Sql const remove_one{"featured_tags.remove",
                         "DELETE FROM featured_tags WHERE account_id = $1 AND tag_id = $2"};
db::Sql const remove_all{"featured_tags.remove_all",
                         "DELETE FROM featured_tags WHERE account_id = $1"};
db::Query<TagId> const find_by_id{"featured_tags.find_by_id",
                                  "SELECT tag_id FROM featured_tags WHERE id = $1 AND account_id = "
                                  "$2"};

// $1 a new post, $2 its author. It may have been written long before it came here.
db::Sql const count_post{
    "featured_tags.count_post",
    "UPDATE featured_tags SET statuses_count = statuses_count + 1, last_status_at = CASE WHEN "
    "last_status_at > (SELECT p.created_at FROM statuses p WHERE p.id = $1) THEN last_status_at "
    "ELSE (SELECT p.created_at FROM statuses p WHERE p.id = $1) END WHERE account_id = $2 AND "
    "tag_id IN "
    "(SELECT st.tag_id FROM status_tags st WHERE st.status_id = $1)"};
db::Query<std::int64_t> const shows_any{
    "featured_tags.any", "SELECT 1 FROM featured_tags WHERE account_id = $1 LIMIT 1"};

struct Count {
    TagId tag;
    std::int64_t posts = 0;
    Time last{};
    std::int64_t posts_before = 0;  ///< What the row says.
    auto row() { return std::tie(tag, posts, last, posts_before); }
};
db::Query<Count> const count_posts{
    "featured_tags.count_posts",
    "SELECT f.tag_id, COUNT(s.id), COALESCE(MAX(s.created_at), 0), f.statuses_count FROM "
    "featured_tags f LEFT JOIN "
    "(SELECT p.id, p.created_at, st.tag_id FROM statuses p JOIN status_tags st ON st.status_id = "
    "p.id WHERE p.account_id = $1 AND p.visibility <= 1) s ON s.tag_id = f.tag_id "
    "WHERE f.account_id = $1 GROUP BY f.tag_id, f.statuses_count"};
// Unless a post was counted since.
db::Sql const set_count{
    "featured_tags.set_count",
    "UPDATE featured_tags SET statuses_count = $3, last_status_at = $4 WHERE account_id = $1 AND "
    "tag_id = $2 AND statuses_count = $5"};

db::Query<TagId> const list_used{
    "featured_tags.list_used",
    "SELECT st.tag_id FROM (SELECT id, visibility FROM statuses WHERE account_id = $1 ORDER BY id "
    "DESC LIMIT $3) s JOIN status_tags st ON st.status_id = s.id WHERE s.visibility <= 1 AND NOT "
    "EXISTS (SELECT 1 FROM featured_tags f WHERE f.account_id = $1 AND f.tag_id = st.tag_id) "
    "GROUP BY st.tag_id ORDER BY COUNT(*) DESC, MAX(st.status_id) DESC LIMIT $2"};

struct RecountFeaturedTags {
    static constexpr std::string_view name = "social.recount_featured_tags";
    AccountId account;
    auto row() { return std::tie(account); }
};

Result<void> recount_later(db::Tx& tx, AccountId account) {
    return enqueue(tx, RecountFeaturedTags{account},
                   {.priority = Priority::upkeep, .unique_key = to_string(account)});
}

Result<void> recount_if_any(db::Tx& tx, AccountId account) {
    TRY(auto const any, tx.find(shows_any, account));
    return any ? recount_later(tx, account) : Result<void>{};
}

Result<void> count_new(db::Tx& tx, StatusPublished const& event) {
    if (event.boost_of || event.visibility > Visibility::unlisted) return {};
    TRY_OK(tx.run(count_post, event.status, event.author));
    return {};
}

/// Its tags are gone with it.
Result<void> uncount_removed(db::Tx& tx, StatusRemoved const& event) {
    if (event.boost_of || event.visibility > Visibility::unlisted) return {};
    return recount_if_any(tx, event.author);
}

Result<void> count_edited(db::Tx& tx, StatusEdited const& event) {
    return recount_if_any(tx, event.author);
}

Result<void> forget_removed(db::Tx& tx, AccountRemoved const& event) {
    TRY_OK(tx.run(remove_all, event.account));
    return {};
}

Result<void> run_recount(JobRun& run, RecountFeaturedTags const& job) {
    return recount_featured_tags(run.server(), job.account);
}

}  // namespace

Result<std::vector<FeaturedTag>> list_featured_tags(db::Tx& tx, AccountId account) {
    return tx.list(list_of, account);
}

Result<std::optional<FeaturedTag>> find_featured_tag(db::Tx& tx, AccountId account, TagId tag) {
    return tx.find(find_one, account, tag);
}

Result<void> feature_tag(db::Tx& tx, AccountId account, TagId tag, std::string_view as_written) {
    TRY(auto const inserted,
        tx.run(insert, tx.new_id<FeaturedTagId>(), account, tag, as_written, tx.now()));
    if (inserted == 0) return {};
    TRY(auto const shown, tx.load(count_of, account));
    if (shown > featured_tags_max)
        return fail(Errc::unprocessable,
                    "Validation failed: You have already featured the maximum number of hashtags");
    TRY_OK(recount_later(tx, account));
    return publish(tx, TagFeatured{account, tag});
}

Result<void> unfeature_tag(db::Tx& tx, AccountId account, TagId tag) {
    TRY(auto const removed, tx.run(remove_one, account, tag));
    if (removed == 0) return {};
    return publish(tx, TagUnfeatured{account, tag});
}

Result<void> remove_featured_tag(db::Tx& tx, AccountId account, FeaturedTagId id) {
    TRY(auto const tag, tx.load(find_by_id, id, account));
    return unfeature_tag(tx, account, tag);
}

Result<std::vector<TagId>> list_tags_to_feature(db::Tx& tx, AccountId account, std::int64_t limit) {
    return tx.list(list_used, account, limit, recent_posts_max);
}

Result<void> recount_featured_tags(Server& server, AccountId account) {
    TRY(auto const counts,
        server.db().read([&](db::Tx& tx) { return tx.list(count_posts, account); }));
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            auto missed = false;
            for (auto const& one : counts) {
                TRY(auto const set,
                    tx.run(set_count, account, one.tag, one.posts, one.last, one.posts_before));
                missed = missed || set == 0;
            }
            return missed ? recount_later(tx, account) : Result<void>{};
        },
        db::Urgency::background);
}

void install_featured_tags(Server& server) {
    server.on<StatusPublished>(count_new);
    server.on<StatusRemoved>(uncount_removed);
    server.on<StatusEdited>(count_edited);
    server.on<AccountRemoved>(forget_removed);
    server.job<RecountFeaturedTags>(run_recount);
}

}  // namespace skein::social
