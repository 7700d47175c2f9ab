// Who is on a list.

#include "core/server.h"
#include "features/lists/handlers.h"
#include "social/views/views.h"

namespace skein::lists {
namespace {

/// `limit=0` asks for all of them at once.
bool asks_for_all(Call const& call) {
    auto const* const limit = call.params().find("limit");
    return limit && limit->text == "0";
}

}  // namespace

Result<Reply> show_members(Call& call) {
    TRY(auto const page, call.page({.usual = 40, .most = 80}));
    auto& server = call.server();
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const list, load_own_list(call, tx));
        json::Writer out;
        auto const write = [&](std::vector<AccountId> const& ids) {
            return out.array(
                [&] { return social::write_accounts({server, tx, call.viewer()}, ids, out); });
        };
        if (asks_for_all(call)) {
            TRY(auto const all, social::list_all_members(tx, list.id));
            TRY_OK(write(all));
            return json_reply(std::move(out));
        }
        TRY(auto const rows, social::list_members(tx, list.id, page));
        TRY_OK(write(social::ids_of(rows)));
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> add_members(Call& call, Members const& input) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const list, load_own_list(call, tx));
        return social::add_list_members(tx, list, input.account_ids);
    }));
    return empty_reply();
}

Result<Reply> remove_members(Call& call, Members const& input) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const list, load_own_list(call, tx));
        return social::remove_list_members(tx, list, input.account_ids);
    }));
    return empty_reply();
}

}  // namespace skein::lists
