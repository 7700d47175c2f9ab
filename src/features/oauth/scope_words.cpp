#include "features/oauth/scope_words.h"

#include <array>

namespace skein::oauth {
namespace {

struct Words {
    std::string_view scope, words;
};

// Widest first: a later line is left out when an earlier one includes it.
constexpr std::array<Words, 47> all_words{{
    {"read", "See everything in your account: posts for you, lists, follows, blocks, settings"},
    {"write", "Change everything in your account: post, delete, follow, block, edit your profile"},
    {"follow", "See and change whom you follow, mute and block"},
    {"push", "Send you push notifications"},
    {"profile", "See your name and picture, nothing else"},
    {"read:accounts", "See your account and other people's profiles"},
    {"read:blocks", "See whom you block"},
    {"read:bookmarks", "See your bookmarks"},
    {"read:collections", "See your collections"},
    {"read:favourites", "See your favourites"},
    {"read:filters", "See your filters"},
    {"read:follows", "See whom you follow"},
    {"read:lists", "See your lists"},
    {"read:mutes", "See whom you mute"},
    {"read:notifications", "See your notifications"},
    {"read:search", "Search in your name"},
    {"read:statuses", "See all posts you can see, also private ones"},
    {"write:accounts", "Edit your profile"},
    {"write:blocks", "Block and unblock"},
    {"write:bookmarks", "Add and remove bookmarks"},
    {"write:collections", "Change your collections"},
    {"write:conversations", "Mute and remove conversations"},
    {"write:favourites", "Add and remove favourites"},
    {"write:filters", "Change your filters"},
    {"write:follows", "Follow and unfollow"},
    {"write:lists", "Change your lists"},
    {"write:media", "Upload pictures and other files"},
    {"write:mutes", "Mute and unmute people and conversations"},
    {"write:notifications", "Clear your notifications"},
    {"write:reports", "Report people and posts"},
    {"write:statuses", "Post and delete posts"},
    {"admin:read", "See everything that moderators see, if you are one"},
    {"admin:write", "Do everything that moderators do, if you are one"},
    {"admin:read:accounts", "See details of all accounts, as a moderator"},
    {"admin:read:reports", "See reports, as a moderator"},
    {"admin:read:domain_allows", "See allowed servers, as a moderator"},
    {"admin:read:domain_blocks", "See blocked servers, as a moderator"},
    {"admin:read:ip_blocks", "See blocked network addresses, as a moderator"},
    {"admin:read:email_domain_blocks", "See blocked e-mail providers, as a moderator"},
    {"admin:read:canonical_email_blocks", "See blocked e-mail addresses, as a moderator"},
    {"admin:write:accounts", "Sanction accounts, as a moderator"},
    {"admin:write:reports", "Work on reports, as a moderator"},
    {"admin:write:domain_allows", "Allow servers, as a moderator"},
    {"admin:write:domain_blocks", "Block servers, as a moderator"},
    {"admin:write:ip_blocks", "Block network addresses, as a moderator"},
    {"admin:write:email_domain_blocks", "Block e-mail providers, as a moderator"},
    {"admin:write:canonical_email_blocks", "Block e-mail addresses, as a moderator"},
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
    for (auto const& [scope, words] : all_words) {
        if (!has(asked, scope)) continue;
        auto const before = Scopes::parse(said);
        if (before && before->grants_any(scope)) continue;
        out.push_back(words);
        said += " " + std::string(scope);
    }
    return out;
}

}  // namespace skein::oauth
