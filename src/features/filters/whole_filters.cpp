// Filters, with all they hold.

#include "core/server.h"
#include "features/filters/entities.h"
#include "features/filters/handlers.h"

namespace skein::filters {
namespace {

std::vector<social::KeywordChange> changes_of(FilterInput const& input) {
    std::vector<social::KeywordChange> changes;
    for (auto const& one : input.keywords) {
        auto& change = changes.emplace_back(one.id, std::nullopt, one.whole_word, one.destroy);
        if (one.keyword) change.keyword = clean_keyword(*one.keyword);
    }
    return changes;
}

Result<Reply> filter_reply(db::Tx& tx, social::Filter const& filter) {
    TRY(auto const rules, load_rules(tx, filter));
    json::Writer out;
    write_filter(filter, rules, out);
    return json_reply(std::move(out));
}

Result<social::Filter> load_own(Call& call, db::Tx& tx) {
    return social::load_filter(tx, call.viewer(), call.path_id<social::FilterId>("id"));
}

}  // namespace

Result<Reply> show_filters(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const filters, social::list_filters(tx, call.viewer()));
        Rules rules;
        TRY(rules.keywords, social::list_filter_keywords(tx, call.viewer()));
        TRY(rules.statuses, social::list_filtered_statuses(tx, call.viewer()));
        json::Writer out;
        out.array([&] {
            for (auto const& filter : filters) write_filter(filter, rules, out);
        });
        return json_reply(std::move(out));
    });
}

Result<Reply> show_filter(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const filter, load_own(call, tx));
        return filter_reply(tx, filter);
    });
}

Result<Reply> make_filter(Call& call, FilterInput const& input) {
    return call.server().db().write([&](db::Tx& tx) -> Result<Reply> {
        social::Filter filter;
        filter.account_id = call.viewer();
        TRY_OK(input.apply(filter, tx.now()));
        TRY(filter, social::insert_filter(tx, filter, changes_of(input)));
        return filter_reply(tx, filter);
    });
}

Result<Reply> change_filter(Call& call, FilterInput const& input) {
    return call.server().db().write([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto filter, load_own(call, tx));
        TRY_OK(input.apply(filter, tx.now()));
        TRY_OK(social::update_filter(tx, filter, changes_of(input)));
        return filter_reply(tx, filter);
    });
}

Result<Reply> remove_filter(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const filter, load_own(call, tx));
        return social::remove_filter(tx, filter);
    }));
    return empty_reply();
}

}  // namespace skein::filters
