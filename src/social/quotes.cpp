#include "social/quotes.h"

#include "core/events.h"
#include "core/paged_query.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/statuses.h"
#include "social/views/decorator.h"

namespace skein::social {
namespace {

#define QUOTE_COLUMNS \
    "SELECT status_id, quoted_id, account_id, quoted_account_id, state, stamp FROM quotes "
db::Query<Quote> const find_of{"quotes.find", QUOTE_COLUMNS "WHERE status_id = $1"};
db::Query<Quote> const list_of{"quotes.list", QUOTE_COLUMNS "WHERE status_id IN {list:$1}"};
db::Query<Quote> const find_by_stamp{"quotes.find_by_stamp",
                                     QUOTE_COLUMNS "WHERE stamp = $1 AND stamp <> '' LIMIT 1"};

db::Sql const insert{"quotes.insert",
                     "INSERT INTO quotes (status_id, quoted_id, account_id, quoted_account_id, "
                     "state, stamp) VALUES ($1, $2, $3, $4, $5, $6)"};
db::Sql const update{"quotes.update",
                     "UPDATE quotes SET state = $2, stamp = $3 WHERE status_id = $1"};
db::Sql const remove_row{"quotes.remove", "DELETE FROM quotes WHERE status_id = $1"};
db::Sql const mark{"quotes.mark", "UPDATE statuses SET marks = marks | $2 WHERE id = $1"};

db::Sql const count{"status_stats.count_quote",
                    "INSERT INTO status_stats (status_id, replies_count, boosts_count, "
                    "favourites_count, quotes_count) VALUES ($1, 0, 0, 0, 1) "
                    "ON CONFLICT (status_id) DO UPDATE SET quotes_count = "
                    "status_stats.quotes_count + 1"};
db::Sql const uncount{
    "status_stats.uncount_quote",
    "UPDATE status_stats SET quotes_count = quotes_count - 1 WHERE status_id = $1"};

db::Sql const update_policy{"statuses.set_policy",
                            "UPDATE statuses SET marks = $2, version = version + 1 WHERE id = $1"};

// $5 the quoted post.
PagedQuery<Listed<StatusId>> const quoting{
    "quotes.list_quoting",
    "SELECT s.id, s.id FROM quotes q JOIN statuses s ON s.id = q.status_id "
    "WHERE q.quoted_id = $5 AND q.state = 1 AND " SKEIN_VISIBLE_TO_1,
    "q.status_id"};

/// What is quoted with a boost is what it boosts.
Result<Status> load_original(db::Tx& tx, StatusId id) {
    TRY(auto status, load_status(tx, id));
    if (!status.boost_of_id) return status;
    return load_status(tx, *status.boost_of_id);
}

/// The state of a quote that is written here.
Result<QuoteState> state_of_local(db::Tx& tx, AccountId author, Status const& quoted) {
    TRY(auto const visible, may_see(tx, author, quoted));
    if (!visible)
        return fail(Errc::not_found, "The post you are trying to quote does not appear to exist.");
    TRY(auto const answer, may_quote(tx, author, quoted.id));
    if (quoted.account_id == author && answer == QuoteState::accepted) return answer;
    // Nobody here is asked: what is not allowed at once is refused.
    auto const asks = quoted.network != Network::local;
    if (answer == QuoteState::rejected || (answer == QuoteState::pending && !asks))
        return fail(Errc::unprocessable,
                    "Validation failed: Quoted status cannot be quoted: its author does not allow "
                    "it");
    return asks ? QuoteState::pending : answer;
}

/// Does the quote stand in the number that everybody sees?
bool counts(Quote const& quote, Status const& status) {
    return quote.state == QuoteState::accepted && counts_for_all(status.visibility);
}

Result<void> tell(db::Tx& tx, Quote const& quote, Status const& status) {
    if (quote.state == QuoteState::accepted)
        return publish(tx, QuoteDecided{quote.status_id, quote.account_id, quote.quoted_id,
                                        quote.quoted_account_id, quote.state});
    if (quote.state != QuoteState::pending || status.network != Network::local) return {};
    return publish(tx, QuoteRequested{quote.status_id, quote.account_id, quote.quoted_id,
                                      quote.quoted_account_id});
}

}  // namespace

Result<std::optional<Quote>> find_quote(db::Tx& tx, StatusId status) {
    return tx.find(find_of, status);
}

Result<std::vector<Quote>> list_quotes_in(db::Tx& tx, std::span<StatusId const> statuses) {
    if (statuses.empty()) return std::vector<Quote>{};
    return tx.list(list_of, statuses);
}

Result<std::optional<Quote>> find_quote_by_authorization(db::Tx& tx, std::string_view address) {
    return tx.find(find_by_stamp, address);
}

Result<Quote> insert_quote(db::Tx& tx, StatusId id, AccountId author, QuoteDraft const& draft) {
    TRY(auto const status, load_status(tx, id));
    TRY(auto const quoted, load_original(tx, draft.quoted));
    Quote quote{id, quoted.id, author, quoted.account_id, {}, draft.authorization};
    if (status.network == Network::local) {
        TRY(quote.state, state_of_local(tx, author, quoted));
    } else {
        quote.state = draft.state.value_or(QuoteState::pending);
    }
    TRY_OK(tx.run(insert, quote.status_id, quote.quoted_id, quote.account_id,
                  quote.quoted_account_id, quote.state, quote.authorization));
    TRY_OK(tx.run(mark, id, status_marks::has_quote));
    if (!draft.quiet) TRY_OK(tell(tx, quote, status));
    if (counts(quote, status)) TRY_OK(tx.run(count, quote.quoted_id));
    return quote;
}

Result<void> decide_quote(db::Tx& tx, Quote const& asked, QuoteState state,
                          std::string_view authorization) {
    TRY(auto const before, tx.load(find_of, asked.status_id));
    if (before.state == state && before.authorization == authorization) return {};
    TRY(auto const status, load_status(tx, asked.status_id));
    auto after = before;
    after.state = state;
    TRY_OK(tx.run(update, after.status_id, state, authorization));
    TRY_OK(bump_status_versions(tx, std::span(&after.status_id, 1)));
    TRY_OK(publish(tx, QuoteDecided{after.status_id, after.account_id, after.quoted_id,
                                    after.quoted_account_id, state}));
    if (counts(before, status) == counts(after, status)) return {};
    TRY_OK(tx.run(counts(after, status) ? count : uncount, after.quoted_id));
    return {};
}

Result<void> revoke_quote(db::Tx& tx, AccountId quoted_author, StatusId quoted, StatusId status) {
    TRY(auto const quote, tx.load(find_of, status));
    if (quote.quoted_id != quoted || quote.quoted_account_id != quoted_author)
        return fail(Errc::not_found, "Record not found");
    return decide_quote(tx, quote, QuoteState::revoked, quote.authorization);
}

Result<void> remove_quote(db::Tx& tx, Status const& status) {
    TRY(auto const quote, tx.find(find_of, status.id));
    if (!quote) return {};
    TRY_OK(tx.run(remove_row, status.id));
    if (counts(*quote, status)) TRY_OK(tx.run(uncount, quote->quoted_id));
    return {};
}

Result<std::vector<Listed<StatusId>>> list_quotes_of(db::Tx& tx, AccountId viewer, StatusId quoted,
                                                     Page const& page) {
    return list_page(tx, quoting, page, viewer, quoted);
}

Result<QuoteState> may_quote(db::Tx& tx, AccountId account, StatusId quoted) {
    TRY(auto const status, find_status(tx, quoted));
    if (!status || status->boost_of_id) return QuoteState::rejected;
    TRY(auto const visible, may_see(tx, account, *status));
    auto const own = status->account_id == account;
    auto const quotable =
        counts_for_all(status->visibility) || (status->visibility == Visibility::private_ && own);
    if (!visible || !quotable) return QuoteState::rejected;
    TRY(auto const consent, consent_to(tx, policy_of_marks(status->marks).quote, account, *status));
    switch (consent) {
        case Consent::given: return QuoteState::accepted;
        case Consent::to_be_asked: return QuoteState::pending;
        case Consent::refused: break;
    }
    return QuoteState::rejected;
}

Result<InteractionPolicy> load_policy(db::Tx& tx, StatusId id) {
    TRY(auto const status, load_status(tx, id));
    return policy_of_marks(status.marks);
}

Result<void> set_policy(db::Tx& tx, StatusId id, InteractionPolicy const& wanted) {
    TRY(auto const status, load_status(tx, id));
    auto policy = wanted;
    // What few may see is quoted by nobody else, whatever the author chose.
    if (!counts_for_all(status.visibility)) policy.quote = {};
    auto const marks = (status.marks & ~policy_marks) | to_marks(policy);
    if (marks == status.marks) return {};
    TRY_OK(tx.run(update_policy, id, marks));
    return publish(tx, StatusPolicyChanged{id, status.account_id});
}

InteractionPolicy policy_for(QuotePolicy quote) {
    InteractionPolicy policy;
    if (quote == QuotePolicy::public_) policy.quote.automatic = policy_groups::everyone;
    if (quote == QuotePolicy::followers) policy.quote.automatic = policy_groups::followers;
    return policy;
}

}  // namespace skein::social
