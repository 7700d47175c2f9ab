#include "features/sample/fill.h"

#include "base/numbers.h"
#include "social/users.h"

namespace skein::sample {
namespace {

constexpr std::uint64_t seed = 0x736b65696e;
constexpr std::int64_t accounts_max = 10'000'000, statuses_max = 100'000'000, follows_max = 10'000;

Result<std::int64_t> number_of(CommandCall const& call, std::string_view name, std::int64_t least,
                               std::int64_t most) {
    auto const value = parse_number<std::int64_t>(call.option(name));
    if (!value || *value < least || *value > most)
        return fail(Errc::bad_request,
                    fmt::format("--{} is a whole number from {} to {}.", name, least, most));
    return *value;
}

Result<Plan> plan_of(CommandCall const& call) {
    Plan plan;
    TRY(plan.accounts, number_of(call, "accounts", 2, accounts_max));
    TRY(plan.follows, number_of(call, "follows", 0, follows_max));
    TRY(plan.statuses, number_of(call, "statuses", 0, statuses_max));
    auto const share = parse_number<double>(call.option("remote-share"));
    if (!share || !(*share >= 0 && *share < 1))
        return fail(Errc::bad_request, "--remote-share is a number from 0 to below 1.");
    plan.remote_share = *share;
    return plan;
}

}  // namespace

void Filling::progress(std::string_view what, std::int64_t done, std::int64_t of) const {
    auto const tenth = [&](std::int64_t count) {
        return count * 10 / std::max<std::int64_t>(of, 1);
    };
    if (done == of || tenth(done) != tenth(done - 1))
        call.out(fmt::format("{}: {} of {}", what, done, of));
}

Result<void> run(Server& server, CommandCall& call) {
    TRY(auto const plan, plan_of(call));
    TRY(auto const users, server.db().read([](db::Tx& tx) { return social::count_users(tx); }));
    if (users > 0)
        return fail(Errc::conflict,
                    "This server has people already. A sample is for a new server: name another "
                    "directory with --data-dir.");
    Filling filling{server, call, plan, Dice(seed), {}, {}};
    TRY_OK(make_people(filling));
    TRY_OK(make_follows(filling));
    TRY_OK(make_posts(filling));
    call.out(
        "Done. Everybody's password is: "
        "a sample password");
    return {};
}

}  // namespace skein::sample
