// Rendering a post's own text, in batches.

#include <algorithm>
#include <unordered_map>

#include "core/server.h"
#include "social/accounts.h"
#include "social/tags.h"
#include "social/views/emoji_view.h"
#include "social/views/quote_view.h"
#include "social/views/status_view.h"

namespace skein::social {
namespace {

struct Mention {
    StatusId status_id;
    AccountId account_id;
    auto row() { return std::tie(status_id, account_id); }
};
db::Query<Mention> const list_mentions{
    "mentions.list_named",
    "SELECT status_id, account_id FROM mentions WHERE status_id IN {list:$1} AND silent = FALSE"};

struct Name {
    AccountId id;
    std::string username, domain, url;
    auto row() { return std::tie(id, username, domain, url); }
};
db::Query<Name> const list_names{
    "accounts.list_names", "SELECT id, username, domain, url FROM accounts WHERE id IN {list:$1}"};

struct AppName {
    AppId id;
    std::string name, website;
    auto row() { return std::tie(id, name, website); }
};
db::Query<AppName> const list_app_names{"apps.list_names",
                                        "SELECT id, name, website FROM apps WHERE id IN {list:$1}"};

/// Everything a batch of posts shows beside its rows.
struct Parts {
    std::vector<Status> statuses;
    std::unordered_multimap<StatusId, AccountId> mentions;
    std::unordered_map<AccountId, Name> names;
    std::unordered_multimap<StatusId, std::string> tags;
    std::unordered_multimap<StatusId, Media> media;
    std::unordered_map<AppId, AppName> apps;
    EmojiBook emojis;
    std::vector<std::pair<Decorator const*, std::vector<std::string>>> decorations;
    std::unordered_map<StatusId, std::size_t> places;  ///< In the order that was asked for.
};

template <class Key, class Value>
std::vector<Value const*> values_of(std::unordered_multimap<Key, Value> const& map, Key key) {
    std::vector<Value const*> values;
    auto const [begin, end] = map.equal_range(key);
    for (auto at = begin; at != end; ++at) values.push_back(&at->second);
    return values;
}

Result<void> load_people(db::Tx& tx, std::span<StatusId const> ids, Parts& parts) {
    TRY(auto const mentions, tx.list(list_mentions, ids));
    std::vector<AccountId> people;
    std::vector<AppId> apps;
    for (auto const& mention : mentions) {
        parts.mentions.emplace(mention.status_id, mention.account_id);
        people.push_back(mention.account_id);
    }
    for (auto const& status : parts.statuses) {
        people.push_back(status.account_id);
        if (status.app_id) apps.push_back(*status.app_id);
    }
    TRY(auto names, tx.list(list_names, people));
    for (auto& name : names) parts.names.emplace(name.id, std::move(name));
    TRY(auto app_names, tx.list(list_app_names, apps));
    for (auto& app : app_names) parts.apps.emplace(app.id, std::move(app));
    return {};
}

Result<void> decorate(ViewOf const& view, std::span<StatusId const> ids, Parts& parts) {
    for (auto const& decorator : view.server.part<Decorators>().statuses) {
        if (decorator.personal) continue;
        TRY(auto texts, decorator.render(view.tx, view.viewer, ids));
        expects(texts.size() == ids.size());
        parts.decorations.emplace_back(&decorator, std::move(texts));
    }
    return {};
}

Result<Parts> load_parts(ViewOf const& view, std::span<StatusId const> ids) {
    Parts parts;
    TRY(parts.statuses, list_statuses(view.tx, ids));
    for (std::size_t i = 0; i < ids.size(); ++i) parts.places.emplace(ids[i], i);
    TRY_OK(load_people(view.tx, ids, parts));
    TRY(auto tags, list_tags_of(view.tx, ids));
    for (auto& tag : tags) parts.tags.emplace(tag.status_id, std::move(tag.name));
    TRY(auto media, list_media_of(view.tx, ids));
    for (auto& one : media)
        if (one.status_id) parts.media.emplace(*one.status_id, std::move(one));
    for (auto const& status : parts.statuses)
        for (auto const* text : {&status.content, &status.spoiler_text})
            parts.emojis.note(parts.names[status.account_id].domain, *text);
    TRY_OK(parts.emojis.load(view.tx));
    TRY_OK(decorate(view, ids, parts));
    return parts;
}

void write_text_or_null(json::Writer& out, std::string_view name, std::string_view text) {
    out.key(name);
    text.empty() ? out.value(nullptr) : out.value(text);
}

void write_addresses(Server const& server, Status const& status, Name const& author,
                     json::Writer& out) {
    if (status.network != Network::local) {
        out.field("uri", status.address);
        out.key("url");
        status.url ? out.value(*status.url) : out.value(status.address);
        return;
    }
    auto const uri = status_uri(server, status.account_id, status.id);
    // A boost is an activity of its own, without a page.
    out.field("uri", status.boost_of_id ? uri + "/activity" : uri);
    out.key("url");
    status.boost_of_id ? out.value(nullptr)
                       : out.value(status_url(server, author.username, status.id));
}

void write_mentions(Server const& server, Status const& status, Parts const& parts,
                    json::Writer& out) {
    out.array([&] {
        for (auto const* id : values_of(parts.mentions, status.id)) {
            auto const found = parts.names.find(*id);
            if (found == parts.names.end()) continue;
            auto const& name = found->second;
            auto const local = name.domain.empty();
            out.object([&] {
                out.field("id", name.id);
                out.field("username", name.username);
                out.field("url", local ? account_url(server, name.username) : name.url);
                out.field("acct", local ? name.username : name.username + "@" + name.domain);
            });
        }
    });
}

void write_tags(Server const& server, Status const& status, Parts const& parts, json::Writer& out) {
    out.array([&] {
        for (auto const* name : values_of(parts.tags, status.id))
            out.object([&] {
                out.field("name", *name);
                out.field("url", tag_url(server, *name));
            });
    });
}

void write_media_of(Server const& server, Status const& status, Parts const& parts,
                    json::Writer& out) {
    auto media = values_of(parts.media, status.id);
    std::ranges::sort(media, {},
                      [](Media const* one) { return std::pair(one->position, one->id); });
    out.array([&] {
        for (auto const* one : media) write_media(server, *one, out);
    });
}

void write_application(Status const& status, Parts const& parts, json::Writer& out) {
    if (!status.app_id) return;
    auto const app = parts.apps.find(*status.app_id);
    if (app == parts.apps.end()) return;
    out.key("application");
    out.object([&] {
        out.field("name", app->second.name);
        write_text_or_null(out, "website", app->second.website);
    });
}

/// Fields of features, and the empty ones nobody fills.
void write_decorations(Status const& status, Parts const& parts, json::Writer& out) {
    for (auto const& empty : empty_status_fields) {
        auto const filled = std::ranges::any_of(parts.decorations, [&](auto const& decoration) {
            return decoration.first->field == empty.name;
        });
        if (!filled) out.raw_field(empty.name, empty.json);
    }
    auto const place = parts.places.at(status.id);
    for (auto const& [decorator, texts] : parts.decorations) {
        auto const& text = texts[place].empty() ? decorator->fallback : texts[place];
        if (!text.empty()) out.raw_field(decorator->field, text);
    }
}

std::string render(Server const& server, Status const& status, Parts const& parts) {
    auto const& author = parts.names.at(status.account_id);
    json::Writer out(1536 + status.content.size());
    out.object([&] {
        out.field("id", status.id);
        write_addresses(server, status, author, out);
        out.field("created_at", status.created_at);
        out.field("edited_at", status.edited_at);
        out.field("in_reply_to_id", status.in_reply_to_id);
        out.field("in_reply_to_account_id", status.in_reply_to_account_id);
        out.field("visibility", to_string(status.visibility));
        out.field("sensitive", status.sensitive);
        out.field("spoiler_text", status.spoiler_text);
        write_text_or_null(out, "language", status.language);
        out.field("content", status.content);
        out.key("media_attachments");
        write_media_of(server, status, parts, out);
        write_application(status, parts, out);
        out.key("mentions");
        write_mentions(server, status, parts, out);
        out.key("tags");
        write_tags(server, status, parts, out);
        out.key("emojis");
        parts.emojis.write(server, author.domain, {status.spoiler_text, status.content}, out);
        write_decorations(status, parts, out);
        out.key("quote_approval");
        out.object([&] { write_quote_policy(policy_of_marks(status.marks), out); });
    });
    auto text = out.take();
    text.resize(text.size() - 2);
    text.shrink_to_fit();
    return text;
}

}  // namespace

Result<std::vector<Fragment>> render_status_fragments(ViewOf const& view,
                                                      std::span<StatusId const> ids) {
    TRY(auto const parts, load_parts(view, ids));
    std::vector<Fragment> fragments(ids.size());
    for (auto const& status : parts.statuses)
        fragments[parts.places.at(status.id)] =
            std::make_shared<std::string const>(render(view.server, status, parts));
    return fragments;
}

}  // namespace skein::social
