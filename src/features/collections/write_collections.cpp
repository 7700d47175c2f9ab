// Making, changing and removing a collection, and who is in it.

#include <algorithm>

#include "core/server.h"
#include "features/collections/input.h"
#include "social/admission.h"
#include "social/views/collection_view.h"

namespace skein::collections {
namespace {

using social::Collection;
using social::CollectionId;
using social::CollectionItemId;

Result<Reply> wrapped(Call& call, Collection const& collection) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(out.object([&] {
            out.key("collection");
            return social::write_collection({call.server(), tx, call.viewer()}, collection, out);
        }));
        return json_reply(std::move(out));
    });
}

/// One's own. Errc::forbidden for what somebody else owns.
Result<Collection> load_own(db::Tx& tx, Call const& call) {
    TRY(auto collection,
        social::load_shown_collection(tx, call.viewer(), call.path_id<CollectionId>("id")));
    if (collection.account_id != call.viewer())
        return fail(Errc::forbidden, "This action is not allowed");
    return collection;
}

std::vector<AccountId> each_once(std::vector<AccountId> const& ids) {
    std::vector<AccountId> once;
    for (auto const id : ids)
        if (std::ranges::find(once, id) == once.end()) once.push_back(id);
    return once;
}

/// A full collection and a repeated account are complaints with details, as apps expect.
Result<Reply> refused(Error const& error) {
    if (error.code == Errc::conflict)
        return refuse({{"account", "ERR_TAKEN", "has already been taken"}});
    if (error.code == Errc::unprocessable)
        return refuse(
            {{"collection_items", "ERR_TOO_LONG",
              fmt::format("are too many (maximum is {})", social::collection_items_max)}});
    return fail(error);
}

}  // namespace

Result<Reply> create_collection(Call& call, CreateCollection const& input) {
    Collection collection;
    collection.account_id = call.viewer();
    auto wrong = apply(input.about, collection);
    if (std::ssize(input.accounts) > social::collection_items_max)
        wrong.push_back(
            {"account_ids", "ERR_TOO_LONG",
             fmt::format("are too many (maximum is {})", social::collection_items_max)});
    if (!wrong.empty()) return refuse(wrong);
    auto const members = each_once(input.accounts);
    TRY(auto const made, call.server().db().write([&](db::Tx& tx) -> Result<Collection> {
        TRY(auto fresh, social::insert_collection(tx, collection));
        for (auto const id : members) {
            TRY_OK(social::load_shown_account(tx, call.viewer(), id));
            TRY_OK(social::add_collection_item(tx, fresh, id));
        }
        return fresh;
    }));
    return wrapped(call, made);
}

Result<Reply> update_collection(Call& call, CollectionInput const& input) {
    std::vector<Complaint> wrong;
    TRY(auto const changed, call.server().db().write([&](db::Tx& tx) -> Result<Collection> {
        TRY(auto const before, load_own(tx, call));
        auto after = before;
        wrong = apply(input, after);
        if (!wrong.empty()) return before;
        TRY_OK(social::update_collection(tx, before, after));
        return after;
    }));
    if (!wrong.empty()) return refuse(wrong);
    return wrapped(call, changed);
}

Result<Reply> remove_collection(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const collection, load_own(tx, call));
        return social::remove_collection(tx, collection.id);
    }));
    return empty_reply();
}

Result<Reply> add_item(Call& call, AddItem const& input) {
    auto const added = call.server().db().write([&](db::Tx& tx) -> Result<social::CollectionItem> {
        TRY(auto const collection, load_own(tx, call));
        TRY_OK(social::load_shown_account(tx, call.viewer(), input.account));
        return social::add_collection_item(tx, collection, input.account);
    });
    if (!added) return refused(added.error());
    json::Writer out;
    out.object([&] {
        out.key("collection_item");
        social::write_collection_item(*added, out);
    });
    return json_reply(std::move(out));
}

Result<Reply> remove_item(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const collection, load_own(tx, call));
        TRY(auto const item, social::load_collection_item(tx, collection.id,
                                                          call.path_id<CollectionItemId>("item")));
        return social::remove_collection_item(tx, item);
    }));
    return empty_reply();
}

Result<Reply> revoke_item(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const collection,
            social::load_shown_collection(tx, call.viewer(), call.path_id<CollectionId>("id")));
        TRY(auto const item, social::load_collection_item(tx, collection.id,
                                                          call.path_id<CollectionItemId>("item")));
        if (item.account_id != call.viewer())
            return fail(Errc::forbidden, "This action is not allowed");
        return social::revoke_collection_item(tx, item);
    }));
    return empty_reply();
}

}  // namespace skein::collections
