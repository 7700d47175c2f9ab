#include "features/mail_notices/kinds.h"

#include <algorithm>

namespace skein::mail_notices {
namespace {

constexpr std::array<std::string_view, all_kinds.size()> names{
    "mention", "follow", "follow_request", "report", "digest"};

}  // namespace

std::string_view to_string(Kind kind) { return names.at(static_cast<std::size_t>(kind)); }

std::optional<Kind> parse_kind(std::string_view text) {
    auto const found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Kind>(found - names.begin());
}

std::optional<Kind> kind_about(social::NotificationKind kind) {
    using social::NotificationKind;
    switch (kind) {
        case NotificationKind::mention: return Kind::mention;
        case NotificationKind::follow: return Kind::follow;
        case NotificationKind::follow_request: return Kind::follow_request;
        case NotificationKind::admin_report: return Kind::report;
        default: return std::nullopt;
    }
}

bool may_have(Permissions permissions, Kind kind) {
    return kind != Kind::report || permissions.may(Permissions::manage_reports);
}

}  // namespace skein::mail_notices
