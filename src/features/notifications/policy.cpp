// What becomes of notifications by whom, in the form of today and in the older one.

#include <array>

#include "core/server.h"
#include "features/notifications/handlers.h"
#include "social/notification_policy.h"

namespace skein::notifications {
namespace {

using social::NoticeRule;
using social::NotificationPolicy;

/// Where one rule stands in each form; the older form has no word for limited accounts.
struct Field {
    std::string_view name, old_name, words;
    NoticeRule NotificationPolicy::* rule;
    std::optional<std::string> PolicyChange::* change;
    std::optional<bool> OldPolicyChange::* old_change;
};
constexpr std::array<Field, 5> fields{{
    {"for_not_following", "filter_not_following", "For not following",
     &NotificationPolicy::not_following, &PolicyChange::for_not_following,
     &OldPolicyChange::filter_not_following},
    {"for_not_followers", "filter_not_followers", "For not followers",
     &NotificationPolicy::not_followers, &PolicyChange::for_not_followers,
     &OldPolicyChange::filter_not_followers},
    {"for_new_accounts", "filter_new_accounts", "For new accounts",
     &NotificationPolicy::new_accounts, &PolicyChange::for_new_accounts,
     &OldPolicyChange::filter_new_accounts},
    {"for_private_mentions", "filter_private_mentions", "For private mentions",
     &NotificationPolicy::private_mentions, &PolicyChange::for_private_mentions,
     &OldPolicyChange::filter_private_mentions},
    {"for_limited_accounts", "", "For limited accounts", &NotificationPolicy::limited_accounts,
     &PolicyChange::for_limited_accounts, nullptr},
}};

void write_summary(WaitingCounts const& waiting, json::Writer& out) {
    out.key("summary");
    out.object([&] {
        out.field("pending_requests_count", waiting.requests);
        out.field("pending_notifications_count", waiting.notifications);
    });
}

void write_policy(NotificationPolicy const& policy, json::Writer& out) {
    for (auto const& field : fields) out.field(field.name, social::to_string(policy.*field.rule));
}

void write_old_policy(NotificationPolicy const& policy, json::Writer& out) {
    for (auto const& field : fields)
        if (field.old_change) out.field(field.old_name, policy.*field.rule != NoticeRule::accept);
}

using WritePolicy = void (*)(NotificationPolicy const&, json::Writer&);
Result<Reply> policy_reply(Call& call, WritePolicy write) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const policy, social::load_notification_policy(tx, call.viewer()));
        TRY(auto const waiting, count_waiting(tx, call.viewer()));
        json::Writer out;
        out.object([&] {
            write(policy, out);
            write_summary(waiting, out);
        });
        return json_reply(std::move(out));
    });
}

template <class Change>
Result<void> change_by(Call& call, Change const& change) {
    return call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto policy, social::load_notification_policy(tx, call.viewer()));
        TRY_OK(change(policy));
        return social::set_notification_policy(tx, call.viewer(), policy);
    });
}

Result<void> apply(PolicyChange const& input, NotificationPolicy& policy) {
    for (auto const& field : fields) {
        auto const& word = input.*field.change;
        if (!word) continue;
        auto const rule = social::parse_notice_rule(*word);
        if (!rule)
            return fail(Errc::unprocessable, fmt::format("Validation failed: {} is not included in "
                                                         "the list",
                                                         field.words));
        policy.*field.rule = *rule;
    }
    return {};
}

Result<void> apply_old(OldPolicyChange const& input, NotificationPolicy& policy) {
    for (auto const& field : fields) {
        if (!field.old_change) continue;
        auto const& filter = input.*field.old_change;
        if (!filter) continue;
        auto& rule = policy.*field.rule;
        // What is dropped shows as filtered here: an app that sends back all it read changes
        // nothing.
        if (!*filter) rule = NoticeRule::accept;
        else if (rule == NoticeRule::accept) rule = NoticeRule::filter;
    }
    return {};
}

}  // namespace

Result<Reply> show_policy(Call& call) { return policy_reply(call, write_policy); }

Result<Reply> change_policy(Call& call, PolicyChange const& input) {
    TRY_OK(change_by(call, [&](NotificationPolicy& policy) { return apply(input, policy); }));
    return policy_reply(call, write_policy);
}

Result<Reply> show_old_policy(Call& call) { return policy_reply(call, write_old_policy); }

Result<Reply> change_old_policy(Call& call, OldPolicyChange const& input) {
    TRY_OK(change_by(call, [&](NotificationPolicy& policy) { return apply_old(input, policy); }));
    return policy_reply(call, write_old_policy);
}

}  // namespace skein::notifications
