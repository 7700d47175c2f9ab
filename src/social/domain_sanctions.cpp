#include "social/domain_sanctions.h"

#include <algorithm>
#include <array>

#include "core/events.h"
#include "core/server.h"
#include "social/account_removal.h"
#include "social/domains.h"
#include "social/events.h"
#include "social/severances.h"

namespace skein::social {
namespace {

/// Accounts looked at in one write.
constexpr std::int64_t accounts_a_write_max = 100;
/// Accounts whose content one run of the job removes; the next run goes on.
constexpr std::int64_t accounts_a_run_max = 50;

// Every domain of an account, in order, by jumping from one to the next.
db::Query<std::string> const list_domains{
    "domain_sanctions.domains",
    "WITH RECURSIVE known (domain) AS (SELECT MIN(a.domain) FROM accounts a WHERE a.domain > '' "
    "UNION ALL SELECT (SELECT MIN(b.domain) FROM accounts b WHERE b.domain > known.domain) FROM "
    "known WHERE known.domain IS NOT NULL) SELECT domain FROM known WHERE domain IS NOT NULL"};

struct Known {
    AccountId id;
    AccountState state{};
    std::optional<AccountState> sanction;
    auto row() { return std::tie(id, state, sanction); }
};
db::Query<Known> const list_known{
    "domain_sanctions.accounts",
    "SELECT a.id, a.state, s.state FROM accounts a LEFT JOIN domain_sanctions s ON s.account_id = "
    "a.id WHERE a.domain = $1 AND a.id > $2 ORDER BY a.id LIMIT $3"};
db::Query<AccountId> const list_suspended{
    "domain_sanctions.suspended",
    "SELECT a.id FROM accounts a JOIN domain_sanctions s ON s.account_id = a.id WHERE a.domain = "
    "$1 AND a.id > $2 AND s.state = 2 ORDER BY a.id LIMIT $3"};
db::Sql const set_states{
    "domain_sanctions.set_states",
    "UPDATE accounts SET state = $2, version = version + 1 WHERE id IN {list:$1}"};
db::Sql const set_stats{
    "domain_sanctions.set_stats",
    "UPDATE account_stats SET state = $2, version = version + 1 WHERE account_id IN {list:$1}"};
db::Sql const put_sanctions{
    "domain_sanctions.put",
    "INSERT INTO domain_sanctions (account_id, state) SELECT a.id, $2 FROM accounts a WHERE a.id "
    "IN {list:$1} ON CONFLICT (account_id) DO UPDATE SET state = $2"};
db::Sql const remove_sanctions{"domain_sanctions.remove",
                               "DELETE FROM domain_sanctions WHERE account_id IN {list:$1}"};

/// Gives the accounts known from a domain the state that the policies say.
struct ApplyPolicy {
    static constexpr std::string_view name = "social.apply_domain_policy";
    std::string domain;
    std::int64_t decision = 0;
    auto row() { return std::tie(domain, decision); }
};
/// Removes what the suspended accounts of a domain made, from the account after `after` of the
/// host `host` on.
struct RemoveDomainContent {
    static constexpr std::string_view name = "social.remove_domain_content";
    std::string host;
    AccountId after;
    auto row() { return std::tie(host, after); }
};

AccountState state_of(DomainVerdict const& verdict) {
    if (verdict.refused()) return AccountState::suspended;
    return verdict.severity == DomainSeverity::limit ? AccountState::limited : AccountState::active;
}

/// What becomes of some accounts: those of each new state, and whose sanction is noted or not.
struct Changes {
    std::array<std::vector<AccountId>, 3> into;
    std::vector<AccountId> sanctioned, released;

    void note(Known const& known, AccountState wanted) {
        // A state that did not come from a policy stays, unless the policy is stricter.
        auto const from_policy = known.sanction && *known.sanction == known.state;
        if (wanted == AccountState::active) {
            if (known.sanction) released.push_back(known.id);
            if (from_policy) into[0].push_back(known.id);
            return;
        }
        if (from_policy ? known.state == wanted : known.state >= wanted) return;
        into[static_cast<std::size_t>(wanted)].push_back(known.id);
        sanctioned.push_back(known.id);
    }
};

Result<void> store(db::Tx& tx, Changes const& changes, AccountState wanted) {
    if (!changes.released.empty()) TRY_OK(tx.run(remove_sanctions, changes.released));
    if (!changes.sanctioned.empty()) TRY_OK(tx.run(put_sanctions, changes.sanctioned, wanted));
    for (std::size_t state = 0; state < changes.into.size(); ++state) {
        auto const& ids = changes.into[state];
        if (ids.empty()) continue;
        TRY_OK(tx.run(set_states, ids, state));
        TRY_OK(tx.run(set_stats, ids, state));
        for (auto const id : ids) TRY_OK(publish(tx, AccountUpdated{id}));
    }
    return {};
}

/// The accounts of one host that is known here.
class HostRun {
  public:
    HostRun(Server& server, ApplyPolicy const& job, std::string host, AccountState wanted)
        : server_(server), job_(job), host_(std::move(host)), wanted_(wanted) {}

    Result<void> run() {
        AccountId after;
        for (;;) {
            TRY(auto const known,
                write<std::vector<Known>>([&](db::Tx& tx) { return change_some(tx, after); }));
            if (known.empty()) return {};
            if (wanted_ == AccountState::suspended) TRY_OK(part(known));
            after = known.back().id;
        }
    }

  private:
    template <class T, class Closure>
    Result<T> write(Closure const& closure) {
        return server_.db().write(closure, db::Urgency::background);
    }

    Result<std::vector<Known>> change_some(db::Tx& tx, AccountId after) {
        TRY(auto known, tx.list(list_known, host_, after, accounts_a_write_max));
        Changes changes;
        for (auto const& one : known) changes.note(one, wanted_);
        TRY_OK(store(tx, changes, wanted_));
        return known;
    }

    Result<void> part(std::vector<Known> const& known) {
        std::vector<AccountId> ids;
        for (auto const& one : known) ids.push_back(one.id);
        for (;;) {
            TRY(auto const ended, write<std::size_t>([&](db::Tx& tx) -> Result<std::size_t> {
                    TRY(auto const ties, list_ties_of(tx, ids));
                    TRY_OK(
                        sever(tx, ties, {job_.decision, SeveranceKind::domain_block, job_.domain}));
                    return ties.size();
                }));
            if (ended < static_cast<std::size_t>(ties_a_write_max)) return {};
        }
    }

    Server& server_;
    ApplyPolicy const& job_;
    std::string host_;
    AccountState wanted_;
};

Result<std::vector<std::string>> hosts_within(db::Tx& tx, std::string_view domain) {
    std::vector<std::string> hosts;
    TRY_OK(tx.each_row(list_domains, [&](db::Columns const& row) {
        auto const host = row.text(0);
        if (is_in_domain(host, domain)) hosts.emplace_back(host);
        return true;
    }));
    return hosts;
}

Result<void> apply_policy(JobRun& run, ApplyPolicy const& job) {
    auto& server = run.server();
    auto& book = server.part<DomainBook>();
    TRY(auto const hosts, server.db().read([&](db::Tx& tx) -> Result<std::vector<std::string>> {
        // Another process may have changed the policy.
        TRY_OK(book.refresh(tx));
        return hosts_within(tx, job.domain);
    }));
    std::vector<std::string> suspended;
    for (auto const& host : hosts) {
        auto const wanted = state_of(book.verdict(host));
        TRY_OK(HostRun(server, job, host, wanted).run());
        if (wanted == AccountState::suspended) suspended.push_back(host);
    }
    return run.finish([&](db::Tx& tx) -> Result<void> {
        for (auto const& host : suspended)
            TRY_OK(enqueue(tx, RemoveDomainContent{host, {}}, {.priority = Priority::upkeep}));
        return {};
    });
}

Result<void> remove_domain_content(JobRun& run, RemoveDomainContent const& job) {
    auto& server = run.server();
    TRY(auto const accounts, server.db().read([&](db::Tx& tx) {
        return tx.list(list_suspended, job.host, job.after, accounts_a_run_max);
    }));
    auto last = job.after;
    for (auto const account : accounts) {
        // Taken back meanwhile: what is left stays.
        if (!server.part<DomainBook>().verdict(job.host).refused()) return {};
        TRY(auto const all, remove_content(server, account));
        if (!all) break;
        last = account;
    }
    if (accounts.empty()) return {};
    return run.finish([&](db::Tx& tx) {
        return enqueue(tx, RemoveDomainContent{job.host, last}, {.priority = Priority::upkeep});
    });
}

}  // namespace

AccountState state_in_domain(db::Tx& tx, std::string_view domain) {
    return state_of(tx.board().part<DomainBook>().verdict(domain));
}

Result<void> note_sanction(db::Tx& tx, AccountId account, AccountState state) {
    TRY_OK(tx.run(put_sanctions, std::span(&account, 1), state));
    return {};
}

Result<void> apply_policy_later(db::Tx& tx, std::string const& domain) {
    return enqueue(tx, ApplyPolicy{domain, tx.new_id<Id<struct DecisionTag>>().value},
                   {.unique_key = domain});
}

void install_sanctions(Server& server) {
    server.job<ApplyPolicy>(apply_policy);
    server.job<RemoveDomainContent>(remove_domain_content);
}

}  // namespace skein::social
