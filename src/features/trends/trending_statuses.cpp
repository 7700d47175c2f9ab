// Posts that are talked about.

#include "core/server.h"
#include "features/trends/handlers.h"
#include "social/timelines.h"
#include "social/views/views.h"

namespace skein::trends {
namespace {

using social::TrendKind;

constexpr PageLimits limits{.usual = 20, .most = 40};

/// A page, without what this reader may not or does not want to see.
Result<Reply> write_page(Call& call, db::Tx& tx, social::TrendsPage const& page) {
    TRY(auto const subjects, social::list_trends(tx, TrendKind::status, page));
    std::vector<StatusId> ids;
    for (auto const subject : subjects) ids.push_back(StatusId{subject});
    TRY(auto heads, social::list_heads_of(tx, ids));
    TRY(auto const reader, social::load_reader(tx, call.viewer()));
    std::erase_if(heads, [&](social::StatusHead const& head) {
        return head.own.visibility != social::Visibility::public_ ||
               !social::belongs_among_strangers(*reader, head, tx.now());
    });
    TRY_OK(social::drop_blocked_domains(tx, *reader, heads));
    TRY_OK(social::keep_visible(tx, *reader, heads));
    json::Writer out;
    TRY_OK(out.array(
        [&] { return social::write_statuses({call.server(), tx, call.viewer()}, heads, out); }));
    auto reply = json_reply(std::move(out));
    social::add_offset_links(reply, call, page, subjects.size());
    return reply;
}

Result<Reply> judge(Call& call, bool allowed) {
    TRY_OK(social::check_may_review(call));
    auto const id = call.path_id<StatusId>("id");
    auto& db = call.server().db();
    TRY_OK(db.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::load_visible_status(tx, call.viewer(), id));
        return social::review_trend(tx, TrendKind::status, id.value, allowed);
    }));
    return db.read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_visible_status({call.server(), tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace

Result<Reply> list_statuses(Call& call, social::ListTrends const& input) {
    auto const page = social::trends_page(call, input, limits);
    return call.server().db().read([&](db::Tx& tx) { return write_page(call, tx, page); });
}

Result<Reply> list_statuses_for_staff(Call& call, social::ListTrends const& input) {
    TRY(auto const page, social::trends_page_of_staff(call, input, limits));
    return call.server().db().read([&](db::Tx& tx) { return write_page(call, tx, page); });
}

Result<Reply> approve_status(Call& call) { return judge(call, true); }
Result<Reply> reject_status(Call& call) { return judge(call, false); }

}  // namespace skein::trends
