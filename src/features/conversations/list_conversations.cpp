#include "core/server.h"
#include "features/conversations/handlers.h"
#include "social/conversations.h"
#include "social/views/conversation_view.h"

namespace skein::conversations {
namespace {

constexpr PageLimits limits{.usual = 20, .most = 40};

Result<Reply> mark(Call& call, bool unread) {
    auto const id = call.path_id<ConversationId>("id");
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::mark_conversation(tx, call.viewer(), id, unread); }));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_conversation({call.server(), tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace

Result<Reply> list_conversations(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, social::list_conversations(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_conversations({call.server(), tx, call.viewer()}, rows, out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> read_conversation(Call& call) { return mark(call, false); }

Result<Reply> unread_conversation(Call& call) { return mark(call, true); }

Result<Reply> remove_conversation(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) {
        return social::remove_conversation(tx, call.viewer(), call.path_id<ConversationId>("id"));
    }));
    return empty_reply();
}

Result<Reply> show_direct(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const heads, social::list_direct(tx, call.viewer(), page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_statuses({call.server(), tx, call.viewer()}, heads, out);
        }));
        return page_reply(call, page, heads, std::move(out));
    });
}

}  // namespace skein::conversations
