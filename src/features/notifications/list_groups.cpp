// Notifications in groups: listed, shown one by one, counted, dismissed.

#include <algorithm>

#include "core/server.h"
#include "features/notifications/group_view.h"
#include "features/notifications/handlers.h"

namespace skein::notifications {
namespace {

constexpr PageLimits page_limits{.usual = 40, .most = 80};

Result<GroupLook> look_of(ListGroups const& input) {
    if (input.expand_accounts != "full" && input.expand_accounts != "partial_avatars")
        return fail(Errc::bad_request, "Invalid value for 'expand_accounts': '" +
                                           input.expand_accounts +
                                           "', allowed values are 'full' and 'partial_avatars'");
    return GroupLook{.partial_accounts = input.expand_accounts != "full",
                     .on_a_page = true,
                     .known = input.known.types};
}

/// A filter through which a single group is looked at: whatever it is, it is a group.
GroupFilter filter_of(GroupKey const& key) {
    GroupFilter filter;
    if (key.kind) filter.grouped.push_back(*key.kind);
    return filter;
}

Result<GroupKey> key_of(Call const& call) {
    auto const key = GroupKey::parse(call.path("group_key"));
    if (!key) return fail(Errc::not_found, "Record not found");
    return *key;
}

}  // namespace

Result<Reply> list_groups(Call& call, ListGroups const& input) {
    TRY(auto const page, call.page(page_limits));
    TRY(auto const look, look_of(input));
    auto const filter = input.which.filter();
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        std::vector<social::Notification> heads;
        std::vector<Group> groups;
        if (filter) {
            TRY(heads, list_group_heads(tx, call.viewer(), *filter, page));
            TRY(groups, load_groups(tx, call.viewer(), *filter, heads, page));
        }
        json::Writer out;
        TRY_OK(write_groups({call.server(), tx, call.viewer()}, groups, look, out));
        return page_reply(call, page, heads, std::move(out));
    });
}

Result<Reply> show_group(Call& call, KnownTypesQuery const& input) {
    TRY(auto const key, key_of(call));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const head, load_group_head(tx, call.viewer(), key));
        TRY(auto const groups,
            load_groups(tx, call.viewer(), filter_of(key), std::span(&head, 1), std::nullopt));
        json::Writer out;
        TRY_OK(
            write_groups({call.server(), tx, call.viewer()}, groups, {.known = input.types}, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> list_group_accounts(Call& call) {
    TRY(auto const page, call.page(page_limits));
    TRY(auto const key, key_of(call));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const members, list_group_members(tx, call.viewer(), key, page));
        std::vector<AccountId> ids;
        for (auto const& member : members) ids.push_back(member.account);
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_accounts({call.server(), tx, call.viewer()}, ids, out); }));
        return page_reply(call, page, members, std::move(out));
    });
}

Result<Reply> dismiss_notification_group(Call& call) {
    auto const key = GroupKey::parse(call.path("group_key"));
    if (!key) return empty_reply();
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return dismiss_group(tx, call.viewer(), *key); }));
    return empty_reply();
}

Result<Reply> show_unread_groups(Call& call, UnreadGroups const& input) {
    auto const most = std::clamp<std::int64_t>(input.limit, 1, unread_max);
    auto const filter = input.which.filter();
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        std::int64_t count = 0;
        if (filter) {
            TRY(count, count_unread_groups(tx, call.viewer(), *filter, most));
        }
        json::Writer out;
        out.object([&] { out.field("count", count); });
        return json_reply(std::move(out));
    });
}

}  // namespace skein::notifications
