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

}  // namespace

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
                out.field("domain", config.obfuscated ? obfuscated(policy.domain) : policy.domain);
                out.field("digest", to_hex(crypto::sha256(policy.domain)));
                out.field("severity", suspends ? "suspend" : "silence");
                if (config.comments_shown) out.field("comment", policy.public_comment);
            });
        }
    });
    return json_reply(std::move(out));
}

}  // namespace skein::domain_blocks
