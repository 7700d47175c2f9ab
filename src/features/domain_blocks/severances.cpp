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
        case social::SeveranceKind::domain_block: return "This server blocked the domain.";
        case social::SeveranceKind::user_domain_block: return "You blocked the domain.";
        case social::SeveranceKind::account_suspension: break;
    }
    return "The account was suspended.";
}

SafeHtml file_link(social::Severance const& severance, std::string_view which, std::int64_t count) {
    if (count == 0) return {};
    return html(" <a href=\"/settings/severances/{}/{}\" download>{} {}</a>", severance.id, which,
                count, which);
}

SafeHtml item(social::Severance const& severance) {
    return html(
        "<li><div><strong>{}</strong><br><span class=\"quiet\">{}: {}</span></div><div>{}{}</div>"
        "</li>",
        severance.target, to_iso_date(severance.created_at), cause_of(severance),
        file_link(severance, "followers", severance.followers_count),
        file_link(severance, "following", severance.following_count));
}

}  // namespace

Result<Reply> show_severances(Call& call) {
    TRY(auto const severances, call.server().db().read([&](db::Tx& tx) {
        return social::list_severances(tx, call.viewer(), shown_max);
    }));
    social::PageWriter const page(call);
    SafeHtml list;
    for (auto const& severance : severances) list += item(severance);
    auto const body =
        severances.empty()
            ? SafeHtml("<p>No follow of yours has ended because of a block.</p>")
            : html(
                  "<p>Follows that ended because a domain was blocked. Each list is a file with "
                  "one handle a line.</p><ul class=\"list\">{}</ul>",
                  list);
    return page.reply(social::in_settings(
        call, {.path = "/settings/severances", .title = "Lost follows", .body = body}));
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
