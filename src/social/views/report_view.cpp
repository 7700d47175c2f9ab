#include "social/views/report_view.h"

namespace skein::social {
namespace {

std::string_view to_string(SeveranceKind kind) {
    switch (kind) {
        case SeveranceKind::domain_block: return "domain_block";
        case SeveranceKind::user_domain_block: return "user_domain_block";
        case SeveranceKind::account_suspension: break;
    }
    return "account_suspension";
}

template <class Ids>
void write_ids(std::string_view name, Ids const& ids, json::Writer& out) {
    out.key(name);
    out.array([&] {
        for (auto const id : ids) out.value(id);
    });
}

}  // namespace

void write_report(Report const& report, AccountPieces const& accounts, json::Writer& out) {
    out.object([&] {
        out.field("id", report.id);
        out.field("action_taken", report.resolved_at.has_value());
        out.field("action_taken_at", report.resolved_at);
        out.field("category", to_string(report.category));
        out.field("comment", report.comment);
        out.field("forwarded", report.forward);
        out.field("created_at", report.created_at);
        write_ids("status_ids", report.statuses, out);
        write_ids("collection_ids", report.collections, out);
        write_ids("rule_ids", report.rules, out);
        out.key("target_account");
        out.begin_value();
        accounts.append(out.buffer(), report.target_id);
    });
}

Result<void> write_report(ViewOf const& view, Report const& report, json::Writer& out) {
    TRY(auto const heads, list_account_heads(view.tx, std::span(&report.target_id, 1)));
    AccountPieces accounts(heads.emoji_version);
    for (auto const& head : heads.heads) accounts.add(head);
    TRY_OK(accounts.load(view));
    if (!accounts.has(report.target_id)) return fail(Errc::not_found, "Record not found");
    write_report(report, accounts, out);
    return {};
}

void write_severance(Severance const& severance, json::Writer& out) {
    out.object([&] {
        out.field("id", std::to_string(severance.id));
        out.field("type", to_string(severance.kind));
        out.field("purged", severance.purged);
        out.field("target_name", severance.target);
        out.field("followers_count", severance.followers_count);
        out.field("following_count", severance.following_count);
        out.field("created_at", severance.created_at);
    });
}

}  // namespace skein::social
