#include "social/views/filter_view.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/html.h"
#include "base/json.h"
#include "base/phrases.h"
#include "core/server.h"
#include "social/views/fragments.h"

namespace skein::social {
namespace {

/// What people read of a post: the warning, the text, options of its poll, descriptions of media.
enum class Kind : std::int64_t { spoiler = 1, content = 2, options = 3, description = 4 };
struct Piece {
    StatusId status;
    Kind kind{};
    std::string text;
    auto row() { return std::tie(status, kind, text); }
};
db::Query<Piece> const list_pieces{
    "filter_texts.list",
    "SELECT id, 1, spoiler_text FROM statuses WHERE id IN {list:$1} AND spoiler_text <> '' UNION "
    "ALL SELECT id, 2, content FROM statuses WHERE id IN {list:$1} UNION ALL SELECT status_id, 3, "
    "titles FROM polls WHERE status_id IN {list:$1} UNION ALL SELECT status_id, 4, description "
    "FROM media_attachments WHERE status_id IN {list:$1} AND description <> ''"};

/// Nothing that is looked for goes over this.
constexpr std::string_view between = "\n\n";

void append(std::string& text, std::string_view piece) {
    if (!text.empty()) text += between;
    text += piece;
}

void append(std::string& text, Piece const& piece) {
    switch (piece.kind) {
        case Kind::content: return append(text, plain_text_of(piece.text));
        case Kind::options:
            if (auto const titles = json::Document::parse(piece.text))
                for (auto const title : titles->root().elements())
                    if (auto const name = title.text()) append(text, *name);
            return;
        case Kind::spoiler:
        case Kind::description: return append(text, piece.text);
    }
}

Stamp stamp_of(TextHead const& text) { return {text.version, 0}; }

/// The texts of these posts, from memory or in one statement for all that are not there.
Result<std::unordered_map<StatusId, Fragment>> load_texts(ViewOf const& view,
                                                          std::span<TextHead const* const> posts) {
    auto& kept = view.server.part<Fragments>();
    std::unordered_map<StatusId, Fragment> texts;
    std::vector<StatusId> missing;
    for (auto const* post : posts) {
        auto text = kept.find(FragmentKind::filter_text, post->id.value, stamp_of(*post));
        if (!text) missing.push_back(post->id);
        texts.emplace(post->id, std::move(text));
    }
    if (missing.empty()) return texts;
    TRY(auto pieces, view.tx.list(list_pieces, missing));
    std::ranges::sort(pieces, {}, &Piece::kind);
    std::unordered_map<StatusId, std::string> fresh;
    for (auto const& piece : pieces) append(fresh[piece.status], piece);
    for (auto const* post : posts) {
        auto& text = texts[post->id];
        if (text) continue;
        text = std::make_shared<std::string const>(fold_for_phrases(fresh[post->id]));
        // What a write sees may be taken back.
        if (!view.tx.writable())
            kept.put(FragmentKind::filter_text, post->id.value, stamp_of(*post), text);
    }
    return texts;
}

/// One filter with what it found.
struct Found {
    std::vector<std::size_t> keywords;
    std::vector<StatusId> statuses;
};
using FoundByFilter = std::map<std::size_t, Found>;

std::string results_of(FilterSet const& set, FoundByFilter const& found) {
    json::Writer out;
    out.array([&] {
        for (auto const& [place, what] : found)
            out.object([&] {
                out.key("filter");
                out.object([&] { write_filter_fields(set.filters()[place], out); });
                out.key("keyword_matches");
                if (what.keywords.empty()) out.value(nullptr);
                else
                    out.array([&] {
                        for (auto const keyword : what.keywords) out.value(set.keyword(keyword));
                    });
                out.key("status_matches");
                if (what.statuses.empty()) out.value(nullptr);
                else
                    out.array([&] {
                        for (auto const id : what.statuses) out.value(id);
                    });
            });
    });
    return out.take();
}

}  // namespace

void write_filter_fields(Filter const& filter, json::Writer& out) {
    out.field("id", filter.id);
    out.field("title", filter.title);
    out.key("context");
    out.array([&] {
        for (auto const& context : filter_contexts())
            if ((filter.contexts & context.bit) != 0) out.value(context.name);
    });
    out.field("expires_at", filter.expires_at);
    out.field("filter_action", to_string(filter.action));
}

Result<void> FilterMatches::load(ViewOf const& view, std::span<StatusHead const> heads) {
    TRY(auto const set, load_filter_set(view.tx, view.viewer));
    if (!set || (!set->has_keywords() && !set->has_statuses())) return {};
    auto const now = view.tx.now();
    std::vector<TextHead const*> posts;
    for (auto const& head : heads)
        if (head.shown().author.id != view.viewer) posts.push_back(&head.shown());
    std::unordered_map<StatusId, Fragment> texts;
    if (set->has_keywords()) {
        TRY(texts, load_texts(view, posts));
    }
    texts_.resize(heads.size());
    for (std::size_t i = 0; i < heads.size(); ++i) {
        auto const& head = heads[i];
        if (head.shown().author.id == view.viewer) continue;
        FoundByFilter found;
        if (auto const text = texts.find(head.shown().id); text != texts.end())
            for (auto& match : set->match(*text->second, now))
                found[match.filter].keywords = std::move(match.keywords);
        for (auto const place : set->filters_of(head.shown().id, now))
            found[place].statuses.push_back(head.shown().id);
        if (!found.empty()) texts_[i].shown = results_of(*set, found);
        if (!head.is_boost()) continue;
        for (auto const place : set->filters_of(head.id(), now))
            found[place].statuses.push_back(head.id());
        if (!found.empty()) texts_[i].boost = results_of(*set, found);
    }
    return {};
}

}  // namespace skein::social
