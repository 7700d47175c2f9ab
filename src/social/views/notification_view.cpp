// Notification.

#include <unordered_map>

#include "social/notification_subjects.h"
#include "social/readers.h"
#include "social/views/account_view.h"
#include "social/views/report_view.h"
#include "social/views/status_view.h"

namespace skein::social {
namespace {

/// Each post on its own, as JSON, by its id; those the viewer may not see (any more) are left out.
Result<std::unordered_map<StatusId, std::string>> render_posts(ViewOf const& view,
                                                               std::vector<StatusId> const& ids) {
    std::unordered_map<StatusId, std::string> texts;
    TRY(auto heads, list_heads_of(view.tx, ids));
    TRY(auto const reader, load_reader(view.tx, view.viewer));
    TRY_OK(keep_visible(view.tx, *reader, heads));
    json::Writer all;
    std::vector<std::size_t> ends;
    TRY_OK(write_statuses(view, heads, all, ends));
    std::size_t begin = 0;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        texts.emplace(heads[i].id(), all.text().substr(begin, ends[i] - begin));
        begin = ends[i] + 1;  // After the comma.
    }
    return texts;
}

/// What the row is about when it is no post.
void write_subject(Notification const& row, NotificationSubjects const& subjects,
                   AccountPieces const& accounts, json::Writer& out) {
    if (auto const* const report = subjects.report(row.id);
        report && accounts.has(report->target_id)) {
        out.key("report");
        write_report(*report, accounts, out);
    }
    if (auto const* const severance = subjects.severance(row.id)) {
        out.key("event");
        write_severance(*severance, out);
    }
}

}  // namespace

Result<void> write_notifications(ViewOf const& view, std::span<Notification const> rows,
                                 json::Writer& out) {
    std::vector<AccountId> people;
    std::vector<StatusId> posts;
    for (auto const& row : rows) {
        people.push_back(row.from_account_id);
        if (row.status_id) posts.push_back(*row.status_id);
    }
    std::ranges::sort(posts);
    auto const twice = std::ranges::unique(posts);
    posts.erase(twice.begin(), twice.end());
    TRY(auto const texts, render_posts(view, posts));
    TRY(auto const subjects, NotificationSubjects::load(view.tx, rows));
    for (auto const& one : subjects.reports) people.push_back(one.subject.target_id);
    TRY(auto const heads, list_account_heads(view.tx, people));
    AccountPieces accounts(heads.emoji_version);
    for (auto const& head : heads.heads) accounts.add(head);
    TRY_OK(accounts.load(view));
    for (auto const& row : rows) {
        // A notification about a post that cannot be shown would make clients drop the page.
        if (row.status_id && !texts.contains(*row.status_id)) continue;
        if (!accounts.has(row.from_account_id)) continue;
        out.object([&] {
            out.field("id", row.id);
            out.field("type", to_string(row.kind));
            out.field("group_key", "ungrouped-" + to_string(row.id));
            out.field("created_at", row.created_at);
            out.key("account");
            out.begin_value();
            accounts.append(out.buffer(), row.from_account_id);
            if (row.status_id) out.raw_field("status", texts.at(*row.status_id));
            write_subject(row, subjects, accounts, out);
        });
    }
    return {};
}

}  // namespace skein::social
