// What this server says of its own policies about domains.

#include "base/encoding.h"
#include "core/server.h"
#include "features/domain_blocks/config.h"
#include "features/domain_blocks/handlers.h"
#include "platform/crypto/digest.h"
#include "social/domains.h"

namespace skein::domain_blocks {
namespace {

/// `ex*****.org`: as Mastodon hides names, a quarter at each end and the dots stay.
std::string obfuscated(std::string_view domain) {
    std::string shown(domain);
    auto const visible = shown.size() / 4;
    for (std::size_t i = visible + 1; i + visible < shown.size(); ++i)
        if (shown[i] != '.') shown[i] = '*';
    return shown;
}

/// May this reader know which domains these are?
bool shown_to(DomainBlocksConfig const& config, AccountId viewer) {
    return config.shown_to == "everybody" || (config.shown_to == "users" && viewer);
}

std::string shown_name(DomainBlocksConfig const& config, social::DomainPolicy const& policy) {
    return config.obfuscated ? obfuscated(policy.domain) : policy.domain;
}

SafeHtml draw_policy(DomainBlocksConfig const& config, social::Locale const& say,
                     social::DomainPolicy const& policy) {
    auto const suspends = policy.severity == social::DomainSeverity::suspend;
    auto const comment = config.comments_shown ? policy.public_comment : std::string();
    return html(
        "<tr><th scope=\"row\"><bdi dir=\"ltr\">{}</bdi></th><td>{}</td><td "
        "dir=\"auto\">{}</td></tr>",
        shown_name(config, policy),
        say(suspends ? "domain_blocks.about.suspend" : "domain_blocks.about.limit"), comment);
}

}  // namespace

Result<SafeHtml> draw_policies(Call const& call, db::Tx& tx, social::Locale const& say) {
    auto const& config = call.server().settings<DomainBlocksConfig>();
    if (!shown_to(config, call.viewer())) return SafeHtml();
    TRY(auto const policies, social::list_domain_policies(tx));
    SafeHtml rows;
    for (auto const& policy : policies)
        if (policy.severity != social::DomainSeverity::none)
            rows += draw_policy(config, say, policy);
    if (rows.empty()) return SafeHtml();
    return html(
        "<h2>{}</h2><p>{}</p><div class=\"table\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"{}\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table></div>",
        say("domain_blocks.about.title"), say("domain_blocks.about.intro"),
        say("domain_blocks.about.title"), say("domain_blocks.about.domain"),
        say("domain_blocks.about.what"), say("domain_blocks.about.why"), rows);
}

Result<Reply> list_policies(Call& call) {
    auto& server = call.server();
    auto const& config = server.settings<DomainBlocksConfig>();
    if (config.shown_to == "nobody") return fail(Errc::not_found, "Record not found");
    if (config.shown_to == "users" && !call.viewer())
        return fail(Errc::unauthenticated, "This API requires an authenticated user");
    TRY(auto const policies, server.db().read(social::list_domain_policies));
    json::Writer out;
    out.array([&] {
        for (auto const& policy : policies) {
            if (policy.severity == social::DomainSeverity::none) continue;
            out.object([&] {
                auto const suspends = policy.severity == social::DomainSeverity::suspend;
                out.field("domain", shown_name(config, policy));
                out.field("digest", to_hex(crypto::sha256(policy.domain)));
                out.field("severity", suspends ? "suspend" : "silence");
                if (config.comments_shown) out.field("comment", policy.public_comment);
            });
        }
    });
    return json_reply(std::move(out));
}

}  // namespace skein::domain_blocks
