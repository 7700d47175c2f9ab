// What a person lost by blocks: the page that lists it, and the handles as a file to keep.

#include "core/server.h"
#include "features/domain_blocks/handlers.h"
#include "social/domains.h"
#include "social/pages.h"

namespace skein::domain_blocks {
namespace {

constexpr std::int64_t shown_max = 100;

std::string_view cause_of(social::Severance const& severance) {
    switch (severance.kind) {
        case social::SeveranceKind::domain_block: return "domain_blocks.severances.server";
        case social::SeveranceKind::user_domain_block: return "domain_blocks.severances.you";
        case social::SeveranceKind::account_suspension: break;
    }
    return "domain_blocks.severances.suspended";
}

SafeHtml file_link(social::Severance const& severance, std::string_view which, std::int64_t count,
                   std::string_view label) {
    if (count == 0) return {};
    return html(" <a href=\"/settings/severances/{}/{}\" download>{}</a>", severance.id, which,
                label);
}

SafeHtml item(social::Locale const& say, social::Severance const& severance) {
    auto const followers = severance.followers_count, following = severance.following_count;
    return html(
        "<li><div><strong>{}</strong><br><span class=\"quiet\">{}</span></div><div>{}{}</div>"
        "</li>",
        severance.target,
        say("domain_blocks.severances.when",
            {{"day", to_iso_date(severance.created_at)}, {"cause", say(cause_of(severance))}}),
        file_link(severance, "followers", followers,
                  say("domain_blocks.severances.followers", {{"count", followers}})),
        file_link(severance, "following", following,
                  say("domain_blocks.severances.following", {{"count", following}})));
}

}  // namespace

Result<Reply> show_severances(Call& call) {
    TRY(auto const severances, call.server().db().read([&](db::Tx& tx) {
        return social::list_severances(tx, call.viewer(), shown_max);
    }));
    social::PageWriter const page(call);
    auto const& say = page.locale();
    SafeHtml list;
    for (auto const& severance : severances) list += item(say, severance);
    auto const body = severances.empty() ? html("<p>{}</p>", say("domain_blocks.severances.none"))
                                         : html("<p>{}</p><ul class=\"list\">{}</ul>",
                                                say("domain_blocks.severances.text"), list);
    return page.reply(social::in_settings(call, {.path = "/settings/severances",
                                                 .title = say("domain_blocks.severances.title"),
                                                 .body = body}));
}

Result<Reply> download_severed(Call& call) {
    auto const which = call.path("which");
    if (which != "followers" && which != "following")
        return fail(Errc::not_found, "Record not found");
    auto const id = parse_id(call.path("id"));
    if (!id) return fail(Errc::not_found, "Record not found");
    TRY(auto const handles, call.server().db().read([&](db::Tx& tx) {
        return social::list_severed(tx, call.viewer(), *id, which == "following");
    }));
    if (handles.empty()) return fail(Errc::not_found, "Record not found");
    std::string text = "Account address\n";
    for (auto const& handle : handles) text += handle + "\n";
    auto response = http::text_response(200, std::move(text), "text/csv; charset=utf-8");
    response.headers.set("Content-Disposition",
                         fmt::format("attachment; filename=\"{}.csv\"", which));
    response.headers.set("Cache-Control", "private, no-store");
    return response;
}

}  // namespace skein::domain_blocks
