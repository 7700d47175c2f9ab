// The job that publishes a post when its time has come.

#include "base/log.h"
#include "features/posting/drafts.h"
#include "features/posting/scheduled_statuses.h"
#include "social/standing.h"
#include "social/statuses.h"
#include "social/users.h"

namespace skein::posting {
namespace {

/// Would trying again give the same answer?
bool is_final(Errc code) {
    return code == Errc::not_found || code == Errc::unprocessable || code == Errc::forbidden ||
           code == Errc::bad_request || code == Errc::gone || code == Errc::too_large;
}

struct Due {
    ScheduledStatus row;
    Author author;
};

/// Nothing when it was cancelled, moved, published, or its author may not post (any more).
Result<std::optional<Due>> find_due(db::Tx& tx, PublishScheduled const& job) {
    TRY(auto row, find_scheduled(tx, job.scheduled));
    if (!row || row->scheduled_at != job.at) return std::nullopt;
    TRY(auto const user, social::find_user_by_account(tx, row->account_id));
    TRY(auto const may, social::may_act(tx, row->account_id));
    if (!user || !may) return std::nullopt;
    Author const author{row->account_id, user->id, row->app_id.value_or(AppId{})};
    return Due{*std::move(row), author};
}

Result<void> publish_due(JobRun& run, PublishScheduled const& job, Due const& due) {
    TRY(auto const input, request_of(due.row));
    TRY(auto const draft, draft_of(run.server(), due.author, input));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const row, find_scheduled(tx, job.scheduled));
        if (!row || row->scheduled_at != job.at) return {};
        TRY_OK(remove_scheduled(tx, row->id));
        TRY_OK(social::publish_status(tx, draft));
        return {};
    });
}

}  // namespace

Result<void> publish_scheduled(JobRun& run, PublishScheduled const& job) {
    TRY(auto const due, run.server().db().read([&](db::Tx& tx) { return find_due(tx, job); }));
    if (!due) return {};
    auto done = publish_due(run, job, *due);
    if (done || !is_final(done.error().code)) return done;
    // It stays in its author's list, who sees that its time has passed and decides.
    log::failure(log::Level::info, "posting.scheduled_refused", done.error());
    return {};
}

}  // namespace skein::posting
