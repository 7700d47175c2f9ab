// Making, changing and removing a list.

#include "base/text.h"
#include "core/server.h"
#include "features/lists/handlers.h"

namespace skein::lists {
namespace {

Result<void> apply(ListInput const& input, social::List& list) {
    if (input.title) list.title = strip_controls(*input.title, false);
    if (input.exclusive) list.exclusive = *input.exclusive;
    if (!input.replies_policy) return {};
    auto const policy = social::parse_replies_policy(*input.replies_policy);
    if (!policy)
        return fail(Errc::unprocessable, fmt::format("'{}' is not a valid replies_policy",
                                                     first_graphemes(*input.replies_policy, 40)));
    list.replies_policy = *policy;
    return {};
}

Reply list_reply(social::List const& list) {
    json::Writer out;
    write_list(list, out);
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> make_list(Call& call, ListInput const& input) {
    social::List fresh;
    fresh.account_id = call.viewer();
    TRY_OK(apply(input, fresh));
    TRY(auto const list,
        call.server().db().write([&](db::Tx& tx) { return social::insert_list(tx, fresh); }));
    return list_reply(list);
}

Result<Reply> change_list(Call& call, ListInput const& input) {
    TRY(auto const list, call.server().db().write([&](db::Tx& tx) -> Result<social::List> {
        TRY(auto changed, load_own_list(call, tx));
        TRY_OK(apply(input, changed));
        TRY_OK(social::update_list(tx, changed));
        return changed;
    }));
    return list_reply(list);
}

Result<Reply> remove_list(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const list, load_own_list(call, tx));
        return social::remove_list(tx, list);
    }));
    return empty_reply();
}

}  // namespace skein::lists
