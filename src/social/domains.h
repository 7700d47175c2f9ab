// Domains of other servers: what this server decided about them, and what each account here wants
// to see of them. A rule about a domain covers everything below it; names are A-labels.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/config.h"
#include "core/paging.h"
#include "platform/db/tx.h"
#include "social/vocabulary.h"

namespace skein {
class Server;
}

namespace skein::social {

enum class DomainSeverity : std::int64_t { none = 0, limit = 1, suspend = 2 };

/// A row of `domain_policies`.
struct DomainPolicy {
    DomainPolicyId id;
    std::string domain;
    DomainSeverity severity{};
    bool reject_media = false, reject_reports = false;
    std::string public_comment, private_comment;
    Time created_at{};
    auto row() {
        return std::tie(id, domain, severity, reject_media, reject_reports, public_comment,
                        private_comment, created_at);
    }
};

/// What holds for a host: the policies of it and of everything above it, taken together.
struct DomainVerdict {
    DomainSeverity severity{};
    bool reject_media = false, reject_reports = false;
    bool refused() const { return severity == DomainSeverity::suspend; }
};

struct DomainConfig {
    bool allow_list = false;
    void declare(Settings& s);
};

/// The policies of this server in memory, and the list of allowed domains where only those may take
/// part (setting `federation.allow_list`). A part of the board; asked before any work for a host,
/// at no cost of a statement. Thread-safe.
class DomainBook {
  public:
    DomainBook();
    ~DomainBook();
    /// What holds for a host as Url gives it, with or without a port; "" and our own: nothing. Not
    /// on the list of allowed domains, or no host at all: refused.
    DomainVerdict verdict(std::string_view host) const;
    /// Reads the tables anew.
    Result<void> load(db::Tx& tx, bool allow_list);
    /// The same when they have changed since, by another process too.
    Result<void> refresh(db::Tx& tx);
    /// Takes over what this transaction has made of the tables, once it is committed.
    Result<void> load_after(db::Tx& tx);

    /// Hosts no rule is about. Before `load`.
    void set_own(std::vector<std::string> hosts) { own_ = std::move(hosts); }
    std::span<std::string const> own() const { return own_; }

  private:
    struct Rules;
    static Result<std::shared_ptr<Rules const>> read(db::Tx& tx, bool allow_list);
    std::shared_ptr<Rules const> rules() const;
    void take(std::shared_ptr<Rules const> rules);

    std::vector<std::string> own_;
    mutable std::mutex mutex_;
    std::shared_ptr<Rules const> rules_;
};

/// A domain as rules name it: an A-label in lower case. Nothing for what is no domain.
std::optional<std::string> domain_name(std::string_view text);
/// Is this host (with or without a port) the domain, or below it?
bool is_in_domain(std::string_view host, std::string_view domain);
/// What LIKE finds the names below a domain with; '\\' escapes.
std::string domain_pattern(std::string_view domain);

/// Stores or replaces; suspending severs the follows both ways (severed-relationships record),
/// suspends its accounts and removes their content in jobs. Publishes DomainPolicyChanged.
/// Errc::unprocessable for what is no domain, or our own.
Result<DomainPolicy> set_domain_policy(db::Tx& tx, DomainPolicy policy);
/// Several at once (an import): at most `policies_a_write_max`.
Result<void> set_domain_policies(db::Tx& tx, std::vector<DomainPolicy> policies);
inline constexpr std::size_t policies_a_write_max = 100;
/// Errc::not_found. What was removed does not come back; suspended accounts are let in again.
Result<void> remove_domain_policy(db::Tx& tx, std::string_view domain);
Result<std::vector<DomainPolicy>> list_domain_policies(db::Tx& tx);
Result<void> allow_domain(db::Tx& tx, std::string_view domain);
Result<void> disallow_domain(db::Tx& tx, std::string_view domain);
Result<std::vector<std::string>> list_allowed_domains(db::Tx& tx);

/// The state that a policy gives to an account of this domain, for who is new here.
AccountState state_in_domain(db::Tx& tx, std::string_view domain);
/// Notes that an account has its state from a policy.
Result<void> note_sanction(db::Tx& tx, AccountId account, AccountState state);

/// Reads the book when the server starts and whenever a policy changes.
void install_domains(Server& server);
void install_account_domain_blocks(Server& server);

// --- What one account blocks for itself ---

/// The condition that the account in parameter $1 does not block the domain of this row of
/// `accounts`.
#define SKEIN_DOMAIN_SHOWN_TO_1(account)                                                   \
    "NOT EXISTS (SELECT 1 FROM account_domain_blocks kb WHERE kb.account_id = $1 AND (kb." \
    "domain = " account ".domain OR " account ".domain LIKE kb.pattern ESCAPE '\\'))"

/// Ends follows of the account by people there and by it of them, hides their posts and
/// notifications. Errc::unprocessable for what is no domain, our own, or beyond
/// `blocked_domains_max`.
Result<void> block_domain(db::Tx& tx, AccountId account, std::string_view domain);
inline constexpr std::int64_t blocked_domains_max = 5000;
Result<void> unblock_domain(db::Tx& tx, AccountId account, std::string_view domain);
struct BlockedDomain {
    std::int64_t cursor = 0;
    std::string domain;
    auto row() { return std::tie(cursor, domain); }
};
inline std::int64_t cursor_of(BlockedDomain const& row) { return row.cursor; }
Result<std::vector<BlockedDomain>> list_blocked_domains(db::Tx& tx, AccountId account,
                                                        Page const& page);
/// Does the account block this domain (or one above it)?
Result<bool> blocks_domain(db::Tx& tx, AccountId account, std::string_view domain);
/// Every one, in order: for the reader in memory.
Result<std::vector<std::string>> list_all_blocked_domains(db::Tx& tx, AccountId account);
/// Those of these accounts whose domain the account blocks.
Result<std::vector<AccountId>> list_in_blocked_domains(db::Tx& tx, AccountId account,
                                                       std::span<AccountId const> among);
/// What blocking a domain would end.
struct DomainTies {
    std::int64_t following = 0, followers = 0;
    auto row() { return std::tie(following, followers); }
};
Result<DomainTies> count_ties(db::Tx& tx, AccountId account, std::string_view domain);

// --- Relationships that ended because of a decision about a domain or an account ---

enum class SeveranceKind : std::int64_t {
    domain_block = 0,
    user_domain_block = 1,
    account_suspension = 2
};
struct Severance {
    std::int64_t id = 0;
    SeveranceKind kind{};
    std::string target;  ///< The domain, or the handle.
    std::int64_t followers_count = 0, following_count = 0;
    bool purged = false;
    Time created_at{};
    auto row() {
        return std::tie(id, kind, target, followers_count, following_count, purged, created_at);
    }
};
/// Newest first.
Result<std::vector<Severance>> list_severances(db::Tx& tx, AccountId account, std::int64_t limit);
/// The handles that one severance of the account parted it from: `outgoing` whom it followed, else
/// who followed it. Of very many the first `severed_kept_max`.
Result<std::vector<std::string>> list_severed(db::Tx& tx, AccountId account, std::int64_t severance,
                                              bool outgoing);
inline constexpr std::int64_t severed_kept_max = 5000;

}  // namespace skein::social
