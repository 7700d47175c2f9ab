// Reports: somebody tells the moderators about an account and some of its posts and collections.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/collections.h"

namespace skein::social {

enum class ReportCategory : std::int64_t { other = 0, spam = 1, legal = 2, violation = 3 };

struct Report {
    ReportId id;
    AccountId account_id;  ///< Who reports; another server's reports come from its own actor.
    AccountId target_id;
    ReportCategory category{};
    std::string comment;
    bool forward = false;  ///< Also tell the target's server.
    bool forwarded = false;
    std::optional<Time> resolved_at;
    Time created_at{};
    std::vector<StatusId> statuses;         ///< Of the target only.
    std::vector<CollectionId> collections;  ///< As well.
    std::vector<RuleId> rules;
    auto row() {
        return std::tie(id, account_id, target_id, category, comment, forward, forwarded,
                        resolved_at, created_at);
    }
};

inline constexpr std::size_t report_statuses_max = 100;
inline constexpr std::size_t report_collections_max = 100;
inline constexpr std::size_t report_comment_characters_max = 1000;

/// Stores a report; posts and collections that are not the target's (or posts not to be seen by who
/// reports, where that is a local account) are left out. Publishes ReportFiled. The same reporter
/// about the same target within `report_repeat` adds to the open one instead (of other servers: the
/// same server), unless only one of them is to be forwarded. Errc::forbidden from a domain whose
/// reports are rejected, Errc::unprocessable for a comment that is too long; another server's is
/// cut.
Result<Report> file_report(db::Tx& tx, Report report);
inline constexpr auto report_repeat = std::chrono::days(1);
Result<std::optional<Report>> find_report(db::Tx& tx, ReportId id);
/// In any order; unknown ids are left out.
Result<std::vector<Report>> list_reports_of(db::Tx& tx, std::span<ReportId const> ids);
/// Newest first, open ones or resolved ones.
Result<std::vector<Report>> list_reports(db::Tx& tx, bool resolved, std::int64_t limit);
Result<void> resolve_report(db::Tx& tx, ReportId id);
Result<void> note_forwarded(db::Tx& tx, ReportId id);

/// "spam", "legal", "violation", "other".
std::string_view to_string(ReportCategory category);
std::optional<ReportCategory> parse_report_category(std::string_view text);

}  // namespace skein::social
