#include "features/instance/terms.h"

#include <algorithm>

#include "base/text.h"
#include "core/server.h"
#include "features/instance/handlers.h"
#include "social/instance.h"
#include "social/post_text.h"

namespace skein::instance {
namespace {

db::Query<Terms> const list_all{
    "terms.list", "SELECT effective_on, text FROM terms_of_service ORDER BY effective_on"};
db::Sql const put{"terms.put",
                  "INSERT INTO terms_of_service (effective_on, text, created_at) VALUES ($1, $2, "
                  "$3) ON CONFLICT (effective_on) DO UPDATE SET text = $2"};
db::Sql const remove_one{"terms.remove", "DELETE FROM terms_of_service WHERE effective_on = $1"};

Reply terms_reply(Call const& call, std::vector<Terms> const& all, std::size_t which) {
    auto const& terms = all[which];
    auto const today = to_iso_date(call.server().clock().now());
    json::Writer out;
    out.object([&] {
        out.field("effective_date", terms.effective_on);
        out.field("effective", terms.effective_on <= today);
        out.field("content", social::render_note(terms.text, {}, call.server().public_url()).str());
        out.key("succeeded_by");
        which + 1 < all.size() ? out.value(all[which + 1].effective_on) : out.value(nullptr);
    });
    return json_reply(std::move(out));
}

/// A day as the table has it, or nothing.
std::optional<std::string> day_in(std::string_view text) {
    auto const moment = text.size() == 10 ? parse_rfc3339(text) : std::nullopt;
    return moment ? std::optional(to_iso_date(*moment)) : std::nullopt;
}

Result<void> print_terms(Server& server, CommandCall& call) {
    TRY(auto const all, server.db().read(list_terms));
    for (auto const& one : all)
        call.out(fmt::format("{}  {} characters", one.effective_on, count_graphemes(one.text)));
    if (all.empty()) call.out("There are no terms of service.");
    return {};
}

}  // namespace

Result<std::vector<Terms>> list_terms(db::Tx& tx) {
    TRY(auto all, tx.list(list_all));
    if (!all.empty()) return all;
    TRY(auto const text, social::find_instance_text(tx, "terms_of_service"));
    if (text && !text->value.empty()) all.push_back({to_iso_date(text->updated_at), text->value});
    return all;
}

std::size_t current_terms(std::vector<Terms> const& all, std::string_view today) {
    std::size_t current = 0;
    while (current + 1 < all.size() && all[current + 1].effective_on <= today) ++current;
    return current;
}

Result<void> write_terms(Server& server, CommandCall& call) {
    if (call.arguments.empty() || call.arguments[0].empty()) return print_terms(server, call);
    auto const day = day_in(call.arguments[0]);
    if (!day) return fail(Errc::bad_request, "Name a day, as 2026-12-31.");
    if (call.input.size() > social::instance_text_bytes_max)
        return fail(Errc::bad_request, fmt::format("Give text in UTF-8, at most {} bytes.",
                                                   social::instance_text_bytes_max));
    auto const text = social::clean_post_text(call.input);
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        if (text.empty()) {
            TRY(auto const removed, tx.run(remove_one, *day));
            return removed ? ok() : fail(Errc::not_found, "No terms take effect on this day.");
        }
        TRY(auto const all, tx.list(list_all));
        if (all.size() >= terms_max &&
            std::ranges::find(all, *day, &Terms::effective_on) == all.end())
            return fail(Errc::unprocessable, "There are too many versions; remove an old one.");
        TRY_OK(tx.run(put, *day, text, tx.now()));
        return {};
    }));
    call.out(text.empty() ? "Taken away." : "Written.");
    return {};
}

Result<Reply> show_terms_of_service(Call& call) {
    TRY(auto const all, call.server().db().read(list_terms));
    if (all.empty()) return fail(Errc::not_found, "Record not found");
    return terms_reply(call, all, current_terms(all, to_iso_date(call.server().clock().now())));
}

Result<Reply> show_dated_terms_of_service(Call& call) {
    TRY(auto const all, call.server().db().read(list_terms));
    auto const found = std::ranges::find(all, call.path("date"), &Terms::effective_on);
    if (found == all.end()) return fail(Errc::not_found, "Record not found");
    return terms_reply(call, all, static_cast<std::size_t>(found - all.begin()));
}

}  // namespace skein::instance
