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

/// The key of what somebody did.
std::string_view words_for(Archetype archetype) {
    switch (archetype) {
        case Archetype::lurker: return "annual_reports.page.lurker";
        case Archetype::booster: return "annual_reports.page.booster";
        case Archetype::pollster: return "annual_reports.page.pollster";
        case Archetype::replier: return "annual_reports.page.replier";
        case Archetype::oracle: break;
    }
    return "annual_reports.page.oracle";
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
SafeHtml draw(social::Locale const& say, Server const& server, Shared const& shared) {
    auto const& [owner, report, shows_post] = shared;
    auto const name = owner.display_name.empty() ? owner.username : owner.display_name;
    auto out = html("<p>{}</p><dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd>",
                    say.html(words_for(report.archetype), {{"name", name}, {"year", report.year}},
                             {{"owner", social::account_url(server, owner.username)}}),
                    say("annual_reports.page.posts"), report.shared_statuses,
                    say("annual_reports.page.followers"), report.followers);
    if (!report.top_tag.empty())
        out += html("<dt>{}</dt><dd>{}</dd>", say("annual_reports.page.tag"),
                    say("annual_reports.page.tag_uses",
                        {{"tag", "#" + report.top_tag}, {"uses", report.top_tag_uses}}));
    out += "</dl>";
    if (shows_post)
        out += html("<p><a href=\"{}\">{}</a></p>",
                    social::status_url(server, owner.username, *report.top_status_id),
                    say("annual_reports.page.top_post"));
    return out;
}

}  // namespace

Result<Reply> show_shared(Call& call) {
    auto& server = call.server();
    TRY(auto const shared, server.db().read([&](db::Tx& tx) { return load_shared(tx, call); }));
    auto const& say = social::locale_of(call);
    auto const title = say("annual_reports.page.title",
                           {{"year", shared.report.year}, {"name", "@" + shared.owner.username}});
    auto reply = social::PageWriter(call).reply(
        {.title = title,
         .body = social::card(title, draw(say, server, shared)),
         .head = "<meta name=\"robots\" content=\"noindex, noarchive\">\n"});
    reply.headers.set("X-Robots-Tag", "noindex, noarchive");
    return reply;
}

}  // namespace skein::annual_reports
