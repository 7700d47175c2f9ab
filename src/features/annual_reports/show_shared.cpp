// The page of a report, for whoever was given its address.

#include "core/server.h"
#include "features/annual_reports/handlers.h"
#include "features/annual_reports/reports.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/pages.h"
#include "social/views/views.h"

namespace skein::annual_reports {
namespace {

/// In the words of the page.
std::string_view words_for(Archetype archetype) {
    switch (archetype) {
        case Archetype::lurker: return "mostly read";
        case Archetype::booster: return "passed on what others wrote";
        case Archetype::pollster: return "asked around";
        case Archetype::replier: return "talked with others";
        case Archetype::oracle: return "had something to say";
    }
    return "";
}

struct Shared {
    social::Account owner;
    AnnualReport report;
    bool shows_post = false;
};

/// As everybody sees it, whoever looks: the page is the same for all who have its address.
Result<Shared> load_shared(db::Tx& tx, Call& call) {
    Shared shared;
    TRY(auto const owner,
        social::find_shown_account_by_name(tx, AccountId{}, call.path("name"), ""));
    if (!owner || owner->state == social::AccountState::suspended)
        return fail(Errc::not_found, "Record not found");
    shared.owner = *owner;
    TRY(auto const report, find_report(tx, owner->id, parse_year(call.path("year")).value_or(0)));
    if (!report || report->share_key != call.path("share_key"))
        return fail(Errc::not_found, "Record not found");
    shared.report = *report;
    if (!report->top_status_id) return shared;
    TRY(auto const visible,
        social::keep_visible(tx, AccountId{}, std::span(&*report->top_status_id, 1)));
    shared.shows_post = !visible.empty();
    return shared;
}

/// What only followers may read is no part of it.
SafeHtml draw(Server const& server, Shared const& shared) {
    auto const& [owner, report, shows_post] = shared;
    auto const name = owner.display_name.empty() ? owner.username : owner.display_name;
    auto out = html(
        "<p><a href=\"{}\">{}</a> {} in {}.</p><dl><dt>Posts</dt><dd>{}</dd>"
        "<dt>New followers</dt><dd>{}</dd>",
        social::account_url(server, owner.username), name, words_for(report.archetype), report.year,
        report.shared_statuses, report.followers);
    if (!report.top_tag.empty())
        out += html("<dt>Hashtag used most</dt><dd>#{} ({} times)</dd>", report.top_tag,
                    report.top_tag_uses);
    out += "</dl>";
    if (shows_post)
        out += html("<p><a href=\"{}\">The post that was boosted most</a></p>",
                    social::status_url(server, owner.username, *report.top_status_id));
    return out;
}

}  // namespace

Result<Reply> show_shared(Call& call) {
    auto& server = call.server();
    TRY(auto const shared, server.db().read([&](db::Tx& tx) { return load_shared(tx, call); }));
    auto const title = fmt::format("{} of @{}", shared.report.year, shared.owner.username);
    auto reply = social::PageWriter(call).reply(
        {.title = title,
         .body = social::card(title, draw(server, shared)),
         .head = "<meta name=\"robots\" content=\"noindex, noarchive\">\n"});
    reply.headers.set("X-Robots-Tag", "noindex, noarchive");
    return reply;
}

}  // namespace skein::annual_reports
