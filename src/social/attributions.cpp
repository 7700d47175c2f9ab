#include "social/attributions.h"

#include "core/events.h"

namespace skein::social {
namespace {

db::Query<std::string> const find_of_any{
    "attributions.find",
    "SELECT u.attribution_domains FROM users u WHERE u.account_id = $1 UNION ALL SELECT d.domains "
    "FROM account_attributions d WHERE d.account_id = $1"};
db::Query<std::string> const find_of_others{
    "account_attributions.find", "SELECT domains FROM account_attributions WHERE account_id = $1"};
db::Sql const put{"account_attributions.put",
                  "INSERT INTO account_attributions (account_id, domains) VALUES ($1, $2) ON "
                  "CONFLICT (account_id) DO UPDATE SET domains = $2"};
db::Sql const remove_one{"account_attributions.remove",
                         "DELETE FROM account_attributions WHERE account_id = $1"};

std::string joined(std::vector<std::string> const& domains) {
    std::string words;
    for (auto const& domain : domains) words += (words.empty() ? "" : " ") + domain;
    return words;
}

}  // namespace

Result<std::string> load_attribution_domains(db::Tx& tx, AccountId account) {
    TRY(auto const found, tx.find(find_of_any, account));
    return found.value_or("");
}

bool may_be_listed(Host const& site) {
    return !site.is_ip() && site.str().find('.') != std::string::npos;
}

bool may_attribute(std::string_view domains, std::string_view host) {
    auto const page = Host::parse(host);
    if (!page || page->is_ip()) return false;
    while (!domains.empty()) {
        auto const end = std::min(domains.find(' '), domains.size());
        auto const domain = domains.substr(0, end);
        // What was listed before names without a dot were refused is no consent.
        auto const is_site = domain.find('.') != std::string_view::npos;
        if (is_site && page->is_within(domain)) return true;
        domains.remove_prefix(std::min(end + 1, domains.size()));
    }
    return false;
}

Result<bool> put_attribution_domains(db::Tx& tx, AccountId account,
                                     std::vector<std::string> const& domains) {
    auto const words = joined(domains);
    TRY(auto const before, tx.find(find_of_others, account));
    if (before.value_or("") == words) return false;
    TRY_OK(tx.run(put, account, words));
    TRY_OK(publish(tx, AttributionsChanged{account}));
    return true;
}

Result<void> remove_attribution_domains(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(remove_one, account));
    return {};
}

}  // namespace skein::social
