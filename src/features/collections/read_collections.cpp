#include <algorithm>

#include "core/server.h"
#include "features/collections/handlers.h"
#include "social/admission.h"
#include "social/views/collection_view.h"

namespace skein::collections {
namespace {

constexpr std::int64_t limit_max = 80, offset_max = 10'000;

struct Window {
    std::int64_t limit, offset;
};
Window window_of(ListCollections const& input) {
    return {std::clamp<std::int64_t>(input.limit, 1, limit_max),
            std::clamp<std::int64_t>(input.offset, 0, offset_max)};
}

void add_links(Reply& reply, Call const& call, Window window, std::size_t rows) {
    auto const page = [&](std::int64_t offset, std::string_view rel) {
        return fmt::format("<{}{}?limit={}&offset={}>; rel=\"{}\"", call.server().public_url(),
                           call.request().path, window.limit, offset, rel);
    };
    std::vector<std::string> links;
    if (std::cmp_greater_equal(rows, window.limit))
        links.push_back(page(window.offset + window.limit, "next"));
    if (window.offset > 0)
        links.push_back(page(std::max<std::int64_t>(window.offset - window.limit, 0), "prev"));
    if (!links.empty()) reply.headers.set("Link", fmt::format("{}", fmt::join(links, ", ")));
}

Result<Reply> list_reply(Call const& call, db::Tx& tx,
                         std::vector<social::Collection> const& collections, Window window) {
    json::Writer out;
    TRY_OK(out.object([&] {
        out.key("collections");
        return out.array([&] {
            return social::write_collections({call.server(), tx, call.viewer()}, collections, out);
        });
    }));
    auto reply = json_reply(std::move(out));
    add_links(reply, call, window, collections.size());
    return reply;
}

}  // namespace

Result<Reply> show_collection(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const collection,
            social::load_shown_collection(tx, call.viewer(),
                                          call.path_id<social::CollectionId>("id")));
        social::ViewOf const view{call.server(), tx, call.viewer()};
        json::Writer out;
        TRY_OK(out.object([&]() -> Result<void> {
            std::vector<AccountId> people{collection.account_id};
            out.key("collection");
            TRY_OK(social::write_collection(view, collection, out, &people));
            std::ranges::sort(people.begin() + 1, people.end());
            people.erase(
                std::ranges::remove(people.begin() + 1, people.end(), people.front()).begin(),
                people.end());
            out.key("accounts");
            return out.array([&] { return social::write_accounts(view, people, out); });
        }));
        return json_reply(std::move(out));
    });
}

Result<Reply> list_collections_by(Call& call, ListCollections const& input) {
    auto const window = window_of(input);
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const owner,
            social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        if (owner.state == social::AccountState::suspended) return list_reply(call, tx, {}, window);
        TRY(auto const found,
            social::list_collections_by(tx, call.viewer(), owner.id, window.limit, window.offset));
        return list_reply(call, tx, found, window);
    });
}

Result<Reply> list_collections_with(Call& call, ListCollections const& input) {
    auto const window = window_of(input);
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const member,
            social::load_shown_account(tx, call.viewer(), call.path_id<AccountId>("id")));
        if (member.id != call.viewer()) return fail(Errc::forbidden, "This action is not allowed");
        TRY(auto const found,
            social::list_collections_with(tx, call.viewer(), window.limit, window.offset));
        return list_reply(call, tx, found, window);
    });
}

}  // namespace skein::collections
