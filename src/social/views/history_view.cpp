// StatusEdit: a post as it was, oldest version first.

#include <unordered_map>

#include "social/accounts.h"
#include "social/views/emoji_view.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

db::Query<Media> const list_media_by_ids{
    "media.list_of_history",
    "SELECT m.id, m.account_id, m.status_id, m.position, m.kind, m.state, m.description, "
    "m.original_key, m.preview_key, m.remote_url, m.blurhash, m.width, m.height, "
    "m.preview_width, m.preview_height, m.focus_x, m.focus_y, m.created_at, "
    "m.upload_key, m.size_bytes, m.details "
    "FROM media_attachments m WHERE m.id IN {list:$1} AND m.account_id = $2"};

struct PastMedia {
    MediaId id;
    std::string description;
};

/// What a version says of its media; those that are gone cannot be shown.
std::vector<PastMedia> media_of(PastVersion const& version) {
    std::vector<PastMedia> media;
    auto const document = json::Document::parse(version.media.empty() ? "[]" : version.media);
    if (!document) return media;
    for (auto const& one : document->root().elements())
        if (auto const id = parse_id(one.get_text("id")))
            media.push_back({MediaId{*id}, std::string(one.get_text("description"))});
    return media;
}

/// What its poll asked then.
void write_poll_of(PastVersion const& version, json::Writer& out) {
    auto const titles = json::Document::parse(version.poll.empty() ? "null" : version.poll);
    if (!titles || !titles->root().is_array()) return;
    out.key("poll");
    out.object([&] {
        out.key("options");
        out.array([&] {
            for (auto const& title : titles->root().elements())
                out.object([&] { out.field("title", title.text().value_or("")); });
        });
    });
}

}  // namespace

Result<void> write_status_history(ViewOf const& view, Status const& status, json::Writer& out) {
    TRY(auto const versions, list_versions(view.tx, status));
    TRY(auto const author, load_account(view.tx, status.account_id));
    std::vector<MediaId> ids;
    EmojiBook emojis;
    for (auto const& version : versions) {
        for (auto const& media : media_of(version)) ids.push_back(media.id);
        emojis.note(author.domain, version.content);
        emojis.note(author.domain, version.spoiler_text);
    }
    TRY(auto const media_rows, view.tx.list(list_media_by_ids, ids, author.id));
    std::unordered_map<MediaId, Media> rows;
    for (auto const& row : media_rows) rows.emplace(row.id, row);
    TRY_OK(emojis.load(view.tx));
    json::Writer account;
    TRY_OK(write_account(view, author.id, account));
    out.array([&] {
        for (auto const& version : versions)
            out.object([&] {
                out.field("content", version.content);
                out.field("spoiler_text", version.spoiler_text);
                out.field("sensitive", version.sensitive);
                out.field("created_at", version.created_at);
                out.raw_field("account", account.text());
                out.key("media_attachments");
                out.array([&] {
                    for (auto const& past : media_of(version)) {
                        auto const row = rows.find(past.id);
                        if (row == rows.end()) continue;
                        auto media = row->second;
                        media.description = past.description;
                        write_media(view.server, media, out);
                    }
                });
                write_poll_of(version, out);
                out.key("emojis");
                emojis.write(view.server, author.domain, {version.spoiler_text, version.content},
                             out);
            });
    });
    return {};
}

}  // namespace skein::social
