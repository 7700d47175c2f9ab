#include "features/posting/schedule_status.h"

#include "features/posting/drafts.h"
#include "features/posting/scheduled_statuses.h"
#include "social/kept_media.h"
#include "social/statuses.h"
#include "social/users.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

constexpr std::size_t shown_key_bytes_max = 255;

/// What publishing would find wrong already now.
Result<void> check_now(db::Tx& tx, social::StatusDraft const& draft) {
    TRY_OK(social::load_media_for(tx, draft.author, draft.media, {}));
    if (draft.in_reply_to_id)
        TRY_OK(social::load_visible_status(tx, draft.author, *draft.in_reply_to_id));
    return {};
}

/// The key as it was sent, if that is short enough to be shown again.
std::string_view shown_key(Call const& call) {
    auto const key = call.request().headers.get("Idempotency-Key");
    return key.size() <= shown_key_bytes_max ? key : std::string_view{};
}

Result<Reply> one_scheduled(Call& call, db::Tx& tx, ScheduledStatus const& row) {
    json::Writer out;
    TRY_OK(write_scheduled(call.server(), tx, std::span(&row, 1), out));
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> show_made(Call& call, StatusId id) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        // Ids of both kinds come from one row of numbers, so one key names either.
        TRY(auto const scheduled, find_scheduled(tx, ScheduledId{id.value}));
        if (scheduled && scheduled->account_id == call.viewer())
            return one_scheduled(call, tx, *scheduled);
        json::Writer out;
        TRY_OK(social::write_status({call.server(), tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> schedule_status(Call& call, CreateStatus const& input) {
    auto& server = call.server();
    auto const author = author_of(call);
    TRY_OK(check_scheduled_time(*input.scheduled_at, server.clock().now()));
    TRY(auto const draft, draft_of(server, author, input));
    ScheduledStatus fresh;
    fresh.account_id = author.account;
    fresh.scheduled_at = *input.scheduled_at;
    fresh.visibility = draft.visibility;
    if (author.app) fresh.app_id = author.app;
    auto const key = stored_key(call);
    fresh.params = params_of(input, author.app, shown_key(call));
    TRY(auto const id, server.db().write([&](db::Tx& tx) -> Result<StatusId> {
        if (!key.empty()) {
            TRY(auto const earlier, social::find_status_by_key(tx, author.account, key));
            if (earlier) return *earlier;
        }
        TRY_OK(check_now(tx, draft));
        TRY(auto const row, insert_scheduled(tx, fresh));
        TRY_OK(social::keep_media(tx, row.id.value, draft.media));
        StatusId const made{row.id.value};
        if (!key.empty()) TRY_OK(social::remember_key(tx, author.account, key, made));
        return made;
    }));
    return show_made(call, id);
}

Result<Reply> list_scheduled(Call& call) {
    TRY(auto const page, call.page({.usual = 20, .most = 40}));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, list_scheduled_of(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array([&] { return write_scheduled(call.server(), tx, rows, out); }));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> show_scheduled(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const row, load_scheduled(tx, call.viewer(), call.path_id<ScheduledId>("id")));
        return one_scheduled(call, tx, row);
    });
}

Result<Reply> move_scheduled(Call& call, MoveScheduled const& input) {
    auto& server = call.server();
    auto const id = call.path_id<ScheduledId>("id");
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto row, load_scheduled(tx, call.viewer(), id));
        if (!input.scheduled_at) return {};
        TRY_OK(check_scheduled_time(*input.scheduled_at, tx.now()));
        return reschedule(tx, row, *input.scheduled_at);
    }));
    return show_scheduled(call);
}

Result<Reply> cancel_scheduled(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const row, load_scheduled(tx, call.viewer(), call.path_id<ScheduledId>("id")));
        return remove_scheduled(tx, row.id);
    }));
    return empty_reply();
}

}  // namespace skein::posting
