#include "social/views/announcement_view.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "core/server.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/post_text.h"
#include "social/views/emoji_view.h"

namespace skein::social {
namespace {

struct Person {
    AccountId id;
    std::string username, domain, url;
    auto row() { return std::tie(id, username, domain, url); }
};
db::Query<Person> const list_people{
    "announcements.people",
    "SELECT a.id, a.username, a.domain, a.url FROM accounts a WHERE a.id IN {list:$1} AND a.state "
    "<> 2 AND " SKEIN_ADMITTED("a")};

struct Post {
    StatusId id;
    std::string url, username, domain;
    auto row() { return std::tie(id, url, username, domain); }
};
// What is for everybody only: an announcement betrays no other post.
db::Query<Post> const list_posts{
    "announcements.posts",
    "SELECT s.id, COALESCE(s.url, ''), a.username, a.domain FROM statuses s JOIN accounts a ON "
    "a.id = s.account_id WHERE s.id IN {list:$2} AND s.visibility IN (0, 1) "
    "AND " SKEIN_VISIBLE_TO_1};

struct Reacted {
    AnnouncementId announcement;
    std::string name;
    bool custom = false;
    std::int64_t count = 0;
    bool mine = false;
    std::string file_key, static_key;
    auto row() { return std::tie(announcement, name, custom, count, mine, file_key, static_key); }
};
// Without those whose picture is gone.
db::Query<Reacted> const list_reacted{
    "announcement_reaction_counts.list_of",
    "SELECT c.announcement_id, c.name, c.custom, c.count, EXISTS (SELECT 1 FROM "
    "announcement_reactions r WHERE r.account_id = $2 AND r.announcement_id = c.announcement_id "
    "AND r.name = c.name), COALESCE(e.file_key, ''), COALESCE(e.static_key, '') FROM "
    "announcement_reaction_counts c LEFT JOIN custom_emojis e ON c.custom AND e.shortcode = c.name "
    "AND e.domain = '' WHERE c.announcement_id IN {list:$1} AND (NOT c.custom OR e.id IS NOT NULL) "
    "ORDER BY c.announcement_id, c.first_at, c.name"};

template <class AnyId>
Result<std::vector<AnyId>> ids_in(std::string const& list) {
    TRY(auto const document, json::Document::parse(list));
    std::vector<AnyId> ids;
    for (auto const& element : document.root().elements())
        ids.push_back(AnyId{element.integer().value_or(0)});
    return ids;
}

/// What a batch needs, in four statements.
struct Pieces {
    std::unordered_map<AccountId, Person> people;
    std::unordered_map<StatusId, Post> posts;
    std::unordered_map<AnnouncementId, std::vector<Reacted>> reactions;
    EmojiBook emojis;
};

Result<Pieces> load_pieces(ViewOf const& view, std::span<ShownAnnouncement const> rows) {
    Pieces pieces;
    std::vector<AnnouncementId> ids;
    std::vector<AccountId> people;
    std::vector<StatusId> posts;
    for (auto const& [one, dismissed] : rows) {
        ids.push_back(one.id);
        TRY(auto const mentioned, ids_in<AccountId>(one.mentioned));
        people.insert(people.end(), mentioned.begin(), mentioned.end());
        TRY(auto const statuses, ids_in<StatusId>(one.statuses));
        posts.insert(posts.end(), statuses.begin(), statuses.end());
        pieces.emojis.note("", one.text);
    }
    TRY(auto persons, view.tx.list(list_people, people));
    for (auto& person : persons) pieces.people.emplace(person.id, std::move(person));
    TRY(auto found, view.tx.list(list_posts, view.viewer, posts));
    for (auto& post : found) pieces.posts.emplace(post.id, std::move(post));
    TRY(auto reacted, view.tx.list(list_reacted, ids, view.viewer));
    for (auto& one : reacted) pieces.reactions[one.announcement].push_back(std::move(one));
    TRY_OK(pieces.emojis.load(view.tx));
    return pieces;
}

Result<void> write_mentions(ViewOf const& view, Pieces const& pieces, Announcement const& one,
                            json::Writer& out) {
    TRY(auto const mentioned, ids_in<AccountId>(one.mentioned));
    out.key("mentions");
    out.array([&] {
        for (auto const id : mentioned) {
            auto const found = pieces.people.find(id);
            if (found == pieces.people.end()) continue;
            auto const& person = found->second;
            out.object([&] {
                out.field("id", id);
                out.field("username", person.username);
                out.field("url", person.domain.empty() ? account_url(view.server, person.username)
                                                       : person.url);
                out.field("acct", person.domain.empty() ? person.username
                                                        : person.username + "@" + person.domain);
            });
        }
    });
    return {};
}

Result<void> write_posts(ViewOf const& view, Pieces const& pieces, Announcement const& one,
                         json::Writer& out) {
    TRY(auto const statuses, ids_in<StatusId>(one.statuses));
    out.key("statuses");
    out.array([&] {
        for (auto const id : statuses) {
            auto const found = pieces.posts.find(id);
            if (found == pieces.posts.end()) continue;
            auto const& post = found->second;
            out.object([&] {
                out.field("id", id);
                out.field("url",
                          post.url.empty() ? status_url(view.server, post.username, id) : post.url);
            });
        }
    });
    return {};
}

void write_tags(Server const& server, Announcement const& one, json::Writer& out) {
    out.key("tags");
    out.array([&] {
        for (auto const& tag : tags_in(one.text))
            out.object([&] {
                auto const folded = fold_tag(tag);
                out.field("name", folded);
                out.field("url", tag_url(server, folded));
            });
    });
}

void write_reactions(ViewOf const& view, Pieces const& pieces, AnnouncementId id,
                     json::Writer& out) {
    out.key("reactions");
    auto const found = pieces.reactions.find(id);
    out.array([&] {
        if (found == pieces.reactions.end()) return;
        for (auto const& one : found->second)
            out.object([&] {
                out.field("name", one.name);
                out.field("count", one.count);
                if (view.viewer) out.field("me", one.mine);
                if (!one.custom) return;
                Emoji emoji;
                emoji.file_key = one.file_key;
                emoji.static_key = one.static_key;
                auto const addresses = addresses_of(view.server, emoji);
                out.field("url", addresses.url);
                out.field("static_url", addresses.static_url);
            });
    });
}

Result<void> write_one(ViewOf const& view, Pieces const& pieces, ShownAnnouncement const& shown,
                       json::Writer& out) {
    auto const& one = shown.announcement;
    return out.object([&]() -> Result<void> {
        out.field("id", one.id);
        out.field("content", one.html);
        out.field("starts_at", one.starts_at);
        out.field("ends_at", one.ends_at);
        out.field("all_day", one.all_day);
        out.field("published_at", one.published_at.value_or(one.created_at));
        out.field("updated_at", one.updated_at);
        if (view.viewer) out.field("read", shown.dismissed);
        TRY_OK(write_mentions(view, pieces, one, out));
        TRY_OK(write_posts(view, pieces, one, out));
        write_tags(view.server, one, out);
        out.key("emojis");
        pieces.emojis.write(view.server, "", {one.text}, out);
        write_reactions(view, pieces, one.id, out);
        return {};
    });
}

}  // namespace

Result<void> write_announcements(ViewOf const& view, std::span<ShownAnnouncement const> rows,
                                 json::Writer& out) {
    TRY(auto const pieces, load_pieces(view, rows));
    for (auto const& row : rows) TRY_OK(write_one(view, pieces, row, out));
    return {};
}

Result<void> write_announcement(ViewOf const& view, AnnouncementId id, json::Writer& out) {
    ShownAnnouncement shown;
    TRY(shown.announcement, load_announcement(view.tx, id));
    if (!shown.announcement.shown) return fail(Errc::not_found, "Record not found");
    ViewOf const nobody{view.server, view.tx, AccountId{}};
    return write_announcements(nobody, std::span(&shown, 1), out);
}

}  // namespace skein::social
