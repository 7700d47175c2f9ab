#include "features/activitypub/documents/parts.h"

#include <algorithm>

#include "features/activitypub/addresses.h"
#include "features/activitypub/status_facts.h"
#include "social/status_heads.h"
#include "social/views/emoji_view.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

db::Query<NamedPerson> const list_people{
    "activitypub_documents.people",
    "SELECT m.status_id, m.account_id, m.silent, a.network, a.address, a.username, a.domain "
    "FROM mentions m JOIN accounts a ON a.id = m.account_id WHERE m.status_id IN {list:$1} "
    "ORDER BY m.status_id, m.account_id"};

db::Query<NamedTag> const list_tags{
    "activitypub_documents.tags",
    "SELECT st.status_id, t.name, t.display_name FROM status_tags st "
    "JOIN tags t ON t.id = st.tag_id WHERE st.status_id IN {list:$1} "
    "ORDER BY st.status_id, st.tag_id"};

db::Query<PostLink> const list_links{
    "activitypub_documents.links",
    "SELECT s.id, s.account_id, s.network, s.address, s.url, a.username FROM statuses s "
    "JOIN accounts a ON a.id = s.account_id WHERE s.id IN {list:$1}"};

db::Query<AppName> const list_apps{"activitypub_documents.apps",
                                   "SELECT id, name, website FROM apps WHERE id IN {list:$1}"};

struct ThreadPlace {
    StatusId status_id;
    std::string context;
    auto row() { return std::tie(status_id, context); }
};
db::Query<ThreadPlace> const list_contexts{
    "activitypub_documents.contexts",
    "SELECT status_id, context FROM activitypub_statuses WHERE status_id IN {list:$1} "
    "AND context <> ''"};

struct OwnReply {
    StatusId parent, id;
    auto row() { return std::tie(parent, id); }
};
// A few for each of a few posts; who answers themselves thousands of times is cut short.
db::Query<OwnReply> const list_own_replies{
    "activitypub_documents.own_replies",
    "SELECT s.in_reply_to_id, s.id FROM statuses s WHERE s.in_reply_to_id IN {list:$1} "
    "AND s.in_reply_to_account_id = s.account_id AND s.visibility IN (0, 1) "
    "ORDER BY s.in_reply_to_id, s.id LIMIT 400"};

template <class Row, class Key>
Row const* find_by(std::vector<Row> const& rows, Key const& key, auto projection) {
    auto const found = std::ranges::find(rows, key, projection);
    return found == rows.end() ? nullptr : &*found;
}

template <class Row>
std::optional<Row> copy_of(std::vector<Row> const& rows, auto const& key, auto projection) {
    auto const* row = find_by(rows, key, projection);
    return row ? std::optional(*row) : std::nullopt;
}

/// The rows of a batch, before they are dealt out.
struct Rows {
    std::vector<social::Status> statuses;
    std::vector<social::Account> authors;
    std::vector<NamedPerson> people;
    std::vector<NamedTag> tags;
    std::vector<social::Media> media;
    std::vector<social::Emoji> emojis;
    std::vector<social::Poll> polls;
    std::vector<social::Quote> quotes;
    std::vector<PostLink> links;
    std::vector<AppName> apps;
    std::vector<ThreadPlace> contexts;
    std::vector<OwnReply> own_replies;
    std::vector<social::StatusHead> heads;
};

void add_once(std::vector<std::string>& list, std::vector<std::string> const& more) {
    for (auto const& text : more)
        if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

Result<void> load_emojis(db::Tx& tx, Rows& rows) {
    std::vector<std::string> shortcodes;
    for (auto const& status : rows.statuses) {
        add_once(shortcodes, social::shortcodes_in(status.content));
        add_once(shortcodes, social::shortcodes_in(status.spoiler_text));
    }
    for (auto const& poll : rows.polls)
        for (auto const& option : poll.options)
            add_once(shortcodes, social::shortcodes_in(option.title));
    if (shortcodes.empty()) return {};
    TRY(rows.emojis, social::list_emojis(tx, "", shortcodes));
    return {};
}

/// What a post answers, quotes and boosts, and where its conversation began.
Result<void> load_links(db::Tx& tx, Rows& rows) {
    std::vector<StatusId> wanted;
    std::vector<AppId> apps;
    for (auto const& status : rows.statuses) {
        if (status.in_reply_to_id) wanted.push_back(*status.in_reply_to_id);
        if (status.boost_of_id) wanted.push_back(*status.boost_of_id);
        if (status.app_id) apps.push_back(*status.app_id);
        wanted.push_back(StatusId{status.conversation_id.value});
    }
    for (auto const& quote : rows.quotes) wanted.push_back(quote.quoted_id);
    TRY(rows.links, list_post_links(tx, wanted));
    std::vector<StatusId> others;
    for (auto const& link : rows.links)
        if (link.network != social::Network::local) others.push_back(link.id);
    if (!others.empty()) {
        TRY(rows.contexts, tx.list(list_contexts, others));
    }
    if (!apps.empty()) {
        TRY(rows.apps, tx.list(list_apps, apps));
    }
    return {};
}

Result<Rows> load_rows(db::Tx& tx, std::span<StatusId const> ids) {
    Rows rows;
    TRY(rows.statuses, social::list_statuses(tx, ids));
    std::vector<AccountId> authors;
    std::vector<StatusId> with_poll, with_quote;
    for (auto const& status : rows.statuses) {
        authors.push_back(status.account_id);
        if (status.marks & social::status_marks::has_poll) with_poll.push_back(status.id);
        if (status.marks & social::status_marks::has_quote) with_quote.push_back(status.id);
    }
    TRY(rows.authors, social::list_accounts(tx, authors));
    TRY(rows.people, tx.list(list_people, ids));
    TRY(rows.tags, tx.list(list_tags, ids));
    TRY(rows.media, social::list_media_of(tx, ids));
    if (!with_poll.empty()) {
        TRY(rows.polls, social::list_polls_of(tx, with_poll));
    }
    if (!with_quote.empty()) {
        TRY(rows.quotes, social::list_quotes_in(tx, with_quote));
    }
    TRY(rows.heads, social::list_heads_of(tx, ids));
    TRY(rows.own_replies, tx.list(list_own_replies, ids));
    TRY_OK(load_links(tx, rows));
    TRY_OK(load_emojis(tx, rows));
    return rows;
}

/// A conversation keeps the address another server gave it; one that began here is at its first
/// post, and of any other only this server's part is known.
std::string context_of(Server const& server, social::Status const& status, Rows const& rows) {
    StatusId const root{status.conversation_id.value};
    auto const* const began = find_by(rows.links, root, &PostLink::id);
    if (began && began->network == social::Network::local)
        return status_address(server, began->account_id, root, "context");
    for (auto const place : {status.in_reply_to_id.value_or(StatusId{}), root})
        if (auto const* known = find_by(rows.contexts, place, &ThreadPlace::status_id))
            return known->context;
    return fmt::format("{}/ap/contexts/{}", server.public_url(), root.value);
}

template <class Row>
std::vector<Row> rows_of(std::vector<Row> const& rows, StatusId id, auto projection) {
    std::vector<Row> found;
    for (auto const& row : rows)
        if (std::invoke(projection, row) == id) found.push_back(row);
    return found;
}

std::vector<social::Emoji> emojis_of(PostParts const& parts, Rows const& rows) {
    std::vector<std::string> shortcodes = social::shortcodes_in(parts.status.content);
    add_once(shortcodes, social::shortcodes_in(parts.status.spoiler_text));
    if (parts.poll)
        for (auto const& option : parts.poll->options)
            add_once(shortcodes, social::shortcodes_in(option.title));
    std::vector<social::Emoji> emojis;
    for (auto const& shortcode : shortcodes)
        if (auto const* emoji = find_by(rows.emojis, shortcode, &social::Emoji::shortcode))
            if (!emoji->file_key.empty()) emojis.push_back(*emoji);
    return emojis;
}

PostParts parts_of(Server const& server, social::Status const& status,
                   social::Account const& author, Rows const& rows) {
    PostParts parts;
    parts.status = status;
    parts.author = author;
    parts.people = rows_of(rows.people, status.id, &NamedPerson::status_id);
    parts.tags = rows_of(rows.tags, status.id, &NamedTag::status_id);
    parts.media = rows_of(rows.media, status.id, &social::Media::status_id);
    parts.poll = copy_of(rows.polls, status.id, &social::Poll::status_id);
    parts.quote = copy_of(rows.quotes, status.id, &social::Quote::status_id);
    if (parts.quote) parts.quoted = copy_of(rows.links, parts.quote->quoted_id, &PostLink::id);
    if (status.in_reply_to_id)
        parts.parent = copy_of(rows.links, *status.in_reply_to_id, &PostLink::id);
    if (status.boost_of_id) parts.boosted = copy_of(rows.links, *status.boost_of_id, &PostLink::id);
    if (status.app_id) parts.app = copy_of(rows.apps, *status.app_id, &AppName::id);
    parts.context = context_of(server, status, rows);
    parts.emojis = emojis_of(parts, rows);
    if (auto const* head = find_by(rows.heads, status.id, &social::StatusHead::id)) {
        parts.likes = head->favourites_count;
        parts.shares = head->boosts_count;
    }
    for (auto const& reply : rows.own_replies)
        if (reply.parent == status.id && std::ssize(parts.own_replies) < own_replies_max)
            parts.own_replies.push_back(reply.id);
    return parts;
}

}  // namespace

Result<std::vector<PostParts>> load_parts(Desk const& desk, std::span<StatusId const> ids) {
    std::vector<PostParts> loaded;
    if (ids.empty()) return loaded;
    TRY(auto const rows, load_rows(desk.tx, ids));
    for (auto const id : ids) {
        auto const* status = find_by(rows.statuses, id, &social::Status::id);
        if (!status) continue;
        auto const* author = find_by(rows.authors, status->account_id, &social::Account::id);
        if (author) loaded.push_back(parts_of(desk.server, *status, *author, rows));
    }
    return loaded;
}

Result<PostParts> load_parts_of(Desk const& desk, StatusId id) {
    TRY(auto loaded, load_parts(desk, std::span(&id, 1)));
    if (loaded.empty() || loaded.front().status.network != social::Network::local)
        return fail(Errc::not_found, "Record not found");
    return std::move(loaded.front());
}

Result<std::vector<PostLink>> list_post_links(db::Tx& tx, std::span<StatusId const> ids) {
    std::vector<PostLink> ordered;
    if (ids.empty()) return ordered;
    TRY(auto const links, tx.list(list_links, ids));
    for (auto const id : ids) {
        auto const* link = find_by(links, id, &PostLink::id);
        if (link) ordered.push_back(*link);
    }
    return ordered;
}

std::string address_of(Server const& server, PostLink const& post) {
    return post.network == social::Network::local ? status_address(server, post.account_id, post.id)
                                                  : post.address.value_or("");
}

std::string page_of(Server const& server, PostLink const& post) {
    if (post.network == social::Network::local)
        return social::status_url(server, post.username, post.id);
    return post.url.value_or(post.address.value_or(""));
}

std::string address_of(Server const& server, NamedPerson const& person) {
    return person.network == social::Network::local ? actor_address(server, person.account_id)
                                                    : person.address;
}

}  // namespace skein::activitypub
