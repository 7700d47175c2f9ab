// The public timelines, those of tags, and the posts of one account.

#include "base/text.h"
#include "core/server.h"
#include "features/timelines/handlers.h"
#include "social/admission.h"
#include "social/timelines.h"
#include "social/views/views.h"

namespace skein::timelines {
namespace {

constexpr std::size_t further_tags_max = 8;

std::vector<std::string> folded(std::vector<std::string> const& names) {
    std::vector<std::string> out;
    for (auto const& name : names) {
        auto const tag = fold_tag(name.starts_with('#') ? name.substr(1) : name);
        if (!tag.empty() && out.size() < further_tags_max) out.push_back(tag);
    }
    return out;
}

/// One page as JSON with its `Link`; `list(tx)` answers the heads.
template <class List>
Result<Reply> page_of(Call& call, Page const& page, List const& list) {
    auto& server = call.server();
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const heads, list(tx));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_statuses({server, tx, call.viewer()}, heads, out); }));
        return page_reply(call, page, heads, std::move(out));
    });
}

}  // namespace

Result<Reply> show_public(Call& call, PublicInput const& input) {
    TRY(auto const page, call.page({}));
    return page_of(call, page, [&](db::Tx& tx) {
        return social::list_public(tx, call.viewer(), {input.local, input.remote, input.only_media},
                                   page);
    });
}

Result<Reply> show_tag(Call& call, TagInput const& input) {
    TRY(auto const page, call.page({}));
    social::TagFilter filter;
    filter.any = folded(input.any);
    filter.all = folded(input.all);
    filter.none = folded(input.none);
    auto const tag = fold_tag(call.path("name"));
    if (std::ranges::find(filter.any, tag) == filter.any.end()) filter.any.push_back(tag);
    filter.local_only = input.local;
    filter.remote_only = input.remote;
    filter.only_media = input.only_media;
    return page_of(call, page, [&](db::Tx& tx) {
        return social::list_tagged(tx, call.viewer(), filter, page);
    });
}

Result<Reply> show_account_statuses(Call& call, AccountInput const& input) {
    TRY(auto const page, call.page({}));
    auto const account = call.path_id<AccountId>("id");
    social::AccountFilter const filter{input.only_media, input.exclude_replies,
                                       input.exclude_reblogs, input.pinned, fold_tag(input.tagged)};
    auto reply = page_of(call, page, [&](db::Tx& tx) -> Result<std::vector<social::StatusHead>> {
        TRY(auto heads, social::list_by_account(tx, call.viewer(), account, filter, page));
        // Only an empty list may be that of nobody.
        if (heads.empty()) TRY_OK(social::load_shown_account(tx, call.viewer(), account));
        return heads;
    });
    // Pinned posts are few and come in the order of pinning: there are no pages.
    if (reply && input.pinned) reply->headers.remove("Link");
    return reply;
}

}  // namespace skein::timelines
