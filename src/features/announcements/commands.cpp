#include "base/text.h"
#include "core/server.h"
#include "features/announcements/handlers.h"
#include "social/announcements.h"

namespace skein::announcements {
namespace {

using social::Announcement;
using social::AnnouncementDraft;
using social::AnnouncementId;

/// Sets `into` where the option was given; `none` (or `now`) is no moment.
Result<void> read_moment(CommandCall const& call, std::string_view name,
                         std::optional<Time>& into) {
    auto const text = call.option(name);
    if (text.empty()) return {};
    if (text == "none" || text == "now") {
        into.reset();
        return {};
    }
    into = parse_rfc3339(text);
    if (into) return {};
    return fail(Errc::bad_request,
                fmt::format("--{} is a moment like 2026-12-01T18:00:00Z, or a day.", name));
}

Result<void> read_options(CommandCall const& call, AnnouncementDraft& draft) {
    TRY_OK(read_moment(call, "starts-at", draft.starts_at));
    TRY_OK(read_moment(call, "ends-at", draft.ends_at));
    TRY_OK(read_moment(call, "publish-at", draft.scheduled_at));
    auto const all_day = call.option("all-day");
    if (all_day.empty()) return {};
    if (all_day != "yes" && all_day != "no" && all_day != "true")
        return fail(Errc::bad_request, "--all-day is yes or no.");
    draft.all_day = all_day != "no";
    return {};
}

Result<AnnouncementId> id_of(CommandCall const& call) {
    auto const id = parse_id(call.arguments[0]);
    if (!id)
        return fail(Errc::bad_request, "This is no id of an announcement: " + call.arguments[0]);
    return AnnouncementId{*id};
}

std::string_view state_of(Announcement const& one, Time now) {
    if (one.shown) return "shown";
    return one.over_at && *one.over_at <= now ? "over" : "waits";
}

std::string line_of(Announcement const& one, Time now) {
    auto text = strip_controls(one.text, false);
    if (has_more_graphemes(text, 100)) text = first_graphemes(text, 100) + "…";
    auto const moment = one.published_at.value_or(one.scheduled_at.value_or(one.created_at));
    auto line =
        fmt::format("{}  {:<5}  {}", to_string(one.id), state_of(one, now), to_rfc3339(moment));
    if (one.ends_at) line += " until " + to_rfc3339(*one.ends_at);
    return line + "  " + text;
}

}  // namespace

Result<void> add_announcement(Server& server, CommandCall& call) {
    AnnouncementDraft draft;
    draft.text = call.input;
    TRY_OK(read_options(call, draft));
    TRY(auto const id, server.db().write([&](db::Tx& tx) {
        return social::insert_announcement(server, tx, draft);
    }));
    call.out(to_string(id));
    return {};
}

Result<void> edit_announcement(Server& server, CommandCall& call) {
    TRY(auto const id, id_of(call));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const before, social::load_announcement(tx, id));
        AnnouncementDraft draft{before.text, before.starts_at, before.ends_at, before.scheduled_at,
                                before.all_day};
        if (!trim(call.input).empty()) draft.text = call.input;
        TRY_OK(read_options(call, draft));
        return social::update_announcement(server, tx, id, draft);
    }));
    call.out("Written.");
    return {};
}

Result<void> list_all_announcements(Server& server, CommandCall& call) {
    TRY(auto const all, server.db().read(social::list_announcements));
    for (auto const& one : all) call.out(line_of(one, server.clock().now()));
    if (all.empty()) call.out("There are no announcements.");
    return {};
}

Result<void> remove_announcement(Server& server, CommandCall& call) {
    TRY(auto const id, id_of(call));
    TRY_OK(server.db().write([&](db::Tx& tx) { return social::remove_announcement(tx, id); }));
    call.out("Taken away.");
    return {};
}

}  // namespace skein::announcements
