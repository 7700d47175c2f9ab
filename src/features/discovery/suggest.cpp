// Suggestions as they are asked for and refused.

#include <algorithm>

#include "core/server.h"
#include "features/discovery/handlers.h"
#include "features/discovery/suggestions.h"
#include "social/admission.h"
#include "social/views/account_view.h"

namespace skein::discovery {
namespace {

constexpr std::int64_t limit_max = 80;

std::int64_t limit_of(ListSuggestions const& input) {
    return std::clamp<std::int64_t>(input.limit, 1, limit_max);
}

void write_suggestion(Suggestion const& suggestion, social::AccountPieces const& pieces,
                      json::Writer& out) {
    out.object([&] {
        out.field("source", old_name_of(suggestion.sources.front()));
        out.key("sources");
        out.array([&] {
            for (auto const source : suggestion.sources) out.value(name_of(source));
        });
        out.key("account");
        out.begin_value();
        pieces.append(out.buffer(), suggestion.account);
    });
}

}  // namespace

Result<Reply> list_suggestions(Call& call, ListSuggestions const& input) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const suggestions, list_suggestions_for(tx, call.viewer(), limit_of(input)));
        std::vector<AccountId> ids;
        for (auto const& one : suggestions) ids.push_back(one.account);
        TRY(auto const heads, social::list_account_heads(tx, ids));
        social::AccountPieces pieces(heads.emoji_version);
        for (auto const& head : heads.heads) pieces.add(head);
        TRY_OK(pieces.load({call.server(), tx, call.viewer()}));
        json::Writer out;
        out.array([&] {
            for (auto const& one : suggestions)
                if (pieces.has(one.account)) write_suggestion(one, pieces, out);
        });
        return json_reply(std::move(out));
    });
}

Result<Reply> list_suggested_accounts(Call& call, ListSuggestions const& input) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const suggestions, list_suggestions_for(tx, call.viewer(), limit_of(input)));
        std::vector<AccountId> ids;
        for (auto const& one : suggestions) ids.push_back(one.account);
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_accounts({call.server(), tx, call.viewer()}, ids, out); }));
        return json_reply(std::move(out));
    });
}

Result<Reply> dismiss_suggestion(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const account,
            social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        return dismiss(tx, call.viewer(), account.id);
    }));
    return empty_reply();
}

}  // namespace skein::discovery
