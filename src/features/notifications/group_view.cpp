#include "features/notifications/group_view.h"

#include <algorithm>

#include "social/views/profile_picture.h"

namespace skein::notifications {
namespace {

using social::Notification;

/// Each once, in the order in which they come.
template <class AnyId>
void add_once(std::vector<AnyId>& ids, AnyId id) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

/// Whose accounts are written whole, and whose in short.
struct Faces {
    std::vector<AccountId> whole, brief;
};
Faces faces_of(std::span<Group const> groups, bool partial) {
    Faces faces;
    for (auto const& group : groups) add_once(faces.whole, group.accounts.front());
    for (auto const& group : groups)
        for (auto const account : std::span(group.accounts).subspan(1)) {
            if (!partial) add_once(faces.whole, account);
            else if (std::ranges::find(faces.whole, account) == faces.whole.end())
                add_once(faces.brief, account);
        }
    return faces;
}

void write_brief(Server const& server, social::Account const& account, json::Writer& out) {
    out.object([&] {
        out.field("id", account.id);
        out.field("acct", account.acct());
        out.field("url",
                  account.local() ? social::account_url(server, account.username) : account.url);
        auto const avatar = social::avatar_of(server, account);
        out.field("avatar", avatar.url);
        out.field("avatar_static", avatar.static_url);
        out.field("avatar_description", avatar.description);
        out.field("locked", account.locked);
        out.field("bot", account.kind == social::AccountKind::bot);
    });
}

Result<void> write_brief_accounts(social::ViewOf const& view, std::vector<AccountId> const& ids,
                                  json::Writer& out) {
    std::vector<social::Account> accounts;
    if (!ids.empty()) {
        TRY(accounts, social::list_accounts(view.tx, ids));
    }
    out.key("partial_accounts");
    out.array([&] {
        for (auto const& account : accounts) write_brief(view.server, account, out);
    });
    return {};
}

void write_page(Group const& group, json::Writer& out) {
    out.field("page_min_id", group.page_oldest);
    out.field("page_max_id", group.newest.id);
    out.field("latest_page_notification_at", group.newest.created_at);
}

void write_group(Group const& group, GroupLook const& look, social::NotificationParts const& parts,
                 json::Writer& out) {
    out.object([&] {
        out.field("group_key", group.key);
        out.field("notifications_count", group.count);
        out.field("type", social::to_string(group.newest.kind));
        // A number, and not as documented a text: apps were written against what is sent.
        out.field("most_recent_notification_id", group.newest.id.value);
        if (look.on_a_page) write_page(group, out);
        out.key("sample_account_ids");
        out.array([&] {
            for (auto const account : group.accounts) out.value(account);
        });
        if (group.newest.status_id) out.field("status_id", *group.newest.status_id);
        parts.write_subject(group.newest, out);
    });
}

void write_accounts(std::vector<AccountId> const& ids, social::AccountPieces const& pieces,
                    json::Writer& out) {
    out.key("accounts");
    out.array([&] {
        for (auto const id : ids)
            if (pieces.has(id)) {
                out.begin_value();
                pieces.append(out.buffer(), id);
            }
    });
}

void write_statuses(std::span<Group const* const> groups, social::NotificationParts const& parts,
                    json::Writer& out) {
    std::vector<StatusId> ids;
    for (auto const* group : groups)
        if (group->newest.status_id) add_once(ids, *group->newest.status_id);
    out.key("statuses");
    out.array([&] {
        for (auto const id : ids) out.raw(parts.posts().at(id));
    });
}

}  // namespace

Result<void> write_groups(social::ViewOf const& view, std::span<Group const> groups,
                          GroupLook const& look, json::Writer& out) {
    std::vector<Notification> rows;
    for (auto const& group : groups) rows.push_back(group.newest);
    auto const faces = faces_of(groups, look.partial_accounts);
    TRY(auto const parts, social::NotificationParts::load(view, rows, faces.whole, look.known));
    std::vector<Group const*> shown;
    for (auto const& group : groups)
        if (parts.can_show(group.newest)) shown.push_back(&group);
    return out.object([&]() -> Result<void> {
        write_accounts(faces.whole, parts.accounts(), out);
        if (look.partial_accounts) TRY_OK(write_brief_accounts(view, faces.brief, out));
        write_statuses(shown, parts, out);
        out.key("notification_groups");
        out.array([&] {
            for (auto const* group : shown) write_group(*group, look, parts, out);
        });
        return {};
    });
}

}  // namespace skein::notifications
