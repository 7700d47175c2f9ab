// Policies about domains: setting them, and what they make of accounts.

#include "social/domains.h"

#include "base/log.h"
#include "base/url.h"
#include "core/events.h"
#include "core/server.h"
#include "social/domain_sanctions.h"
#include "social/events.h"

namespace skein::social {
namespace {

#define POLICY_COLUMNS                                                                      \
    "id, domain, severity, reject_media, reject_reports, public_comment, private_comment, " \
    "created_at"

db::Query<DomainPolicy> const find_policy{
    "domain_policies.find", "SELECT " POLICY_COLUMNS " FROM domain_policies WHERE domain = $1"};
db::Query<DomainPolicy> const list_policies{"domain_policies.list",
                                            "SELECT " POLICY_COLUMNS
                                            " FROM domain_policies ORDER BY domain LIMIT $1"};
db::Sql const put_policy{
    "domain_policies.put",
    "INSERT INTO domain_policies (" POLICY_COLUMNS
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (domain) DO UPDATE SET severity = $3, "
    "reject_media = $4, reject_reports = $5, public_comment = $6, private_comment = $7"};
db::Sql const remove_policy{"domain_policies.remove",
                            "DELETE FROM domain_policies WHERE domain = $1"};
db::Query<std::int64_t> const count_policies{"domain_policies.count",
                                             "SELECT COUNT(*) FROM domain_policies"};

db::Sql const put_allowed{"allowed_domains.put",
                          "INSERT INTO allowed_domains (domain, created_at) VALUES ($1, $2) "
                          "ON CONFLICT (domain) DO NOTHING"};
db::Sql const remove_allowed{"allowed_domains.remove",
                             "DELETE FROM allowed_domains WHERE domain = $1"};
db::Query<std::string> const list_allowed{
    "allowed_domains.list", "SELECT domain FROM allowed_domains ORDER BY domain LIMIT $1"};
db::Query<std::int64_t> const count_allowed{"allowed_domains.count",
                                            "SELECT COUNT(*) FROM allowed_domains"};

db::Sql const turn_page{"domain_book.turn",
                        "INSERT INTO domain_book (id, version) VALUES (1, 1) ON CONFLICT (id) DO "
                        "UPDATE SET version = domain_book.version + 1"};

/// The rules in memory are bounded by these.
constexpr std::int64_t policies_max = 100'000, allowed_max = 100'000;
constexpr std::size_t comment_bytes_max = 10'000;
/// How soon a process hears of a change that another one made.
constexpr auto refresh_interval = std::chrono::seconds(3);

Result<std::string> foreign_domain(db::Tx& tx, std::string_view text) {
    auto name = domain_name(text);
    if (!name)
        return fail(Errc::unprocessable, "Validation failed: Domain is not a valid domain name");
    for (auto const& own : tx.board().part<DomainBook>().own())
        if (is_in_domain(own, *name))
            return fail(Errc::unprocessable, "Validation failed: Domain is this server's own");
    return *std::move(name);
}

/// Has the book know what was changed, then what follows from it.
Result<void> turn(db::Tx& tx, std::span<std::string const> domains) {
    TRY_OK(tx.run(turn_page));
    TRY_OK(tx.board().part<DomainBook>().load_after(tx));
    for (auto const& domain : domains) TRY_OK(apply_policy_later(tx, domain));
    return {};
}

Result<DomainPolicy> store(db::Tx& tx, DomainPolicy policy) {
    TRY(policy.domain, foreign_domain(tx, policy.domain));
    if (policy.public_comment.size() > comment_bytes_max ||
        policy.private_comment.size() > comment_bytes_max)
        return fail(Errc::unprocessable, "Validation failed: Comment is too long");
    TRY(auto const known, tx.find(find_policy, policy.domain));
    policy.id = known ? known->id : tx.new_id<DomainPolicyId>();
    policy.created_at = known ? known->created_at : tx.now();
    TRY_OK(tx.run(put_policy, policy.id, policy.domain, policy.severity, policy.reject_media,
                  policy.reject_reports, policy.public_comment, policy.private_comment,
                  policy.created_at));
    TRY_OK(publish(tx, DomainPolicyChanged{policy.id}));
    return policy;
}

void refresh_regularly(Server& server) {
    server.timers().every(refresh_interval, [&server] {
        // A full lane asks again next time.
        (void)server.lane(LaneName::read).post([&server] {
            auto const done =
                server.db().read([&](db::Tx& tx) { return server.part<DomainBook>().refresh(tx); });
            if (!done) log::failure(log::Level::warning, "domain_book.not_read", done.error());
        });
    });
}

}  // namespace

Result<DomainPolicy> set_domain_policy(db::Tx& tx, DomainPolicy policy) {
    TRY(auto const there, tx.load(count_policies));
    if (there >= policies_max)
        return fail(Errc::unprocessable, "There are too many policies about domains.");
    TRY(auto stored, store(tx, std::move(policy)));
    TRY_OK(turn(tx, std::span(&stored.domain, 1)));
    return stored;
}

Result<void> set_domain_policies(db::Tx& tx, std::vector<DomainPolicy> policies) {
    expects(policies.size() <= policies_a_write_max);
    TRY(auto const there, tx.load(count_policies));
    if (there + static_cast<std::int64_t>(policies.size()) > policies_max)
        return fail(Errc::unprocessable, "There are too many policies about domains.");
    std::vector<std::string> domains;
    for (auto& policy : policies) {
        TRY(auto stored, store(tx, std::move(policy)));
        domains.push_back(std::move(stored.domain));
    }
    return turn(tx, domains);
}

Result<void> remove_domain_policy(db::Tx& tx, std::string_view domain) {
    auto const name = domain_name(domain).value_or("");
    TRY(auto const policy, tx.find(find_policy, name));
    if (!policy) return fail(Errc::not_found, "There is no policy about this domain.");
    TRY_OK(tx.run(remove_policy, name));
    TRY_OK(publish(tx, DomainPolicyChanged{policy->id}));
    return turn(tx, std::span(&name, 1));
}

Result<std::vector<DomainPolicy>> list_domain_policies(db::Tx& tx) {
    return tx.list(list_policies, policies_max);
}

Result<void> allow_domain(db::Tx& tx, std::string_view domain) {
    TRY(auto const there, tx.load(count_allowed));
    if (there >= allowed_max)
        return fail(Errc::unprocessable, "The list of allowed domains is full.");
    TRY(auto const name, foreign_domain(tx, domain));
    TRY_OK(tx.run(put_allowed, name, tx.now()));
    return turn(tx, std::span(&name, 1));
}

Result<void> disallow_domain(db::Tx& tx, std::string_view domain) {
    auto const name = domain_name(domain).value_or("");
    TRY(auto const removed, tx.run(remove_allowed, name));
    if (removed == 0) return fail(Errc::not_found, "This domain is not on the list.");
    return turn(tx, std::span(&name, 1));
}

Result<std::vector<std::string>> list_allowed_domains(db::Tx& tx) {
    return tx.list(list_allowed, allowed_max);
}

void install_domains(Server& server) {
    auto const& config = server.settings<DomainConfig>();
    auto& book = server.part<DomainBook>();
    std::vector<std::string> own{server.domain()};
    if (auto const url = Url::parse(server.public_url())) own.push_back(url->host().str());
    book.set_own(std::move(own));
    install_sanctions(server);
    server.at_start([&book, allow_list = config.allow_list](Server& running) -> Result<void> {
        TRY_OK(running.db().read([&](db::Tx& tx) { return book.load(tx, allow_list); }));
        if (!running.db().embedded()) refresh_regularly(running);
        return {};
    });
}

}  // namespace skein::social
