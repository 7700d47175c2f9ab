// What one account blocks for itself: domains it wants to see nothing of.

#include "core/paged_query.h"
#include "core/server.h"
#include "social/domains.h"
#include "social/readers.h"
#include "social/severances.h"

namespace skein::social {
namespace {

db::Sql const insert_block{
    "account_domain_blocks.insert",
    "INSERT INTO account_domain_blocks (id, account_id, domain, pattern, created_at) VALUES ($1, "
    "$2, $3, $4, $5) ON CONFLICT (account_id, domain) DO NOTHING"};
db::Sql const remove_block{
    "account_domain_blocks.remove",
    "DELETE FROM account_domain_blocks WHERE account_id = $1 AND domain = $2"};
db::Query<std::int64_t> const count_blocks{
    "account_domain_blocks.count",
    "SELECT COUNT(*) FROM account_domain_blocks WHERE account_id = $1"};
PagedQuery<BlockedDomain> const blocks{
    "account_domain_blocks.list",
    "SELECT d.id, d.domain FROM account_domain_blocks d WHERE d.account_id = $1", "d.id"};
db::Query<std::string> const list_all{
    "account_domain_blocks.list_all",
    "SELECT domain FROM account_domain_blocks WHERE account_id = $1 ORDER BY domain LIMIT $2"};
db::Query<std::int64_t> const find_any{
    "account_domain_blocks.find_any",
    "SELECT id FROM account_domain_blocks WHERE account_id = $1 AND domain IN {texts:$2} LIMIT 1"};
db::Query<AccountId> const list_blocked{
    "account_domain_blocks.list_accounts",
    "SELECT a.id FROM account_domain_blocks d JOIN accounts a ON a.id IN {list:$2} AND (a.domain = "
    "d.domain OR a.domain LIKE d.pattern ESCAPE '\\') WHERE d.account_id = $1"};
db::Query<DomainTies> const count_of_domain{
    "account_domain_blocks.count_ties",
    "SELECT (SELECT COUNT(*) FROM follows f JOIN accounts a ON a.id = f.target_id WHERE "
    "f.account_id = $1 AND (a.domain = $2 OR a.domain LIKE $3 ESCAPE '\\')), (SELECT COUNT(*) FROM "
    "follows f JOIN accounts a ON a.id = f.account_id WHERE f.target_id = $1 AND (a.domain = $2 OR "
    "a.domain LIKE $3 ESCAPE '\\'))"};

/// Ends what is left of the follows between an account and a domain it blocks.
struct EndTiesWithDomain {
    static constexpr std::string_view name = "social.end_ties_with_domain";
    AccountId account;
    std::string domain;
    std::int64_t decision = 0;
    auto row() { return std::tie(account, domain, decision); }
};

/// Ends a batch; says whether there may be more.
Result<bool> end_some(db::Tx& tx, EndTiesWithDomain const& job) {
    TRY(auto const ties, list_ties_with_domain(tx, job.account, job.domain));
    TRY_OK(sever(tx, ties, {job.decision, SeveranceKind::user_domain_block, job.domain}));
    return ties.size() == static_cast<std::size_t>(ties_a_write_max);
}

Result<void> end_ties_with_domain(JobRun& run, EndTiesWithDomain const& job) {
    for (;;) {
        TRY(auto const more, run.server().db().write(
                                 [&](db::Tx& tx) -> Result<bool> {
                                     // Whoever took the block back may follow there again.
                                     TRY(auto const blocked,
                                         blocks_domain(tx, job.account, job.domain));
                                     return blocked ? end_some(tx, job) : Result<bool>(false);
                                 },
                                 db::Urgency::background));
        if (!more) return {};
    }
}

}  // namespace

std::string domain_pattern(std::string_view domain) {
    std::string pattern = "%.";
    for (char const c : domain) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern;
}

Result<void> block_domain(db::Tx& tx, AccountId account, std::string_view domain) {
    auto const name = domain_name(domain);
    auto const own = tx.board().part<DomainBook>().own();
    if (!name ||
        std::ranges::any_of(own, [&](auto const& host) { return is_in_domain(host, *name); }))
        return fail(Errc::unprocessable, "Validation failed: Domain is not a valid domain name");
    TRY(auto const there, tx.load(count_blocks, account));
    if (there >= blocked_domains_max)
        return fail(Errc::unprocessable, "Validation failed: You block too many domains");
    TRY(auto const inserted, tx.run(insert_block, tx.new_id<Id<struct DomainBlockTag>>(), account,
                                    *name, domain_pattern(*name), tx.now()));
    if (inserted == 0) return {};
    TRY_OK(touch_reader(tx, account));
    EndTiesWithDomain const rest{account, *name, tx.new_id<Id<struct DecisionTag>>().value};
    TRY(auto const more, end_some(tx, rest));
    return more ? enqueue(tx, rest) : ok();
}

Result<void> unblock_domain(db::Tx& tx, AccountId account, std::string_view domain) {
    auto const name = domain_name(domain);
    if (!name)
        return fail(Errc::unprocessable, "Validation failed: Domain is not a valid domain name");
    TRY(auto const removed, tx.run(remove_block, account, *name));
    return removed == 0 ? ok() : touch_reader(tx, account);
}

Result<std::vector<BlockedDomain>> list_blocked_domains(db::Tx& tx, AccountId account,
                                                        Page const& page) {
    return list_page(tx, blocks, page, account);
}

Result<bool> blocks_domain(db::Tx& tx, AccountId account, std::string_view domain) {
    auto const name = domain_name(domain.substr(0, domain.find(':')));
    if (!name) return false;
    std::vector<std::string> names{*name};
    for (auto at = name->find('.'); at != std::string::npos; at = name->find('.', at + 1))
        names.push_back(name->substr(at + 1));
    TRY(auto const found, tx.find(find_any, account, names));
    return found.has_value();
}

Result<std::vector<std::string>> list_all_blocked_domains(db::Tx& tx, AccountId account) {
    return tx.list(list_all, account, blocked_domains_max);
}

Result<std::vector<AccountId>> list_in_blocked_domains(db::Tx& tx, AccountId account,
                                                       std::span<AccountId const> among) {
    return tx.list(list_blocked, account, among);
}

Result<DomainTies> count_ties(db::Tx& tx, AccountId account, std::string_view domain) {
    auto const name = domain_name(domain);
    if (!name)
        return fail(Errc::unprocessable, "Validation failed: Domain is not a valid domain name");
    return tx.load(count_of_domain, account, *name, domain_pattern(*name));
}

void install_account_domain_blocks(Server& server) {
    server.job<EndTiesWithDomain>(end_ties_with_domain);
}

}  // namespace skein::social
