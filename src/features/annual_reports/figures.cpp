#include "features/annual_reports/figures.h"

#include <algorithm>
#include <unordered_map>

#include "social/vocabulary.h"

namespace skein::annual_reports {
namespace {

constexpr std::int64_t posts_a_read = 1000;
constexpr int reads_max = 100;
constexpr int follower_reads_max = 1000;

/// Posts, answers and boosts that an active account makes in a year on the whole.
constexpr std::int64_t active_year = 113;
constexpr std::int64_t boosts_a_post = 2, replies_a_post = 2, posts_a_poll = 10;
/// A hashtag that came once is no habit.
constexpr std::int64_t tag_uses_least = 2;

struct Post {
    StatusId id;
    social::Visibility visibility{};
    bool boost = false, reply = false, poll = false;
    std::int64_t boosts = 0, favourites = 0;
    auto row() { return std::tie(id, visibility, boost, reply, poll, boosts, favourites); }
};
db::Query<Post> const list_posts{
    "annual_reports.list_posts",
    "SELECT s.id, s.visibility, s.boost_of_id IS NOT NULL, s.in_reply_to_account_id IS NOT NULL "
    "AND s.in_reply_to_account_id <> s.account_id, p.id IS NOT NULL, COALESCE(t.boosts_count, 0), "
    "COALESCE(t.favourites_count, 0) FROM statuses s LEFT JOIN polls p ON p.status_id = s.id "
    "LEFT JOIN status_stats t ON t.status_id = s.id WHERE s.account_id = $1 AND s.id > $2 "
    "AND s.id < $3 ORDER BY s.id LIMIT $4"};

struct TagUses {
    TagId tag;
    std::int64_t uses = 0;
    auto row() { return std::tie(tag, uses); }
};
db::Query<TagUses> const count_tags{
    "annual_reports.count_tags",
    "SELECT st.tag_id, COUNT(*) FROM statuses s JOIN status_tags st ON st.status_id = s.id "
    "WHERE s.account_id = $1 AND s.id > $2 AND s.id <= $3 AND s.visibility IN (0, 1) "
    "GROUP BY st.tag_id"};
db::Query<std::string> const tag_name{
    "annual_reports.tag_name",
    "SELECT CASE WHEN display_name = '' THEN name ELSE display_name END FROM tags WHERE id = $1"};
/// One step through the followers.
struct Followers {
    std::int64_t read = 0, of_year = 0;
    AccountId last;
    auto row() { return std::tie(read, of_year, last); }
};
db::Query<Followers> const count_followers{
    "annual_reports.count_followers",
    "SELECT COUNT(*), COUNT(CASE WHEN f.created_at >= $3 AND f.created_at < $4 THEN 1 END), "
    "COALESCE(MAX(f.account_id), 0) FROM (SELECT account_id, created_at FROM follows WHERE "
    "target_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $5) f"};
db::Query<StatusId> const find_post{
    "annual_reports.find_post",
    "SELECT id FROM statuses WHERE account_id = $1 AND id >= $2 AND id < $3 "
    "AND visibility IN (0, 1) ORDER BY id LIMIT 1"};

/// What has been added up so far.
struct Sums {
    std::int64_t statuses = 0, shared_statuses = 0;
    Kinds kinds;
    std::optional<Post> top;
    std::unordered_map<std::int64_t, std::int64_t> tags;

    void take(Post const& post) {
        // Letters are nobody's business, nor part of anybody's figures.
        if (post.visibility == social::Visibility::direct ||
            post.visibility == social::Visibility::limited)
            return;
        ++statuses;
        shared_statuses += social::counts_for_all(post.visibility);
        kinds.polls += post.poll;
        if (post.boost) ++kinds.boosts;
        else if (post.reply) ++kinds.replies;
        else ++kinds.standalone;
        if (post.boost || post.boosts == 0 || !social::counts_for_all(post.visibility)) return;
        if (!top || std::tie(post.boosts, post.favourites, post.id) >
                        std::tie(top->boosts, top->favourites, top->id))
            top = post;
    }

    /// Of several used alike the oldest one known here.
    TagUses top_tag() const {
        TagUses most;
        for (auto const& [tag, uses] : tags)
            if (uses >= tag_uses_least &&
                (uses > most.uses || (uses == most.uses && tag < most.tag.value)))
                most = {TagId{tag}, uses};
        return most;
    }
};

/// One step of the walk.
struct Step {
    std::vector<Post> posts;
    std::vector<TagUses> tags;
};

Result<Step> read_step(db::Tx& tx, AccountId account, StatusId after, StatusId before) {
    Step step;
    TRY(step.posts, tx.list(list_posts, account, after, before, posts_a_read));
    if (step.posts.empty()) return step;
    TRY(step.tags, tx.list(count_tags, account, after, step.posts.back().id));
    return step;
}

Result<Sums> add_up(db::Database& db, AccountId account, Year year) {
    StatusId const before{first_id_at(year.end())};
    StatusId after{first_id_at(year.begin()) - 1};
    Sums sums;
    for (int i = 0; i < reads_max; ++i) {
        TRY(auto const step,
            db.read([&](db::Tx& tx) { return read_step(tx, account, after, before); }));
        for (auto const& post : step.posts) sums.take(post);
        for (auto const& [tag, uses] : step.tags) sums.tags[tag.value] += uses;
        if (std::ssize(step.posts) < posts_a_read) break;
        after = step.posts.back().id;
    }
    return sums;
}

Result<std::int64_t> add_up_followers(db::Database& db, AccountId account, Year year,
                                      std::int64_t followers_a_read) {
    std::int64_t followers = 0;
    AccountId after;
    for (int i = 0; i < follower_reads_max; ++i) {
        TRY(auto const step, db.read([&](db::Tx& tx) {
            return tx.load(count_followers, account, after, year.begin(), year.end(),
                           followers_a_read);
        }));
        followers += step.of_year;
        if (step.read < followers_a_read) break;
        after = step.last;
    }
    return followers;
}

}  // namespace

Archetype archetype_of(Kinds const& kinds) {
    if (kinds.standalone + kinds.replies + kinds.boosts < active_year) return Archetype::lurker;
    if (kinds.boosts > kinds.standalone * boosts_a_post) return Archetype::booster;
    if (kinds.polls * posts_a_poll > kinds.standalone) return Archetype::pollster;
    if (kinds.replies > kinds.standalone * replies_a_post) return Archetype::replier;
    return Archetype::oracle;
}

Result<bool> has_posted_in(db::Tx& tx, AccountId account, Year year) {
    TRY(auto const found,
        tx.find(find_post, account, first_id_at(year.begin()), first_id_at(year.end())));
    return found.has_value();
}

Result<AnnualReport> work_out(db::Database& db, AccountId account, Year year,
                              std::int64_t followers_a_read) {
    TRY(auto const sums, add_up(db, account, year));
    AnnualReport report;
    report.account_id = account;
    report.year = year.number;
    report.archetype = archetype_of(sums.kinds);
    report.statuses = sums.statuses;
    report.shared_statuses = sums.shared_statuses;
    TRY(report.followers, add_up_followers(db, account, year, followers_a_read));
    if (sums.top) report.top_status_id = sums.top->id;
    auto const [tag, uses] = sums.top_tag();
    return db.read([&](db::Tx& tx) -> Result<AnnualReport> {
        TRY(auto const name, tx.find(tag_name, tag));
        report.top_tag = name.value_or("");
        report.top_tag_uses = name ? uses : 0;
        return report;
    });
}

}  // namespace skein::annual_reports
