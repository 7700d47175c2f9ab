#include "core/server.h"
#include "features/search/find_accounts.h"
#include "features/search/find_posts.h"
#include "features/search/handlers.h"
#include "features/search/resolve.h"
#include "features/search/tags.h"
#include "social/views/tag_view.h"
#include "social/views/views.h"

namespace skein::search {
namespace {

using social::FoundBehind;

constexpr std::int64_t accounts_max = 80;
constexpr std::int64_t each_max = 40;
constexpr std::int64_t offset_max = 10'000;

/// How hashtags are shown.
enum class TagsAs : std::uint8_t { entities, names };

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
    bool accounts = true, statuses = true, hashtags = true;
};

Wanted wanted_of(Search const& input) {
    if (input.type.empty()) return {};
    // A hashtag is no name, and the other way round.
    return {input.type == "accounts", input.type == "statuses", input.type == "hashtags"};
}

/// What was found behind the text itself comes first, once.
template <class AnyId>
void put_first(std::vector<AnyId>& ids, std::optional<AnyId> found, std::int64_t limit) {
    if (!found) return;
    std::erase(ids, *found);
    ids.insert(ids.begin(), *found);
    if (std::ssize(ids) > limit) ids.pop_back();
}

struct Results {
    std::vector<AccountId> accounts;
    std::vector<StatusId> statuses;
    std::vector<social::Tag> tags;
};

/// An address is nobody's name and no tag.
Result<Results> find_all(Call& call, db::Tx& tx, Search const& input, FoundBehind found) {
    Results results;
    auto const wanted = wanted_of(input);
    auto const limit = within(input.limit, each_max);
    auto const offset = std::clamp<std::int64_t>(input.offset, 0, offset_max);
    auto const is_address = address_in(input.q).has_value();
    TRY_OK(keep_shown(tx, call.viewer(), found));
    if (wanted.accounts && !is_address && !input.q.starts_with('#')) {
        TRY(results.accounts, find_accounts(call, tx,
                                            {.text = input.q,
                                             .following_only = input.following && call.viewer(),
                                             .limit = limit,
                                             .offset = offset}));
    }
    if (wanted.accounts && offset == 0 && !input.following)
        put_first(results.accounts, found.account, limit);
    if (wanted.statuses && !is_address) {
        TRY(results.statuses, find_posts(call.server(), tx, call.viewer(),
                                         {.text = input.q,
                                          .by = input.account_id,
                                          .newer_than = input.min_id,
                                          .older_than = input.max_id,
                                          .limit = limit,
                                          .offset = offset}));
    }
    if (wanted.statuses && offset == 0) put_first(results.statuses, found.status, limit);
    if (wanted.hashtags && !is_address && !input.q.starts_with('@')) {
        TRY(results.tags, list_tags(tx, input.q, limit, offset));
    }
    return results;
}

Result<void> write_tags_as(TagsAs tags_as, social::ViewOf const& view,
                           std::span<social::Tag const> tags, json::Writer& out) {
    if (tags_as == TagsAs::entities)
        return out.array([&] { return social::write_tags(view, tags, out); });
    out.array([&] {
        for (auto const& tag : tags) out.value(tag.name);
    });
    return {};
}

Result<Reply> answer(Call& call, Search const& input, FoundBehind found, TagsAs tags_as) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const results, find_all(call, tx, input, found));
        social::ViewOf const view{call.server(), tx, call.viewer()};
        json::Writer out;
        TRY_OK(out.object([&]() -> Result<void> {
            out.key("accounts");
            TRY_OK(write_accounts(call, tx, results.accounts, out));
            out.key("statuses");
            TRY_OK(out.array(
                [&] { return social::write_statuses(view, std::span(results.statuses), out); }));
            out.key("hashtags");
            return write_tags_as(tags_as, view, results.tags, out);
        }));
        return json_reply(std::move(out));
    });
}

Result<Reply> answer_search(Call& call, Search const& input, FoundBehind found) {
    return answer(call, input, found, TagsAs::entities);
}

Result<Reply> answer_search_v1(Call& call, Search const& input, FoundBehind found) {
    return answer(call, input, found, TagsAs::names);
}

Result<Reply> answer_accounts(Call& call, SearchAccounts const& input, FoundBehind found) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        auto const limit = within(input.limit, accounts_max);
        std::vector<AccountId> ids;
        if (!address_in(input.q)) {
            TRY(ids,
                find_accounts(call, tx,
                              {.text = input.q,
                               .following_only = input.following,
                               .limit = limit,
                               .offset = std::clamp<std::int64_t>(input.offset, 0, offset_max)}));
        }
        TRY_OK(keep_shown(tx, call.viewer(), found));
        if (input.offset <= 0 && !input.following) put_first(ids, found.account, limit);
        json::Writer out;
        TRY_OK(write_accounts(call, tx, ids, out));
        return json_reply(std::move(out));
    });
}

/// Answers with what is known, or goes on where other servers may be waited for.
template <class Input>
Result<Reply> search_for(Call& call, Input const& input,
                         Result<Reply> (*answer)(Call&, Input const&, FoundBehind)) {
    TRY(auto const known, find_known(call, input.q));
    if (!known.empty() || !input.resolve || !can_be_asked(call, input.q))
        return answer(call, input, known);
    return call.go_on_in(LaneName::fetch, [input, answer](Call& later) {
        return answer(later, input, ask(later, input.q));
    });
}

}  // namespace

Result<Reply> search_accounts(Call& call, SearchAccounts const& input) {
    return search_for(call, input, answer_accounts);
}

Result<Reply> search(Call& call, Search const& input) {
    if (!call.viewer() && input.offset > 0)
        return fail(Errc::unauthenticated,
                    "Search queries pagination is not supported without authentication");
    if (!call.viewer() && input.resolve)
        return fail(Errc::unauthenticated,
                    "Search queries that resolve remote resources are not supported without "
                    "authentication");
    return search_for(call, input, answer_search);
}

Result<Reply> search_v1(Call& call, Search const& input) {
    return search_for(call, input, answer_search_v1);
}

}  // namespace skein::search
