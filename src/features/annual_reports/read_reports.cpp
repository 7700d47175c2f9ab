// A person's own reports, as the API shows them.

#include "core/server.h"
#include "features/annual_reports/generate.h"
#include "features/annual_reports/handlers.h"
#include "features/annual_reports/report_view.h"
#include "social/annual_campaign.h"

namespace skein::annual_reports {
namespace {

constexpr auto look_again_after = std::chrono::seconds(2);

std::string_view to_string(Standing::State state) {
    switch (state) {
        case Standing::available: return "available";
        case Standing::generating: return "generating";
        case Standing::eligible: return "eligible";
        case Standing::ineligible: break;
    }
    return "ineligible";
}

void name_refresh(Reply& reply, social::AsyncRefresh const& refresh) {
    reply.headers.set(social::refresh_header_name,
                      social::refresh_header(refresh, look_again_after));
}

std::optional<std::int64_t> campaign_of(Server& server) {
    return server.part<social::AnnualCampaign>().year_at(server.clock().now());
}

std::unexpected<Error> fail_missing() { return fail(Errc::not_found, "Record not found"); }

Result<Reply> reply_with(Call& call,
                         std::function<Result<std::vector<AnnualReport>>(db::Tx&)> const& load) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const reports, load(tx));
        json::Writer out;
        TRY_OK(write_reports({call.server(), tx, call.viewer()}, reports, out));
        return json_reply(std::move(out));
    });
}

}  // namespace

Result<Reply> list_reports(Call& call) {
    return reply_with(call, [&](db::Tx& tx) { return list_unread_reports(tx, call.viewer()); });
}

Result<Reply> show_report(Call& call) {
    auto const year = parse_year(call.path("year"));
    return reply_with(call, [&](db::Tx& tx) -> Result<std::vector<AnnualReport>> {
        TRY(auto const report, find_report(tx, call.viewer(), year.value_or(0)));
        if (!report) return fail_missing();
        return std::vector{*report};
    });
}

Result<Reply> show_state(Call& call) {
    auto& server = call.server();
    auto const year = parse_year(call.path("year"));
    TRY(auto const standing, server.db().read([&](db::Tx& tx) {
        return find_standing(tx, call.viewer(), year, campaign_of(server));
    }));
    json::Writer out;
    out.object([&] { out.field("state", to_string(standing.state)); });
    auto reply = json_reply(std::move(out));
    if (standing.refresh) name_refresh(reply, *standing.refresh);
    return reply;
}

Result<Reply> read_report(Call& call) {
    auto const year = parse_year(call.path("year"));
    TRY(auto const found, call.server().db().write([&](db::Tx& tx) {
        return mark_report_read(tx, call.viewer(), year.value_or(0));
    }));
    if (!found) return fail_missing();
    return empty_reply();
}

Result<Reply> ask_for_report(Call& call) {
    auto& server = call.server();
    auto const year = parse_year(call.path("year"));
    auto const id = social::new_refresh_id(server);
    TRY(auto const refresh,
        server.db().write([&](db::Tx& tx) -> Result<std::optional<social::AsyncRefresh>> {
            TRY(auto const standing, find_standing(tx, call.viewer(), year, campaign_of(server)));
            if (standing.state != Standing::eligible) return standing.refresh;
            return begin_report(tx, call.viewer(), *year, id);
        }));
    auto reply = empty_reply();
    // What is there already, or will not be made, is nothing to wait for.
    if (!refresh) return reply;
    reply.status = 202;
    name_refresh(reply, *refresh);
    return reply;
}

}  // namespace skein::annual_reports
