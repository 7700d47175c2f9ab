#include "social/views/tag_view.h"

#include <algorithm>

#include "social/tag_uses.h"

namespace skein::social {
namespace {

/// What the reader does with one of the tags.
struct Mark {
    TagId tag;
    bool following = false;
    auto row() { return std::tie(tag, following); }
};
db::Query<Mark> const list_marks{
    "tags.list_marks",
    "SELECT tag_id, TRUE FROM tag_follows WHERE account_id = $1 AND tag_id IN {list:$2} UNION ALL "
    "SELECT tag_id, FALSE FROM featured_tags WHERE account_id = $1 AND tag_id IN {list:$2}"};

DayOfTag day_of(std::vector<DayOfTag> const& days, TagId tag, std::int64_t day) {
    for (auto const& one : days)
        if (one.tag_id == tag && one.day == day) return one;
    return {};
}

bool has_mark(std::vector<Mark> const& marks, TagId tag, bool following) {
    return std::ranges::any_of(
        marks, [&](Mark const& one) { return one.tag == tag && one.following == following; });
}

}  // namespace

void write_day(std::int64_t day, std::int64_t uses, std::int64_t accounts, json::Writer& out) {
    constexpr std::int64_t seconds_a_day = 86'400;
    out.object([&] {
        out.field("day", std::to_string(day * seconds_a_day));
        out.field("uses", std::to_string(uses));
        out.field("accounts", std::to_string(accounts));
    });
}

Result<void> write_tags(ViewOf const& view, std::span<Tag const> tags, json::Writer& out) {
    if (tags.empty()) return {};
    std::vector<TagId> ids;
    for (auto const& tag : tags) ids.push_back(tag.id);
    TRY(auto const days, list_tag_days(view.tx, ids));
    std::vector<Mark> marks;
    if (view.viewer) {
        TRY(marks, view.tx.list(list_marks, view.viewer, ids));
    }
    auto const today = day_number(view.tx.now());
    for (auto const& tag : tags)
        out.object([&] {
            out.field("id", tag.id);
            out.field("name", tag.name);
            out.field("url", tag_url(view.server, tag.name));
            out.key("history");
            out.array([&] {
                for (int back = 0; back < tag_days_shown; ++back) {
                    auto const figures = day_of(days, tag.id, today - back);
                    write_day(today - back, figures.uses, figures.accounts, out);
                }
            });
            if (!view.viewer) return;
            out.field("following", has_mark(marks, tag.id, true));
            out.field("featuring", has_mark(marks, tag.id, false));
        });
    return {};
}

Result<void> write_tag(ViewOf const& view, Tag const& tag, json::Writer& out) {
    return write_tags(view, std::span(&tag, 1), out);
}

void write_featured_tags(Server const& server, std::span<FeaturedTag const> tags,
                         json::Writer& out) {
    for (auto const& tag : tags)
        out.object([&] {
            out.field("id", tag.id);
            out.field("name", tag.name);
            out.field("url", tag_url(server, tag.folded));
            out.field("statuses_count", std::to_string(tag.statuses_count));
            out.key("last_status_at");
            if (tag.last_status_at == Time{}) out.value(nullptr);
            else out.value(to_iso_date(tag.last_status_at));
        });
}

}  // namespace skein::social
