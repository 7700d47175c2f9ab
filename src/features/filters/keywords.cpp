// The keywords of a filter, one by one.

#include "core/server.h"
#include "features/filters/entities.h"
#include "features/filters/handlers.h"

namespace skein::filters {
namespace {

Reply keyword_reply(social::FilterKeyword const& keyword) {
    json::Writer out;
    write_keyword(keyword, out);
    return json_reply(std::move(out));
}

Result<social::Filter> load_filter_of(Call& call, db::Tx& tx) {
    return social::load_filter(tx, call.viewer(), call.path_id<social::FilterId>("filter_id"));
}

Result<social::FilterKeyword> load_own(Call& call, db::Tx& tx) {
    return social::load_filter_keyword(tx, call.viewer(),
                                       call.path_id<social::FilterKeywordId>("id"));
}

}  // namespace

Result<Reply> show_keywords(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const filter, load_filter_of(call, tx));
        TRY(auto const keywords, social::list_filter_keywords(tx, filter));
        json::Writer out;
        out.array([&] {
            for (auto const& keyword : keywords) write_keyword(keyword, out);
        });
        return json_reply(std::move(out));
    });
}

Result<Reply> show_keyword(Call& call) {
    TRY(auto const keyword,
        call.server().db().read([&](db::Tx& tx) { return load_own(call, tx); }));
    return keyword_reply(keyword);
}

Result<Reply> add_keyword(Call& call, KeywordInput const& input) {
    TRY(auto const keyword,
        call.server().db().write([&](db::Tx& tx) -> Result<social::FilterKeyword> {
            TRY(auto const filter, load_filter_of(call, tx));
            social::FilterKeyword fresh;
            fresh.filter_id = filter.id;
            fresh.account_id = filter.account_id;
            input.apply(fresh);
            return social::insert_filter_keyword(tx, fresh);
        }));
    return keyword_reply(keyword);
}

Result<Reply> change_keyword(Call& call, KeywordInput const& input) {
    TRY(auto const keyword,
        call.server().db().write([&](db::Tx& tx) -> Result<social::FilterKeyword> {
            TRY(auto changed, load_own(call, tx));
            input.apply(changed);
            TRY_OK(social::update_filter_keyword(tx, changed));
            return changed;
        }));
    return keyword_reply(keyword);
}

Result<Reply> remove_keyword(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const keyword, load_own(call, tx));
        return social::remove_filter_keyword(tx, keyword);
    }));
    return empty_reply();
}

}  // namespace skein::filters
