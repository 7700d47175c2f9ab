// v1 of the API, where each keyword is a filter.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "core/server.h"
#include "features/filters/entities.h"
#include "features/filters/handlers.h"

namespace skein::filters {
namespace {

/// When Mastodon 4.0 came, with v2 (RFC 9745).
constexpr std::string_view deprecated_since = "@1668384000";

Reply deprecated(Reply reply) {
    reply.headers.set("Deprecation", std::string(deprecated_since));
    return reply;
}

/// One keyword with its filter.
struct OldFilter {
    social::Filter filter;
    social::FilterKeyword keyword;
};

Result<OldFilter> load_own(Call& call, db::Tx& tx) {
    OldFilter old;
    TRY(old.keyword, social::load_filter_keyword(tx, call.viewer(),
                                                 call.path_id<social::FilterKeywordId>("id")));
    TRY(old.filter, social::load_filter(tx, call.viewer(), old.keyword.filter_id));
    return old;
}

Reply old_reply(OldFilter const& old) {
    json::Writer out;
    write_old_filter(old.filter, old.keyword, out);
    return deprecated(json_reply(std::move(out)));
}

Result<void> apply(OldInput const& input, OldFilter& old, Time now) {
    auto const named_after = old.keyword.keyword.starts_with(old.filter.title);
    if (input.phrase) old.keyword.keyword = clean_keyword(*input.phrase);
    if (named_after)
        old.filter.title =
            first_graphemes(old.keyword.keyword, social::filter_title_characters_max);
    if (input.whole_word) old.keyword.whole_word = *input.whole_word;
    if (input.irreversible)
        old.filter.action =
            *input.irreversible ? social::FilterAction::hide : social::FilterAction::warn;
    TRY_OK(input.scope.apply(old.filter, now));
    if (old.keyword.keyword.empty())
        return fail(Errc::unprocessable, "Validation failed: Keyword can't be blank");
    return {};
}

bool same(social::Filter const& one, social::Filter const& other) {
    return one.contexts == other.contexts && one.action == other.action &&
           one.expires_at == other.expires_at;
}

}  // namespace

Result<Reply> show_old_filters(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const filters, social::list_filters(tx, call.viewer()));
        TRY(auto const keywords, social::list_filter_keywords(tx, call.viewer()));
        std::map<social::FilterId, social::Filter const*> by_id;
        for (auto const& filter : filters) by_id.emplace(filter.id, &filter);
        json::Writer out;
        out.array([&] {
            for (auto const& keyword : keywords)
                if (auto const filter = by_id.find(keyword.filter_id); filter != by_id.end())
                    write_old_filter(*filter->second, keyword, out);
        });
        return deprecated(json_reply(std::move(out)));
    });
}

Result<Reply> show_old_filter(Call& call) {
    TRY(auto const old, call.server().db().read([&](db::Tx& tx) { return load_own(call, tx); }));
    return old_reply(old);
}

Result<Reply> make_old_filter(Call& call, OldInput const& input) {
    TRY(auto const old, call.server().db().write([&](db::Tx& tx) -> Result<OldFilter> {
        OldFilter fresh;
        fresh.filter.account_id = fresh.keyword.account_id = call.viewer();
        fresh.keyword.whole_word = false;
        TRY_OK(apply(input, fresh, tx.now()));
        social::KeywordChange const only{{}, fresh.keyword.keyword, fresh.keyword.whole_word};
        TRY(fresh.filter, social::insert_filter(tx, fresh.filter, std::span(&only, 1)));
        TRY(auto const keywords, social::list_filter_keywords(tx, fresh.filter));
        fresh.keyword = keywords.front();
        return fresh;
    }));
    return old_reply(old);
}

Result<Reply> change_old_filter(Call& call, OldInput const& input) {
    TRY(auto const old, call.server().db().write([&](db::Tx& tx) -> Result<OldFilter> {
        TRY(auto changed, load_own(call, tx));
        auto const before = changed.filter;
        TRY_OK(apply(input, changed, tx.now()));
        TRY(auto const keywords, social::list_filter_keywords(tx, before));
        if (keywords.size() > 1 && !same(before, changed.filter))
            return fail(Errc::unprocessable,
                        "Validation failed: These parameters cannot be changed from this "
                        "application because they apply to more than one filter keyword. Use a "
                        "more recent application or the web interface.");
        if (keywords.size() > 1) changed.filter.title = before.title;
        social::KeywordChange const only{changed.keyword.id, changed.keyword.keyword,
                                         changed.keyword.whole_word};
        TRY_OK(social::update_filter(tx, changed.filter, std::span(&only, 1)));
        return changed;
    }));
    return old_reply(old);
}

Result<Reply> remove_old_filter(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const old, load_own(call, tx));
        return social::remove_filter_keyword(tx, old.keyword);
    }));
    return deprecated(empty_reply());
}

}  // namespace skein::filters
