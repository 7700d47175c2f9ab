// Who quotes a post, and what its author does about it.

#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/own_status.h"
#include "features/posting/quoting.h"
#include "social/quotes.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

constexpr PageLimits limits{20, 40};

}  // namespace

Result<Reply> list_quotes(Call& call) {
    TRY(auto const page, call.page(limits));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const quoted,
            social::load_visible_status(tx, call.viewer(), call.path_id<StatusId>("id")));
        TRY(auto const rows, social::list_quotes_of(tx, call.viewer(), quoted.id, page));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_statuses({call.server(), tx, call.viewer()}, social::ids_of(rows),
                                          out);
        }));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> revoke_quote(Call& call) {
    auto const quoted = call.path_id<StatusId>("id");
    auto const quoting = call.path_id<StatusId>("quoting_id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, social::load_visible_status(tx, call.viewer(), quoted));
        if (status.account_id != call.viewer())
            return fail(Errc::forbidden, "This action is not allowed");
        TRY_OK(social::load_visible_status(tx, call.viewer(), quoting));
        return social::revoke_quote(tx, call.viewer(), quoted, quoting);
    }));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_visible_status({call.server(), tx, call.viewer()}, quoting, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> set_interaction_policy(Call& call, InteractionPolicy const& input) {
    auto const id = call.path_id<StatusId>("id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, load_own_status(tx, call.viewer(), id));
        if (status.boost_of_id) return fail(Errc::not_found, "Record not found");
        TRY(auto const quote, chosen_quote_policy(input.quote_approval_policy));
        if (!quote)
            return fail(Errc::unprocessable,
                        "Validation failed: Quote approval policy can't be blank");
        return change_quote_policy(tx, status, *quote);
    }));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_status({call.server(), tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
