#include "social/polls.h"

#include <algorithm>
#include <bit>

#include "base/json.h"
#include "base/text.h"
#include "core/events.h"
#include "core/server.h"
#include "social/events.h"

namespace skein::social {
namespace {

/// A row of `polls`.
struct PollRow {
    PollId id;
    StatusId status_id;
    AccountId account_id;
    bool multiple = false, hide_totals = false;
    std::optional<Time> expires_at, fetched_at;
    std::optional<std::int64_t> voters_count;
    std::string votes, titles;
    auto row() {
        return std::tie(id, status_id, account_id, multiple, hide_totals, expires_at, fetched_at,
                        voters_count, votes, titles);
    }
};

#define POLL_COLUMNS                                                                    \
    "SELECT id, status_id, account_id, multiple, hide_totals, expires_at, fetched_at, " \
    "voters_count, votes, titles FROM polls "
db::Query<PollRow> const find_by_id{"polls.find", POLL_COLUMNS "WHERE id = $1"};
db::Query<PollRow> const find_by_status{"polls.find_of", POLL_COLUMNS "WHERE status_id = $1"};
db::Query<PollRow> const list_by_statuses{"polls.list_of",
                                          POLL_COLUMNS "WHERE status_id IN {list:$1}"};

db::Sql const insert{
    "polls.insert",
    "INSERT INTO polls (id, status_id, account_id, multiple, hide_totals, end_told, expires_at, "
    "fetched_at, voters_count, votes, titles) VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7, $8, $9, "
    "$10)"};
db::Sql const mark{"polls.mark", "UPDATE statuses SET marks = marks | $2 WHERE id = $1"};
db::Query<Network> const network_of{"polls.network_of",
                                    "SELECT network FROM statuses WHERE id = $1"};
// What ends anew is told anew.
db::Sql const update{"polls.update",
                     "UPDATE polls SET multiple = $2, hide_totals = $3, end_told = end_told AND "
                     "COALESCE(expires_at = $4, FALSE), expires_at = $4, fetched_at = $5, "
                     "voters_count = $6, votes = $7, titles = $8 WHERE id = $1"};
db::Sql const update_counts{"polls.update_counts",
                            "UPDATE polls SET voters_count = $2, votes = $3 WHERE id = $1"};
db::Sql const update_asked{"polls.update_asked", "UPDATE polls SET fetched_at = $2 WHERE id = $1"};

db::Sql const remove_row{"polls.remove_row", "DELETE FROM polls WHERE id = $1"};
db::Sql const remove_votes{"poll_votes.remove", "DELETE FROM poll_votes WHERE poll_id = $1"};
db::Sql const remove_votes_by{
    "poll_votes.remove_by",
    "DELETE FROM poll_votes WHERE account_id = $1 AND poll_id IN (SELECT v.poll_id FROM poll_votes "
    "v WHERE v.account_id = $1 ORDER BY v.poll_id LIMIT $2)"};

db::Query<std::int64_t> const find_vote{
    "poll_votes.find", "SELECT choices FROM poll_votes WHERE account_id = $1 AND poll_id = $2"};
db::Query<Ballot> const list_votes{"poll_votes.list",
                                   "SELECT poll_id, choices FROM poll_votes WHERE account_id = $1 "
                                   "AND poll_id IN {list:$2}"};
db::Query<AccountId> const list_people{
    "poll_votes.list_voters",
    "SELECT account_id FROM poll_votes WHERE poll_id = $1 AND account_id > $2 "
    "ORDER BY account_id LIMIT $3"};
db::Sql const put_vote{
    "poll_votes.put",
    "INSERT INTO poll_votes (poll_id, account_id, choices) VALUES ($1, $2, $3) "
    "ON CONFLICT (poll_id, account_id) DO UPDATE SET choices = poll_votes.choices | $3"};

struct Ended {
    StatusId status;
    AccountId author;
    auto row() { return std::tie(status, author); }
};
db::Query<Ended> const take_end{
    "polls.take_end",
    "UPDATE polls SET end_told = TRUE WHERE id = $1 AND end_told = FALSE AND expires_at <= $2 "
    "RETURNING status_id, account_id"};

struct EndPoll {
    static constexpr std::string_view name = "social.end_poll";
    PollId poll;
    auto row() { return std::tie(poll); }
};

Result<void> end_poll(JobRun& run, EndPoll const& job) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const ended, tx.find(take_end, job.poll, tx.now()));
        return ended ? publish(tx, PollEnded{ended->status, ended->author}) : ok();
    });
}

/// A poll that was prolonged has a job for each of its ends; the early ones find nothing to do.
Result<void> tell_end(db::Tx& tx, PollId poll, std::optional<Time> expires_at) {
    if (!expires_at) return {};
    auto const key = fmt::format("{}:{}", poll.value, expires_at->time_since_epoch().count());
    return enqueue(tx, EndPoll{poll}, {.not_before = *expires_at, .unique_key = key});
}

std::string titles_of(std::vector<PollOption> const& options) {
    json::Writer out;
    out.array([&] {
        for (auto const& option : options) out.value(option.title);
    });
    return out.take();
}

std::string votes_of(std::vector<PollOption> const& options) {
    json::Writer out;
    out.array([&] {
        for (auto const& option : options) out.value(option.votes);
    });
    return out.take();
}

Result<Poll> poll_of(PollRow row) {
    Poll poll{row.id,           row.status_id,   row.account_id, {},
              row.multiple,     row.hide_totals, row.expires_at, 0,
              row.voters_count, row.fetched_at};
    TRY(auto const titles, json::Document::parse(row.titles));
    TRY(auto const votes, json::Document::parse(row.votes));
    auto const counts = votes.root().elements();
    for (auto const& title : titles.root().elements()) {
        auto const place = poll.options.size();
        auto const count = place < counts.size() ? counts[place].integer().value_or(0) : 0;
        poll.options.push_back({std::string(title.text().value_or("")), count});
        poll.votes_count += count;
    }
    return poll;
}

Result<std::optional<Poll>> poll_of(std::optional<PollRow> row) {
    if (!row) return std::nullopt;
    TRY(auto poll, poll_of(*std::move(row)));
    return std::optional(std::move(poll));
}

/// The poll as it is now, whatever the caller read before.
Result<Poll> load_poll(db::Tx& tx, PollId id) {
    TRY(auto row, tx.load(find_by_id, id));
    return poll_of(std::move(row));
}

/// What is stored of a description: counts of a local poll are made here.
PollDraft as_stored(PollDraft draft, bool remote) {
    if (draft.options.size() > poll_limits::remote_options_max)
        draft.options.resize(poll_limits::remote_options_max);
    for (auto& option : draft.options)
        option.votes = remote ? std::max<std::int64_t>(option.votes, 0) : 0;
    if (!remote) draft.voters_count = 0;
    if (draft.voters_count) draft.voters_count = std::max<std::int64_t>(*draft.voters_count, 0);
    if (draft.closed_at && (!draft.expires_at || *draft.closed_at < *draft.expires_at))
        draft.expires_at = draft.closed_at;
    return draft;
}

bool same_question(Poll const& poll, PollDraft const& draft) {
    return poll.multiple == draft.multiple &&
           std::ranges::equal(poll.options, draft.options, {}, &PollOption::title,
                              &PollOption::title);
}

Result<void> store(db::Tx& tx, Poll const& poll) {
    TRY_OK(tx.run(update, poll.id, poll.multiple, poll.hide_totals, poll.expires_at,
                  poll.fetched_at, poll.voters_count, votes_of(poll.options),
                  titles_of(poll.options)));
    return {};
}

/// Adds choices to an account's ballot, which was `before`, and counts them.
Result<void> cast_vote(db::Tx& tx, AccountId account, Poll poll, std::int64_t before,
                       std::int64_t choices) {
    for (std::size_t i = 0; i < poll.options.size(); ++i)
        if ((choices >> i & 1) != 0) ++poll.options[i].votes;
    if (before == 0 && poll.voters_count) ++*poll.voters_count;
    TRY_OK(tx.run(put_vote, poll.id, account, choices));
    TRY_OK(publish(tx, PollVoted{poll.status_id, account, poll.account_id}));
    TRY_OK(tx.run(update_counts, poll.id, poll.voters_count, votes_of(poll.options)));
    return {};
}

std::unexpected<Error> refused(std::string_view why) {
    return fail(Errc::unprocessable, fmt::format("Validation failed: {}", why));
}

/// Nothing for a choice that is none.
std::optional<std::int64_t> bits_of(std::span<std::int64_t const> choices, std::size_t options) {
    std::int64_t bits = 0;
    for (auto const choice : choices) {
        if (choice < 0 || std::cmp_greater_equal(choice, options)) return std::nullopt;
        bits |= std::int64_t{1} << choice;
    }
    return bits;
}

}  // namespace

Result<std::optional<Poll>> find_poll(db::Tx& tx, PollId id) {
    TRY(auto row, tx.find(find_by_id, id));
    return poll_of(std::move(row));
}

Result<std::optional<Poll>> find_poll_of(db::Tx& tx, StatusId status) {
    TRY(auto row, tx.find(find_by_status, status));
    return poll_of(std::move(row));
}

Result<std::vector<Poll>> list_polls_of(db::Tx& tx, std::span<StatusId const> statuses) {
    std::vector<Poll> polls;
    if (statuses.empty()) return polls;
    TRY(auto rows, tx.list(list_by_statuses, statuses));
    for (auto& row : rows) {
        TRY(auto poll, poll_of(std::move(row)));
        polls.push_back(std::move(poll));
    }
    return polls;
}

Result<void> check_poll(PollDraft const& draft, Time now) {
    if (draft.options.size() < 2) return refused("Poll options must have more than one item");
    if (std::cmp_greater(draft.options.size(), poll_limits::options_max))
        return refused(
            fmt::format("Poll options can't contain more than {} items", poll_limits::options_max));
    for (auto option = draft.options.begin(); option != draft.options.end(); ++option) {
        if (option->title.empty()) return refused("Poll options can't be blank");
        if (has_more_graphemes(option->title, poll_limits::option_characters_max))
            return refused(fmt::format("Poll options cannot be longer than {} characters each",
                                       poll_limits::option_characters_max));
        if (std::ranges::find(draft.options.begin(), option, option->title, &PollOption::title) !=
            option)
            return refused("Poll options contain duplicate items");
    }
    if (!draft.expires_at) return refused("Poll expires at can't be blank");
    if (*draft.expires_at < now + poll_limits::shortest)
        return refused("Poll expires at is too soon");
    if (*draft.expires_at > now + poll_limits::longest)
        return refused("Poll expires at is too far into the future");
    return {};
}

Result<PollId> insert_poll(db::Tx& tx, StatusId status, AccountId author, PollDraft const& draft) {
    TRY(auto const network, tx.load(network_of, status));
    auto const remote = network != Network::local;
    auto const stored = as_stored(draft, remote);
    auto const id = tx.new_id<PollId>();
    TRY_OK(tx.run(insert, id, status, author, stored.multiple, stored.hide_totals,
                  stored.expires_at, remote ? std::optional(tx.now()) : std::nullopt,
                  stored.voters_count, votes_of(stored.options), titles_of(stored.options)));
    TRY_OK(tx.run(mark, status, status_marks::has_poll));
    if (!remote) TRY_OK(tell_end(tx, id, stored.expires_at));
    return id;
}

Result<void> replace_poll(db::Tx& tx, Poll const& before, PollDraft const& draft) {
    TRY(auto poll, load_poll(tx, before.id));
    auto const stored = as_stored(draft, poll.remote());
    auto const anew = !same_question(poll, stored);
    if (anew) TRY_OK(tx.run(remove_votes, poll.id));
    // A local poll that asks the same keeps its votes.
    if (anew || poll.remote()) {
        poll.options = stored.options;
        poll.voters_count = stored.voters_count;
    }
    auto const ends_otherwise = poll.expires_at != stored.expires_at;
    poll.multiple = stored.multiple;
    poll.hide_totals = stored.hide_totals;
    poll.expires_at = stored.expires_at;
    if (poll.remote()) poll.fetched_at = tx.now();
    TRY_OK(store(tx, poll));
    return ends_otherwise ? tell_end(tx, poll.id, poll.expires_at) : ok();
}

Result<void> remove_poll(db::Tx& tx, StatusId status) {
    TRY(auto const poll, tx.find(find_by_status, status));
    if (!poll) return {};
    TRY_OK(tx.run(remove_votes, poll->id));
    TRY_OK(tx.run(remove_row, poll->id));
    return {};
}

Result<void> vote(db::Tx& tx, AccountId account, Poll const& before,
                  std::span<std::int64_t const> choices) {
    TRY(auto const poll, load_poll(tx, before.id));
    if (poll.ended(tx.now())) return refused("The poll has already ended");
    if (poll.account_id == account) return refused("You cannot vote in your own polls");
    auto const bits = bits_of(choices, poll.options.size());
    if (!bits || *bits == 0) return refused("The chosen vote option does not exist");
    TRY(auto const earlier, tx.find(find_vote, account, poll.id));
    auto const several = std::popcount(static_cast<std::uint64_t>(*bits)) > 1;
    if (earlier || (several && !poll.multiple))
        return refused("You have already voted on this poll");
    TRY_OK(cast_vote(tx, account, poll, 0, *bits));
    // Of polls elsewhere only those end with a word here in which somebody here voted.
    return poll.remote() ? tell_end(tx, poll.id, poll.expires_at) : ok();
}

Result<bool> add_remote_vote(db::Tx& tx, AccountId account, Poll const& before,
                             std::string_view title) {
    TRY(auto const poll, load_poll(tx, before.id));
    if (poll.ended(tx.now()) || poll.account_id == account) return false;
    auto const option = std::ranges::find(poll.options, title, &PollOption::title);
    if (option == poll.options.end()) return false;
    auto const bit = std::int64_t{1} << (option - poll.options.begin());
    TRY(auto const found, tx.find(find_vote, account, poll.id));
    auto const earlier = found.value_or(0);
    if ((earlier & bit) != 0 || (earlier != 0 && !poll.multiple)) return false;
    TRY_OK(cast_vote(tx, account, poll, earlier, bit));
    return true;
}

Result<void> set_poll_counts(db::Tx& tx, Poll const& before, PollDraft const& counts) {
    TRY(auto poll, load_poll(tx, before.id));
    auto const stored = as_stored(counts, true);
    if (!poll.remote() || !same_question(poll, stored))
        return fail(Errc::conflict, "The options of this poll are others.");
    auto const ends_otherwise = poll.expires_at != stored.expires_at;
    poll.options = stored.options;
    poll.voters_count = stored.voters_count;
    poll.expires_at = stored.expires_at;
    poll.fetched_at = tx.now();
    TRY_OK(store(tx, poll));
    if (!ends_otherwise) return {};
    TRY(auto const voters, list_voters(tx, poll.id, AccountId{}, 1));
    return voters.empty() ? ok() : tell_end(tx, poll.id, poll.expires_at);
}

Result<void> note_poll_asked(db::Tx& tx, PollId poll) {
    TRY_OK(tx.run(update_asked, poll, tx.now()));
    return {};
}

Result<std::vector<std::int64_t>> list_choices(db::Tx& tx, AccountId account, PollId poll) {
    TRY(auto const ballots, list_ballots(tx, account, std::span(&poll, 1)));
    std::vector<std::int64_t> choices;
    for (auto const& ballot : ballots)
        for (std::size_t i = 0; i < poll_limits::remote_options_max; ++i)
            if (ballot.has(i)) choices.push_back(static_cast<std::int64_t>(i));
    return choices;
}

Result<std::vector<Ballot>> list_ballots(db::Tx& tx, AccountId account,
                                         std::span<PollId const> polls) {
    return tx.list(list_votes, account, polls);
}

Result<std::int64_t> remove_votes_of(db::Tx& tx, AccountId account, std::int64_t limit) {
    return tx.run(remove_votes_by, account, limit);
}

Result<std::vector<AccountId>> list_voters(db::Tx& tx, PollId poll, AccountId after,
                                           std::int64_t limit) {
    return tx.list(list_people, poll, after, limit);
}

void install_polls(Server& server) { server.job<EndPoll>(end_poll); }

}  // namespace skein::social
