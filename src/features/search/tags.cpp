#include "features/search/tags.h"

#include "base/text.h"
#include "social/views/views.h"

namespace skein::search {
namespace {

constexpr int days_shown = 7;
constexpr auto day_length = std::chrono::days(1);

// A range instead of LIKE, which SQLite would not answer from the index of names; of very many only
// the first in order of name are looked at. Posts that are not public count for nobody.
db::Query<social::Tag> const list_beginning{
    "search.list_tags",
    "SELECT t.id, t.name, t.display_name FROM (SELECT id, name, display_name FROM tags "
    "WHERE name >= $1 AND name < $2 ORDER BY name LIMIT $5) t "
    "WHERE EXISTS (SELECT 1 FROM status_tags st JOIN statuses s ON s.id = st.status_id "
    "WHERE st.tag_id = t.id AND s.visibility = 0) "
    "ORDER BY LENGTH(t.name), t.name LIMIT $3 OFFSET $4"};
constexpr std::int64_t looked_at_max = 500;

/// The uses of one tag on one day.
struct DayOfTag {
    TagId tag_id;
    std::int64_t day = 0;  ///< Days since 1970.
    std::int64_t uses = 0, accounts = 0;
    auto row() { return std::tie(tag_id, day, uses, accounts); }
};
// The upper bits of an id are its millisecond: 86,400,000 << 16 is a day.
db::Query<DayOfTag> const list_days{
    "search.list_tag_days",
    "SELECT st.tag_id, st.status_id / 5662310400000, COUNT(*), COUNT(DISTINCT s.account_id) "
    "FROM status_tags st JOIN statuses s ON s.id = st.status_id "
    "WHERE st.tag_id IN {list:$1} AND st.status_id >= $2 AND s.visibility = 0 "
    "GROUP BY st.tag_id, st.status_id / 5662310400000"};

DayOfTag day_of(std::vector<DayOfTag> const& days, TagId tag, std::int64_t day) {
    for (auto const& one : days)
        if (one.tag_id == tag && one.day == day) return one;
    return {};
}

void write_history(std::vector<DayOfTag> const& days, TagId tag, Time today, json::Writer& out) {
    out.array([&] {
        for (int back = 0; back < days_shown; ++back) {
            auto const start = (today - back * Duration(day_length)).time_since_epoch();
            auto const figures =
                day_of(days, tag, std::chrono::duration_cast<std::chrono::days>(start).count());
            out.object([&] {
                out.field("day",
                          std::to_string(
                              std::chrono::duration_cast<std::chrono::seconds>(start).count()));
                out.field("uses", std::to_string(figures.uses));
                out.field("accounts", std::to_string(figures.accounts));
            });
        }
    });
}

}  // namespace

Result<std::vector<social::Tag>> list_tags(db::Tx& tx, std::string_view text, std::int64_t limit,
                                           std::int64_t offset) {
    if (text.starts_with('#')) text.remove_prefix(1);
    auto const begin = fold_tag(trim(text));
    if (begin.empty()) return std::vector<social::Tag>{};
    return tx.list(list_beginning, begin, begin + "\U0010FFFF", limit, offset, looked_at_max);
}

Result<void> write_tags(Server const& server, db::Tx& tx, std::span<social::Tag const> tags,
                        json::Writer& out) {
    std::vector<TagId> ids;
    for (auto const& tag : tags) ids.push_back(tag.id);
    auto const today = midnight(tx.now());
    std::vector<DayOfTag> days;
    if (!ids.empty()) {
        TRY(days, tx.list(list_days, ids, first_id_at(today - (days_shown - 1) * day_length)));
    }
    out.array([&] {
        for (auto const& tag : tags)
            out.object([&] {
                out.field("id", tag.id);
                out.field("name", tag.name);
                out.field("url", social::tag_url(server, tag.name));
                out.key("history");
                write_history(days, tag.id, today, out);
            });
    });
    return {};
}

}  // namespace skein::search
