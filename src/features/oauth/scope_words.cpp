#include "features/oauth/scope_words.h"

#include <array>

namespace skein::oauth {
namespace {

struct Words {
    std::string_view scope, key;
};

// Widest first: a later line is left out when an earlier one includes it.
constexpr std::array<Words, 47> all_words{{
    {"read", "oauth.scope.read"},
    {"write", "oauth.scope.write"},
    {"follow", "oauth.scope.follow"},
    {"push", "oauth.scope.push"},
    {"profile", "oauth.scope.profile"},
    {"read:accounts", "oauth.scope.read_accounts"},
    {"read:blocks", "oauth.scope.read_blocks"},
    {"read:bookmarks", "oauth.scope.read_bookmarks"},
    {"read:collections", "oauth.scope.read_collections"},
    {"read:favourites", "oauth.scope.read_favourites"},
    {"read:filters", "oauth.scope.read_filters"},
    {"read:follows", "oauth.scope.read_follows"},
    {"read:lists", "oauth.scope.read_lists"},
    {"read:mutes", "oauth.scope.read_mutes"},
    {"read:notifications", "oauth.scope.read_notifications"},
    {"read:search", "oauth.scope.read_search"},
    {"read:statuses", "oauth.scope.read_statuses"},
    {"write:accounts", "oauth.scope.write_accounts"},
    {"write:blocks", "oauth.scope.write_blocks"},
    {"write:bookmarks", "oauth.scope.write_bookmarks"},
    {"write:collections", "oauth.scope.write_collections"},
    {"write:conversations", "oauth.scope.write_conversations"},
    {"write:favourites", "oauth.scope.write_favourites"},
    {"write:filters", "oauth.scope.write_filters"},
    {"write:follows", "oauth.scope.write_follows"},
    {"write:lists", "oauth.scope.write_lists"},
    {"write:media", "oauth.scope.write_media"},
    {"write:mutes", "oauth.scope.write_mutes"},
    {"write:notifications", "oauth.scope.write_notifications"},
    {"write:reports", "oauth.scope.write_reports"},
    {"write:statuses", "oauth.scope.write_statuses"},
    {"admin:read", "oauth.scope.admin_read"},
    {"admin:write", "oauth.scope.admin_write"},
    {"admin:read:accounts", "oauth.scope.admin_read_accounts"},
    {"admin:read:reports", "oauth.scope.admin_read_reports"},
    {"admin:read:domain_allows", "oauth.scope.admin_read_domain_allows"},
    {"admin:read:domain_blocks", "oauth.scope.admin_read_domain_blocks"},
    {"admin:read:ip_blocks", "oauth.scope.admin_read_ip_blocks"},
    {"admin:read:email_domain_blocks", "oauth.scope.admin_read_email_domain_blocks"},
    {"admin:read:canonical_email_blocks", "oauth.scope.admin_read_canonical_email_blocks"},
    {"admin:write:accounts", "oauth.scope.admin_write_accounts"},
    {"admin:write:reports", "oauth.scope.admin_write_reports"},
    {"admin:write:domain_allows", "oauth.scope.admin_write_domain_allows"},
    {"admin:write:domain_blocks", "oauth.scope.admin_write_domain_blocks"},
    {"admin:write:ip_blocks", "oauth.scope.admin_write_ip_blocks"},
    {"admin:write:email_domain_blocks", "oauth.scope.admin_write_email_domain_blocks"},
    {"admin:write:canonical_email_blocks", "oauth.scope.admin_write_canonical_email_blocks"},
}};

bool has(std::string_view list, std::string_view scope) {
    while (!list.empty()) {
        auto const end = std::min(list.find(' '), list.size());
        if (list.substr(0, end) == scope) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

}  // namespace

std::vector<std::string_view> in_words(Scopes const& scopes) {
    std::vector<std::string_view> out;
    auto const asked = scopes.str();
    std::string said;
    for (auto const& [scope, key] : all_words) {
        if (!has(asked, scope)) continue;
        auto const before = Scopes::parse(said);
        if (before && before->grants_any(scope)) continue;
        out.push_back(key);
        said += " " + std::string(scope);
    }
    return out;
}

}  // namespace skein::oauth
