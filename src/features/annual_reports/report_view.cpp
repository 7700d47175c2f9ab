#include "features/annual_reports/report_view.h"

#include <algorithm>

#include "core/server.h"
#include "social/accounts.h"
#include "social/audience.h"

namespace skein::annual_reports {
namespace {

/// The year as a whole stands in its last month.
constexpr int month_of_year = 12;

void write_data(AnnualReport const& report, std::optional<StatusId> top, json::Writer& out) {
    out.object([&] {
        out.field("archetype", to_string(report.archetype));
        out.key("top_statuses");
        out.object([&] {
            out.key("by_reblogs");
            top ? out.value(*top) : out.value(nullptr);
            out.field("by_favourites", nullptr);
            out.field("by_replies", nullptr);
        });
        out.key("time_series");
        out.array([&] {
            out.object([&] {
                out.field("month", month_of_year);
                out.field("statuses", report.statuses);
                out.field("followers", report.followers);
            });
        });
        out.key("top_hashtags");
        out.array([&] {
            if (report.top_tag.empty()) return;
            out.object([&] {
                out.field("name", report.top_tag);
                out.field("count", report.top_tag_uses);
            });
        });
    });
}

struct Named {
    social::Account owner;
    std::vector<StatusId> posts;  ///< Those that are still there.

    std::optional<StatusId> top_of(AnnualReport const& report) const {
        auto const there =
            report.top_status_id && std::ranges::find(posts, *report.top_status_id) != posts.end();
        return there ? report.top_status_id : std::nullopt;
    }
};

Result<Named> load_named(social::ViewOf const& view, std::span<AnnualReport const> reports) {
    Named named;
    TRY(named.owner, social::load_account(view.tx, view.viewer));
    std::vector<StatusId> posts;
    for (auto const& report : reports)
        if (report.top_status_id) posts.push_back(*report.top_status_id);
    TRY(named.posts, social::keep_visible(view.tx, view.viewer, posts));
    return named;
}

}  // namespace

Result<void> write_reports(social::ViewOf const& view, std::span<AnnualReport const> reports,
                           json::Writer& out) {
    TRY(auto const named, load_named(view, reports));
    Result<void> accounts, statuses;
    out.object([&] {
        out.key("annual_reports");
        out.array([&] {
            for (auto const& report : reports)
                out.object([&] {
                    out.field("year", report.year);
                    out.key("data");
                    write_data(report, named.top_of(report), out);
                    out.field("schema_version", report.schema_version);
                    out.field("share_url", share_url(view.server, named.owner.username, report));
                    out.field("account_id", report.account_id);
                });
        });
        out.key("accounts");
        out.array([&] {
            if (!reports.empty())
                accounts = social::write_accounts(view, std::span(&named.owner.id, 1), out);
        });
        out.key("statuses");
        out.array([&] { statuses = social::write_statuses(view, named.posts, out); });
    });
    TRY_OK(std::move(accounts));
    return statuses;
}

std::string share_url(Server const& server, std::string_view username, AnnualReport const& report) {
    return fmt::format("{}/wrapstodon/{}/{}", social::account_url(server, username), report.year,
                       report.share_key);
}

}  // namespace skein::annual_reports
