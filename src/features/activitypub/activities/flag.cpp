// Flag: a report of another server. It names accounts and posts of ours in its objects, or posts in
// its text (Misskey), or posts alone (Lemmy).

#include <map>

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/domains.h"
#include "social/reports.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t objects_max = 200, addresses_in_text_max = 20, targets_max = 5;

/// Addresses of ours that stand in a text, separated by white space.
std::vector<std::string> addresses_in(Server const& server, std::string_view text) {
    std::vector<std::string> found;
    auto const& own = server.public_url();
    for (auto at = text.find(own);
         at != std::string_view::npos && found.size() < addresses_in_text_max;
         at = text.find(own, at + 1)) {
        auto const end = text.find_first_of(" \t\r\n<>\"')", at);
        found.emplace_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    }
    return found;
}

struct Reported {
    std::map<AccountId, std::vector<StatusId>> posts;  ///< Of each account that is named.
    std::vector<social::Status> statuses;
};

Result<void> look_up(db::Tx& tx, Server& server, std::string_view address, Reported& reported) {
    if (!is_ours(server, address)) return {};
    TRY(auto const account, find_own_account(server, tx, address));
    if (account) {
        reported.posts[*account];
        return {};
    }
    TRY(auto const id, find_own_status(server, tx, address));
    if (!id) return {};
    TRY(auto status, social::load_status(tx, *id));
    reported.statuses.push_back(std::move(status));
    return {};
}

/// Who is reported, and for what: only their own posts. Posts alone report the author of the first.
Result<Reported> read_reported(db::Tx& tx, Received const& received) {
    Reported reported;
    auto const content = text_of(received.activity, "content");
    for (auto const& object : list_of(received.activity, "object", objects_max))
        TRY_OK(look_up(tx, received.server, id_text(object), reported));
    for (auto const& address : addresses_in(received.server, content))
        TRY_OK(look_up(tx, received.server, address, reported));
    if (reported.posts.empty() && !reported.statuses.empty())
        reported.posts[reported.statuses.front().account_id];
    for (auto const& status : reported.statuses)
        if (auto const found = reported.posts.find(status.account_id);
            found != reported.posts.end() && found->second.size() < social::report_statuses_max)
            found->second.push_back(status.id);
    return reported;
}

}  // namespace

Result<void> receive_flag(Received const& received) {
    auto const& host = received.actor.id().host();
    if (received.server.part<social::DomainBook>().verdict(host).reject_reports) return {};
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const reported, read_reported(tx, received));
        auto comment = text_of(received.activity, "content");
        if (comment.empty()) comment = text_of(received.activity, "summary");
        std::size_t filed = 0;
        for (auto const& [target, statuses] : reported.posts) {
            if (++filed > targets_max) break;
            social::Report report;
            report.account_id = received.actor.account();
            report.target_id = target;
            report.comment = comment;
            report.statuses = statuses;
            TRY_OK(social::file_report(tx, std::move(report)));
        }
        return {};
    });
}

}  // namespace skein::activitypub
