#include "social/domains.h"

#include <filesystem>
#include <fstream>

#include "features/admin/commands.h"
#include "features/admin/domain_list.h"

namespace skein::admin {
namespace {

constexpr std::size_t lines_shown_max = 20;

Result<void> set_policy(Server& server, CommandCall& call, social::DomainSeverity severity,
                        std::string_view done) {
    social::DomainPolicy policy;
    policy.domain = call.arguments[0];
    policy.severity = severity;
    policy.public_comment = call.option("comment");
    policy.private_comment = call.option("note");
    policy.reject_media = call.flag("reject-media");
    policy.reject_reports = call.flag("reject-reports");
    TRY(auto const stored,
        server.db().write([&](db::Tx& tx) { return social::set_domain_policy(tx, policy); }));
    call.out(fmt::format("{} is {} now. What follows from it is done in the background.",
                         stored.domain, done));
    return {};
}

std::string_view word_for(social::DomainSeverity severity) {
    switch (severity) {
        case social::DomainSeverity::suspend: return "blocked";
        case social::DomainSeverity::limit: return "limited";
        case social::DomainSeverity::none: break;
    }
    return "open";
}

std::string line_of(social::DomainPolicy const& policy) {
    auto line = fmt::format("{:<40} {:<8} {}", policy.domain, word_for(policy.severity),
                            to_iso_date(policy.created_at));
    if (policy.reject_media) line += "  no media";
    if (policy.reject_reports) line += "  no reports";
    if (!policy.public_comment.empty()) line += "  " + policy.public_comment;
    if (!policy.private_comment.empty()) line += "  (" + policy.private_comment + ")";
    return line;
}

Result<std::string> read_list(std::string const& path) {
    std::error_code error;
    auto const size = std::filesystem::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    if (error || !in) return fail(Errc::not_found, "The file cannot be read: " + path);
    if (size > domain_list_bytes_max)
        return fail(Errc::unprocessable, "This file is too large for a list of domains.");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Stores them in batches; one that is refused (our own) is left out.
Result<std::size_t> store(Server& server, CommandCall& call,
                          std::vector<social::DomainPolicy> const& policies) {
    std::size_t stored = 0;
    for (std::size_t i = 0; i < policies.size(); i += social::policies_a_write_max) {
        auto const end = std::min(i + social::policies_a_write_max, policies.size());
        std::vector<social::DomainPolicy> const part(
            policies.begin() + static_cast<std::ptrdiff_t>(i),
            policies.begin() + static_cast<std::ptrdiff_t>(end));
        auto const done =
            server.db().write([&](db::Tx& tx) { return social::set_domain_policies(tx, part); });
        if (done) {
            stored += part.size();
            continue;
        }
        if (done.error().code != Errc::unprocessable) return fail(done.error());
        for (auto const& one : part) {
            auto const alone =
                server.db().write([&](db::Tx& tx) { return social::set_domain_policy(tx, one); });
            if (alone) ++stored;
            else call.out(one.domain + " was left out: " + alone.error().message);
        }
    }
    return stored;
}

}  // namespace

Result<void> block_domain(Server& server, CommandCall& call) {
    return set_policy(server, call, social::DomainSeverity::suspend, "blocked");
}

Result<void> limit_domain(Server& server, CommandCall& call) {
    return set_policy(server, call, social::DomainSeverity::limit, "limited");
}

Result<void> unblock_domain(Server& server, CommandCall& call) {
    TRY_OK(server.db().write(
        [&](db::Tx& tx) { return social::remove_domain_policy(tx, call.arguments[0]); }));
    call.out(call.arguments[0] + " is open again. What was removed does not come back.");
    return {};
}

Result<void> list_domains(Server& server, CommandCall& call) {
    if (call.flag("allowed")) {
        TRY(auto const allowed, server.db().read(social::list_allowed_domains));
        for (auto const& domain : allowed) call.out(domain);
        if (allowed.empty()) call.out("No domain is on the list.");
        return {};
    }
    TRY(auto const policies, server.db().read(social::list_domain_policies));
    for (auto const& policy : policies) call.out(line_of(policy));
    if (policies.empty()) call.out("Nothing was decided about any domain.");
    return {};
}

Result<void> allow_domain(Server& server, CommandCall& call) {
    TRY_OK(
        server.db().write([&](db::Tx& tx) { return social::allow_domain(tx, call.arguments[0]); }));
    call.out(call.arguments[0] + " is on the list of allowed domains.");
    return {};
}

Result<void> disallow_domain(Server& server, CommandCall& call) {
    TRY_OK(server.db().write(
        [&](db::Tx& tx) { return social::disallow_domain(tx, call.arguments[0]); }));
    call.out(call.arguments[0] + " is no longer on the list of allowed domains.");
    return {};
}

Result<void> import_domains(Server& server, CommandCall& call) {
    TRY(auto const text, read_list(call.arguments[0]));
    TRY(auto const list, parse_domain_list(text));
    for (std::size_t i = 0; i < std::min(list.left_out.size(), lines_shown_max); ++i)
        call.out("This is no domain: " + list.left_out[i]);
    TRY(auto const stored, store(server, call, list.policies));
    call.out(fmt::format("{} of {} domains imported.", stored,
                         list.policies.size() + list.left_out.size()));
    return {};
}

}  // namespace skein::admin
