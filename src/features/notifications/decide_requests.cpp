// Requests listed, shown, accepted and dismissed.

#include "core/server.h"
#include "features/notifications/handlers.h"
#include "social/views/notification_view.h"
#include "social/views/status_view.h"

namespace skein::notifications {
namespace {

constexpr PageLimits page_limits{.usual = 40, .most = 80};

/// The last post of each is left out when it cannot be shown (any more).
Result<void> write_requests(social::ViewOf const& view, std::span<Request const> requests,
                            json::Writer& out) {
    std::vector<social::Notification> rows;
    for (auto const& request : requests)
        rows.push_back({.id = {request.id.value},
                        .account_id = view.viewer,
                        .kind = social::NotificationKind::mention,
                        .from_account_id = request.from,
                        .status_id = request.last_status});
    TRY(auto const parts, social::NotificationParts::load(view, rows, {}, std::nullopt));
    for (auto const& request : requests) {
        if (!parts.accounts().has(request.from)) continue;
        out.object([&] {
            out.field("id", request.id);
            out.field("created_at", request.created_at);
            out.field("updated_at", request.updated_at);
            // As text, which is what apps were written against.
            out.field("notifications_count", std::to_string(request.count));
            out.key("account");
            out.begin_value();
            parts.accounts().append(out.buffer(), request.from);
            if (auto const post = parts.posts().find(request.last_status);
                post != parts.posts().end())
                out.raw_field("last_status", post->second);
        });
    }
    return {};
}

Result<Reply> decide_one(Call& call, Decision decision) {
    auto const id = call.path_id<RequestId>("id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(load_request(tx, call.viewer(), id));
        TRY_OK(decide_requests(tx, call.viewer(), {id}, decision));
        return {};
    }));
    return empty_reply();
}

/// Ids that are nobody's question any more are passed over.
Result<Reply> decide_some(Call& call, WhichRequests const& input, Decision decision) {
    if (input.ids.size() > decided_max)
        return fail(Errc::unprocessable,
                    fmt::format("At most {} requests can be answered at once", decided_max));
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(decide_requests(tx, call.viewer(), input.ids, decision));
        return {};
    }));
    return empty_reply();
}

}  // namespace

Result<Reply> show_requests(Call& call) {
    TRY(auto const page, call.page(page_limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, list_requests(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return write_requests({call.server(), tx, call.viewer()}, rows, out); }));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> show_request(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const row, load_request(tx, call.viewer(), call.path_id<RequestId>("id")));
        json::Writer out;
        TRY_OK(write_requests({call.server(), tx, call.viewer()}, std::span(&row, 1), out));
        return json_reply(std::move(out));
    });
}

Result<Reply> accept_request(Call& call) { return decide_one(call, Decision::accept); }
Result<Reply> dismiss_request(Call& call) { return decide_one(call, Decision::dismiss); }

Result<Reply> accept_requests(Call& call, WhichRequests const& input) {
    return decide_some(call, input, Decision::accept);
}

Result<Reply> dismiss_requests(Call& call, WhichRequests const& input) {
    return decide_some(call, input, Decision::dismiss);
}

Result<Reply> show_merged(Call& call) {
    TRY(auto const merged,
        call.server().db().read([&](db::Tx& tx) { return is_merged(tx, call.viewer()); }));
    json::Writer out;
    out.object([&] { out.field("merged", merged); });
    return json_reply(std::move(out));
}

}  // namespace skein::notifications
