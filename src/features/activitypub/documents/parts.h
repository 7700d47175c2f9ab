// What posts of this server are made of, loaded for a whole batch in a constant number of
// statements, before any of them is written.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "features/activitypub/documents/documents.h"
#include "social/accounts.h"
#include "social/emojis.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/quotes.h"
#include "social/statuses.h"

namespace skein::activitypub {

struct NamedPerson {
    StatusId status_id;
    AccountId account_id;
    bool silent = false;
    social::Network network{};
    std::string address, username, domain;
    auto row() {
        return std::tie(status_id, account_id, silent, network, address, username, domain);
    }
};

struct NamedTag {
    StatusId status_id;
    std::string name, display_name;
    auto row() { return std::tie(status_id, name, display_name); }
};

/// Another post, as far as its addresses go.
struct PostLink {
    StatusId id;
    AccountId account_id;
    social::Network network{};
    std::optional<std::string> address, url;
    std::string username;
    auto row() { return std::tie(id, account_id, network, address, url, username); }
};

struct AppName {
    AppId id;
    std::string name, website;
    auto row() { return std::tie(id, name, website); }
};

/// One post with all that hangs on it.
struct PostParts {
    social::Status status;
    social::Account author;
    std::vector<NamedPerson> people;  ///< Silent ones too, in order of account.
    std::vector<NamedTag> tags;
    std::vector<social::Media> media;
    std::vector<social::Emoji> emojis;
    std::optional<social::Poll> poll;
    std::optional<social::Quote> quote;
    std::optional<PostLink> quoted, parent, boosted;
    std::optional<AppName> app;
    std::string context;  ///< The address of its conversation.
    std::int64_t likes = 0, shares = 0;
    std::vector<StatusId> own_replies;  ///< Public ones of its author, oldest first; a few.
};

/// In the order asked; what is gone is left out.
Result<std::vector<PostParts>> load_parts(Desk const& desk, std::span<StatusId const> ids);
/// Errc::not_found when it is gone, or not of this server.
Result<PostParts> load_parts_of(Desk const& desk, StatusId id);

/// Ids of posts anywhere, for lists of links: in the order asked, unknown ones left out.
Result<std::vector<PostLink>> list_post_links(db::Tx& tx, std::span<StatusId const> ids);
std::string address_of(Server const& server, PostLink const& post);
/// The page people read it on.
std::string page_of(Server const& server, PostLink const& post);
std::string address_of(Server const& server, NamedPerson const& person);

inline constexpr std::int64_t own_replies_max = 5;

}  // namespace skein::activitypub
