#include "features/filters/entities.h"

#include "social/views/filter_view.h"

namespace skein::filters {

Result<Rules> load_rules(db::Tx& tx, social::Filter const& filter) {
    Rules rules;
    TRY(rules.keywords, social::list_filter_keywords(tx, filter));
    TRY(rules.statuses, social::list_filtered_statuses(tx, filter));
    return rules;
}

void write_filter(social::Filter const& filter, Rules const& rules, json::Writer& out) {
    out.object([&] {
        social::write_filter_fields(filter, out);
        out.key("keywords");
        out.array([&] {
            for (auto const& keyword : rules.keywords)
                if (keyword.filter_id == filter.id) write_keyword(keyword, out);
        });
        out.key("statuses");
        out.array([&] {
            for (auto const& status : rules.statuses)
                if (status.filter_id == filter.id) write_status(status, out);
        });
    });
}

void write_keyword(social::FilterKeyword const& keyword, json::Writer& out) {
    out.object([&] {
        out.field("id", keyword.id);
        out.field("keyword", keyword.keyword);
        out.field("whole_word", keyword.whole_word);
    });
}

void write_status(social::FilteredStatus const& status, json::Writer& out) {
    out.object([&] {
        out.field("id", status.id);
        out.field("status_id", status.status_id);
    });
}

void write_old_filter(social::Filter const& filter, social::FilterKeyword const& keyword,
                      json::Writer& out) {
    out.object([&] {
        out.field("id", keyword.id);
        out.field("phrase", keyword.keyword);
        out.key("context");
        out.array([&] {
            for (auto const& context : social::filter_contexts())
                if ((filter.contexts & context.bit) != 0) out.value(context.name);
        });
        out.field("whole_word", keyword.whole_word);
        out.field("expires_at", filter.expires_at);
        out.field("irreversible", filter.action == social::FilterAction::hide);
    });
}

}  // namespace skein::filters
