// Hashtags that are talked about.

#include "core/server.h"
#include "features/trends/handlers.h"
#include "social/views/tag_view.h"

namespace skein::trends {
namespace {

using social::TrendKind;

constexpr PageLimits limits{.usual = 10, .most = 20};

Result<std::vector<social::Tag>> load_tags(db::Tx& tx, std::vector<std::int64_t> const& subjects) {
    std::vector<TagId> ids;
    for (auto const subject : subjects) ids.push_back(TagId{subject});
    return social::list_tags(tx, ids);
}

/// Admin::Tag: what it is for everybody, and what was said of it.
Result<void> write_for_staff(social::ViewOf const& view, std::vector<social::Tag> const& tags,
                             json::Writer& out) {
    std::vector<std::int64_t> subjects;
    for (auto const& tag : tags) subjects.push_back(tag.id.value);
    TRY(auto const reviews, social::list_trend_reviews(view.tx, TrendKind::tag, subjects));
    json::Writer plain;
    TRY_OK(plain.array([&] { return social::write_tags(view, tags, plain); }));
    TRY(auto const document, json::Document::parse(plain.take()));
    for (auto const& one : document.root().elements()) {
        auto const id = parse_id(one.get_text("id")).value_or(0);
        auto const review = std::ranges::find(reviews, id, &social::TrendReview::subject);
        auto const judged = review != reviews.end();
        out.object([&] {
            for (auto const& [name, value] : one.members()) out.raw_field(name, value.dump());
            out.field("trendable", !judged || review->allowed);
            out.field("usable", true);
            out.field("requires_review", !judged);
        });
    }
    return {};
}

Result<Reply> judge(Call& call, bool allowed) {
    TRY_OK(social::check_may_review(call));
    auto const id = call.path_id<TagId>("id");
    auto& db = call.server().db();
    TRY_OK(db.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const tags, social::list_tags(tx, std::span(&id, 1)));
        if (tags.empty()) return fail(Errc::not_found, "Record not found");
        return social::review_trend(tx, TrendKind::tag, id.value, allowed);
    }));
    return db.read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const tags, social::list_tags(tx, std::span(&id, 1)));
        json::Writer out;
        TRY_OK(write_for_staff({call.server(), tx, call.viewer()}, tags, out));
        return json_reply(std::move(out));
    });
}

}  // namespace

Result<Reply> list_tags(Call& call, social::ListTrends const& input) {
    auto const page = social::trends_page(call, input, limits);
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const subjects, social::list_trends(tx, TrendKind::tag, page));
        TRY(auto const tags, load_tags(tx, subjects));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_tags({call.server(), tx, call.viewer()}, tags, out); }));
        auto reply = json_reply(std::move(out));
        social::add_offset_links(reply, call, page, subjects.size());
        return reply;
    });
}

Result<Reply> list_tags_for_staff(Call& call, social::ListTrends const& input) {
    TRY(auto const page, social::trends_page_of_staff(call, input, limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const subjects, social::list_trends(tx, TrendKind::tag, page));
        TRY(auto const tags, load_tags(tx, subjects));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return write_for_staff({call.server(), tx, call.viewer()}, tags, out); }));
        auto reply = json_reply(std::move(out));
        social::add_offset_links(reply, call, page, subjects.size());
        return reply;
    });
}

Result<Reply> approve_tag(Call& call) { return judge(call, true); }
Result<Reply> reject_tag(Call& call) { return judge(call, false); }

}  // namespace skein::trends
