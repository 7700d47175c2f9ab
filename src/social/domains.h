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

/// The policies of this server in memory, and the list of allowed domains where only those may take
/// part (setting `federation.allow_list`). A part of the board; asked before any work for a host,
/// at no cost of a statement. Thread-safe.
class DomainBook {
  public:
    DomainBook();
    ~DomainBook();
    /// What holds for a host as Url gives it. Not on the list of allowed domains: refused.
    DomainVerdict verdict(std::string_view host) const;
    /// Reads the tables anew.
    Result<void> load(db::Tx& tx, bool allow_list);

  private:
    struct Rules;
    mutable std::mutex mutex_;
    std::shared_ptr<Rules const> rules_;
};

/// Stores or replaces; suspending severs the follows both ways (severed-relationships record),
/// suspends its accounts and removes their content in jobs. Publishes DomainPolicyChanged.
/// Errc::unprocessable for what is no domain, or our own.
Result<DomainPolicy> set_domain_policy(db::Tx& tx, DomainPolicy policy);
/// Errc::not_found. What was removed does not come back; suspended accounts are let in again.
Result<void> remove_domain_policy(db::Tx& tx, std::string_view domain);
Result<std::vector<DomainPolicy>> list_domain_policies(db::Tx& tx);
Result<void> allow_domain(db::Tx& tx, std::string_view domain);
Result<void> disallow_domain(db::Tx& tx, std::string_view domain);
Result<std::vector<std::string>> list_allowed_domains(db::Tx& tx);

/// Reads the book when the server starts and whenever a policy changes.
void install_domains(Server& server);

// --- What one account blocks for itself ---

/// Ends follows of the account by people there and by it of them, hides their posts and
/// notifications. Errc::unprocessable for what is no domain.
Result<void> block_domain(db::Tx& tx, AccountId account, std::string_view domain);
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
Result<std::vector<Severance>> list_severances(db::Tx& tx, AccountId account, std::int64_t limit);

}  // namespace skein::social
