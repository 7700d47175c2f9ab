#include "social/views/filter_view.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/json.h"
#include "core/server.h"
#include "social/filter_texts.h"
#include "social/views/fragments.h"

namespace skein::social {
namespace {

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
    TRY(auto fresh, load_filter_texts(view.tx, missing));
    for (auto const* post : posts) {
        auto& text = texts[post->id];
        if (text) continue;
        text = std::make_shared<std::string const>(std::move(fresh[post->id]));
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
