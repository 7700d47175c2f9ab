// The rules about domains in memory: a snapshot that is replaced whole.

#include <algorithm>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "social/domains.h"

namespace skein::social {
namespace {

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

struct RuleRow {
    std::string domain;
    DomainVerdict verdict;
    auto row() {
        return std::tie(domain, verdict.severity, verdict.reject_media, verdict.reject_reports);
    }
};
db::Query<RuleRow> const list_rules{
    "domain_book.rules",
    "SELECT domain, severity, reject_media, reject_reports FROM domain_policies"};
db::Query<std::string> const list_allowed{"domain_book.allowed",
                                          "SELECT domain FROM allowed_domains"};
db::Query<std::int64_t> const find_version{"domain_book.version",
                                           "SELECT version FROM domain_book WHERE id = 1"};

constexpr DomainVerdict refused{DomainSeverity::suspend, true, true};

bool is_plain(std::string_view host) {
    return !host.empty() && !host.ends_with('.') && std::ranges::all_of(host, [](char c) {
        return is_lower(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
    });
}

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

/// Calls `visit` with a name and everything above it until it answers false.
template <class Visit>
void upwards(std::string_view name, Visit const& visit) {
    while (visit(name)) {
        auto const dot = name.find('.');
        if (dot == std::string_view::npos) return;
        name.remove_prefix(dot + 1);
    }
}

}  // namespace

void DomainConfig::declare(Settings& s) {
    s.flag("federation.allow_list", allow_list,
           "Speak only with the domains that `skein domain allow` names.");
}

std::optional<std::string> domain_name(std::string_view text) {
    auto const host = Host::parse(trim(text));
    if (!host || host->is_ip()) return std::nullopt;
    return host->str();
}

bool is_in_domain(std::string_view host, std::string_view domain) {
    host = without_port(host);
    if (host == domain) return true;
    return host.size() > domain.size() && host.ends_with(domain) &&
           host[host.size() - domain.size() - 1] == '.';
}

struct DomainBook::Rules {
    std::int64_t version = 0;
    bool allow_list = false;
    std::unordered_map<std::string, DomainVerdict, Hash, std::equal_to<>> policies;
    std::unordered_set<std::string, Hash, std::equal_to<>> allowed;

    DomainVerdict verdict(std::string_view name) const {
        DomainVerdict found;
        auto listed = !allow_list;
        upwards(name, [&](std::string_view part) {
            listed = listed || allowed.contains(part);
            if (auto const rule = policies.find(part); rule != policies.end()) {
                auto const& one = rule->second;
                found.severity = std::max(found.severity, one.severity);
                found.reject_media = found.reject_media || one.reject_media;
                found.reject_reports = found.reject_reports || one.reject_reports;
            }
            return true;
        });
        return listed && !found.refused() ? found : refused;
    }
};

DomainBook::DomainBook() : rules_(std::make_shared<Rules const>()) {}
DomainBook::~DomainBook() = default;

std::shared_ptr<DomainBook::Rules const> DomainBook::rules() const {
    std::lock_guard const lock(mutex_);
    return rules_;
}

void DomainBook::take(std::shared_ptr<Rules const> rules) {
    std::lock_guard const lock(mutex_);
    // In PostgreSQL two transactions may come here in another order than that of their commits.
    if (rules->version >= rules_->version || rules->allow_list != rules_->allow_list)
        rules_ = std::move(rules);
}

DomainVerdict DomainBook::verdict(std::string_view host) const {
    auto name = without_port(host);
    if (host.empty() || std::ranges::find(own_, name) != own_.end()) return {};
    auto const now = rules();
    if (is_plain(name)) return now->verdict(name);
    auto const parsed = Host::parse(name);
    return parsed ? now->verdict(parsed->str()) : refused;
}

Result<std::shared_ptr<DomainBook::Rules const>> DomainBook::read(db::Tx& tx, bool allow_list) {
    auto rules = std::make_shared<Rules>();
    rules->allow_list = allow_list;
    TRY(auto const version, tx.find(find_version));
    rules->version = version.value_or(0);
    TRY(auto policies, tx.list(list_rules));
    for (auto& row : policies) rules->policies.emplace(std::move(row.domain), row.verdict);
    TRY(auto allowed, tx.list(list_allowed));
    for (auto& domain : allowed) rules->allowed.insert(std::move(domain));
    return rules;
}

Result<void> DomainBook::load(db::Tx& tx, bool allow_list) {
    TRY(auto fresh, read(tx, allow_list));
    take(std::move(fresh));
    return {};
}

Result<void> DomainBook::refresh(db::Tx& tx) {
    auto const now = rules();
    TRY(auto const version, tx.find(find_version));
    if (version.value_or(0) == now->version) return {};
    return load(tx, now->allow_list);
}

Result<void> DomainBook::load_after(db::Tx& tx) {
    TRY(auto fresh, read(tx, rules()->allow_list));
    tx.after_commit([this, fresh = std::move(fresh)]() mutable { take(std::move(fresh)); });
    return {};
}

}  // namespace skein::social
