#include "social/views/notification_view.h"

#include <algorithm>

#include "base/html.h"
#include "core/server.h"
#include "social/readers.h"
#include "social/views/collection_view.h"
#include "social/views/report_view.h"
#include "social/views/status_view.h"
#include "social/views/warning_view.h"

namespace skein::social {
namespace {

/// Each post on its own, as JSON, by its id; those the viewer may not see (any more) are left out.
Result<std::unordered_map<StatusId, std::string>> render_posts(ViewOf const& view,
                                                               std::vector<StatusId> ids) {
    std::ranges::sort(ids);
    auto const twice = std::ranges::unique(ids);
    ids.erase(twice.begin(), twice.end());
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

std::string link_to(Server const& server, Account const& account) {
    auto const url = account.local() ? account_url(server, account.username) : account.url;
    std::string html = "<span class=\"h-card\" translate=\"no\"><a href=\"";
    append_escaped_html(html, url);
    html += "\" class=\"u-url mention\">@<span>";
    append_escaped_html(html, account.username);
    return html + "</span></a></span>";
}

/// What every app has known for long.
bool is_common(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::admin_sign_up:
        case NotificationKind::admin_report:
        case NotificationKind::severed_relationships:
        case NotificationKind::moderation_warning:
        case NotificationKind::added_to_collection:
        case NotificationKind::collection_update: return false;
        default: return true;
    }
}

std::string title_of(NotificationKind kind, std::string const& name) {
    switch (kind) {
        case NotificationKind::admin_sign_up: return name + " signed up";
        case NotificationKind::admin_report: return name + " filed a report";
        case NotificationKind::severed_relationships: return "You lost relationships";
        case NotificationKind::moderation_warning: return "The moderators warn you";
        case NotificationKind::added_to_collection: return name + " added you to a collection";
        case NotificationKind::collection_update:
            return name + " changed a collection that you are in";
        default: return name;
    }
}

std::string loss_of(Severance const& severance) {
    std::string html = "With ";
    append_escaped_html(html, severance.target);
    return html + fmt::format(" went {} of your followers and {} you followed.",
                              severance.followers_count, severance.following_count);
}

}  // namespace

Result<NotificationParts> NotificationParts::load(ViewOf const& view,
                                                  std::span<Notification const> rows,
                                                  std::span<AccountId const> more,
                                                  KnownTypes const& known) {
    std::vector<AccountId> people(more.begin(), more.end());
    std::vector<StatusId> posts;
    for (auto const& row : rows) {
        people.push_back(row.from_account_id);
        if (row.status_id) posts.push_back(*row.status_id);
    }
    TRY(auto subjects, NotificationSubjects::load(view.tx, rows));
    for (auto const& one : subjects.reports) people.push_back(one.subject.target_id);
    TRY(auto const heads, list_account_heads(view.tx, people));
    NotificationParts parts(heads.emoji_version);
    for (auto const& head : heads.heads) parts.accounts_.add(head);
    TRY_OK(parts.accounts_.load(view));
    TRY(parts.posts_, render_posts(view, std::move(posts)));
    parts.subjects_ = std::move(subjects);
    parts.known_ = known;
    TRY_OK(parts.load_collections(view));
    TRY_OK(parts.load_names(view, rows));
    return parts;
}

Result<void> NotificationParts::load_collections(ViewOf const& view) {
    std::vector<Collection> collections;
    for (auto const& one : subjects_.collections) collections.push_back(one.subject);
    TRY(collections_, render_collections(view, collections));
    return {};
}

Result<void> NotificationParts::load_names(ViewOf const& view, std::span<Notification const> rows) {
    std::vector<AccountId> ids;
    for (auto const& row : rows)
        if (needs_words(row.kind)) ids.push_back(row.from_account_id);
    if (ids.empty()) return {};
    TRY(auto const accounts, list_accounts(view.tx, ids));
    for (auto const& account : accounts) names_.emplace(account.id, link_to(view.server, account));
    return {};
}

bool NotificationParts::can_show(Notification const& row) const {
    if (row.status_id && !posts_.contains(*row.status_id)) return false;
    if (row.kind == NotificationKind::moderation_warning && !subjects_.warning(row.id))
        return false;
    if (is_about_collection(row.kind) && !subjects_.collection(row.id)) return false;
    return accounts_.has(row.from_account_id);
}

bool NotificationParts::needs_words(NotificationKind kind) const {
    return known_ && !is_common(kind) &&
           std::ranges::find(*known_, to_string(kind)) == known_->end();
}

std::optional<std::string> NotificationParts::summary_of(Notification const& row) const {
    if (auto const* const severance = subjects_.severance(row.id)) return loss_of(*severance);
    auto const* const warning = subjects_.warning(row.id);
    if (!warning || warning->text.empty()) return std::nullopt;
    std::string html;
    append_escaped_html(html, warning->text);
    return html;
}

void NotificationParts::write_fallback(Notification const& row, json::Writer& out) const {
    auto const name = names_.find(row.from_account_id);
    out.key("fallback");
    out.object([&] {
        out.field("title", title_of(row.kind, name == names_.end() ? "Somebody" : name->second));
        out.field("summary", summary_of(row));
        out.field("details", nullptr);
    });
}

void NotificationParts::write_subject(Notification const& row, json::Writer& out) const {
    if (auto const* const report = subjects_.report(row.id);
        report && accounts_.has(report->target_id)) {
        out.key("report");
        write_report(*report, accounts_, out);
    }
    if (auto const* const severance = subjects_.severance(row.id)) {
        out.key("event");
        write_severance(*severance, out);
    }
    // It is always from the one who is warned.
    if (auto const* const warning = subjects_.warning(row.id)) {
        out.key("moderation_warning");
        write_warning(*warning, accounts_, out);
    }
    if (auto const* const collection = subjects_.collection(row.id))
        out.raw_field("collection", collections_.at(collection->id));
    if (needs_words(row.kind)) write_fallback(row, out);
}

Result<void> write_notifications(ViewOf const& view, std::span<Notification const> rows,
                                 KnownTypes const& known, json::Writer& out) {
    TRY(auto const parts, NotificationParts::load(view, rows, {}, known));
    for (auto const& row : rows) {
        if (!parts.can_show(row)) continue;
        out.object([&] {
            out.field("id", row.id);
            out.field("type", to_string(row.kind));
            out.field("group_key", group_key_of(row));
            out.field("created_at", row.created_at);
            out.key("account");
            out.begin_value();
            parts.accounts().append(out.buffer(), row.from_account_id);
            if (row.status_id) out.raw_field("status", parts.posts().at(*row.status_id));
            parts.write_subject(row, out);
        });
    }
    return {};
}

Result<void> write_notifications(ViewOf const& view, std::span<Notification const> rows,
                                 json::Writer& out) {
    return write_notifications(view, rows, std::nullopt, out);
}

}  // namespace skein::social
