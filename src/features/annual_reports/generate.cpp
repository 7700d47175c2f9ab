#include "features/annual_reports/generate.h"

#include "core/server.h"
#include "features/annual_reports/figures.h"
#include "social/accounts.h"

namespace skein::annual_reports {
namespace {

/// For the address of its page: nobody guesses 128 bits.
constexpr std::size_t share_key_bytes = 16;

std::string subject_of(AccountId account, std::int64_t year) {
    return fmt::format("annual report {} {}", account.value, year);
}

}  // namespace

Result<Standing> find_standing(db::Tx& tx, AccountId account, std::optional<std::int64_t> year,
                               std::optional<std::int64_t> campaign) {
    Standing standing;
    if (!year) return standing;
    TRY(auto const report, find_report(tx, account, *year));
    if (report) {
        standing.state = Standing::available;
        return standing;
    }
    TRY(standing.refresh, social::find_running_refresh(tx, subject_of(account, *year)));
    if (standing.refresh) standing.state = Standing::generating;
    if (standing.refresh || year != campaign) return standing;
    TRY(auto const posted, has_posted_in(tx, account, {*year}));
    if (posted) standing.state = Standing::eligible;
    return standing;
}

Result<social::AsyncRefresh> begin_report(db::Tx& tx, AccountId account, std::int64_t year,
                                          std::string refresh_id) {
    TRY_OK(enqueue(
        tx, GenerateReport{account, year},
        {.priority = Priority::person, .unique_key = fmt::format("{} {}", account.value, year)}));
    return social::begin_refresh(tx, std::move(refresh_id), {.subject = subject_of(account, year)});
}

Result<void> generate_report(JobRun& run, GenerateReport const& job) {
    auto& server = run.server();
    TRY(auto report, work_out(server.db(), job.account, {job.year}));
    report.share_key = server.random().token(share_key_bytes);
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::finish_refresh(tx, subject_of(job.account, job.year)));
        TRY(auto const account, social::find_account(tx, job.account));
        if (!account || account->state == social::AccountState::suspended) return {};
        return insert_report(tx, report);
    });
}

Result<void> forget_reports(db::Tx& tx, social::AccountRemoved const& event) {
    return remove_reports_of(tx, event.account);
}

}  // namespace skein::annual_reports
