#include "core/server.h"
#include "features/search/find_accounts.h"
#include "features/search/handlers.h"
#include "features/search/tags.h"
#include "social/views/views.h"

namespace skein::search {
namespace {

constexpr std::int64_t accounts_max = 80;
constexpr std::int64_t each_max = 40;
constexpr std::int64_t offset_max = 10'000;

std::int64_t within(std::int64_t wanted, std::int64_t most) {
    return std::clamp<std::int64_t>(wanted, 1, most);
}

Result<void> write_accounts(Call& call, db::Tx& tx, std::vector<AccountId> const& ids,
                            json::Writer& out) {
    return out.array(
        [&] { return social::write_accounts({call.server(), tx, call.viewer()}, ids, out); });
}

/// What one search looks for.
struct Wanted {
    bool accounts = true, hashtags = true;
};

Wanted wanted_of(Search const& input) {
    if (input.type.empty()) return {};
    // A hashtag is no name, and the other way round.
    return {input.type == "accounts", input.type == "hashtags"};
}

Result<void> write_results(Call& call, db::Tx& tx, Search const& input, json::Writer& out) {
    auto const wanted = wanted_of(input);
    auto const limit = within(input.limit, each_max);
    auto const offset = std::clamp<std::int64_t>(input.offset, 0, offset_max);
    std::vector<AccountId> accounts;
    std::vector<social::Tag> tags;
    if (wanted.accounts && !input.q.starts_with('#')) {
        TRY(accounts, find_accounts(call, tx,
                                    {.text = input.q,
                                     .following_only = input.following && call.viewer(),
                                     .limit = limit,
                                     .offset = offset}));
    }
    if (wanted.hashtags && !input.q.starts_with('@')) {
        TRY(tags, list_tags(tx, input.q, limit, offset));
    }
    return out.object([&]() -> Result<void> {
        out.key("accounts");
        TRY_OK(write_accounts(call, tx, accounts, out));
        out.key("statuses");
        out.array([] {});
        out.key("hashtags");
        return write_tags(call.server(), tx, tags, out);
    });
}

}  // namespace

Result<Reply> search_accounts(Call& call, SearchAccounts const& input) {
    if (input.resolve) TRY_OK(resolve_account(call, input.q));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const ids,
            find_accounts(call, tx,
                          {.text = input.q,
                           .following_only = input.following,
                           .limit = within(input.limit, accounts_max),
                           .offset = std::clamp<std::int64_t>(input.offset, 0, offset_max)}));
        json::Writer out;
        TRY_OK(write_accounts(call, tx, ids, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> search(Call& call, Search const& input) {
    if (!call.viewer() && (input.resolve || input.offset > 0))
        return fail(Errc::unauthenticated,
                    "Search queries pagination is not supported without authentication");
    if (input.resolve) TRY_OK(resolve_account(call, input.q));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(write_results(call, tx, input, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::search
