// Peers, activity, languages and emojis.

#include "base/text.h"
#include "core/server.h"
#include "features/instance/config.h"
#include "features/instance/figures.h"
#include "features/instance/handlers.h"
#include "social/emojis.h"
#include "social/views/views.h"

namespace skein::instance {

Result<Reply> list_peers(Call& call) {
    if (!call.server().settings<DocumentConfig>().peers_shown)
        return fail(Errc::not_found, "Record not found");
    TRY(auto const figures, call.server().part<FigureBoard>().get(call.server()));
    json::Writer out;
    out.array([&] {
        for (auto const& domain : figures->peers) out.value(domain);
    });
    return json_reply(std::move(out));
}

Result<Reply> show_activity(Call& call) {
    if (!call.server().settings<DocumentConfig>().activity_shown)
        return fail(Errc::not_found, "Record not found");
    TRY(auto const figures, call.server().part<FigureBoard>().get(call.server()));
    json::Writer out;
    out.array([&] {
        for (auto const& week : figures->weeks)
            out.object([&] {
                out.field("week", std::to_string(week.week));
                out.field("statuses", std::to_string(week.statuses));
                out.field("logins", std::to_string(week.logins));
                out.field("registrations", std::to_string(week.registrations));
            });
    });
    return json_reply(std::move(out));
}

Result<Reply> list_languages(Call&) {
    json::Writer out;
    out.array([&] {
        for (auto const& language : known_languages())
            out.object([&] {
                out.field("code", language.code);
                out.field("name", language.name);
            });
    });
    return json_reply(std::move(out));
}

Result<Reply> list_custom_emojis(Call& call) {
    TRY(auto const emojis, call.server().db().read(social::list_local_emojis));
    json::Writer out;
    out.array([&] {
        for (auto const& emoji : emojis) social::write_emoji(call.server(), emoji, out);
    });
    return json_reply(std::move(out));
}

}  // namespace skein::instance
