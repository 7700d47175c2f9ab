#include "features/activitypub/addresses.h"

#include "base/url.h"
#include "social/admission.h"
#include "social/statuses.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

/// What one of our addresses names: an actor by number or by name, and perhaps one of its posts.
struct Named {
    std::string_view number, username;  ///< One of them.
    std::string_view status;            ///< Digits, or "" for the actor itself.
    bool is_activity = false;           ///< The activity around the post.
};

std::string_view take_segment(std::string_view& rest) {
    auto const slash = std::min(rest.find('/'), rest.size());
    auto const segment = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    return segment;
}

/// `…/statuses/7` and `…/statuses/7/activity`.
std::optional<Named> read_rest(Named named, std::string_view rest) {
    if (rest.empty()) return named;
    if (take_segment(rest) != "statuses") return std::nullopt;
    named.status = take_segment(rest);
    named.is_activity = rest == "activity";
    if (named.status.empty() || !(rest.empty() || named.is_activity)) return std::nullopt;
    return named;
}

std::optional<Named> read_path(std::string_view path) {
    Named named;
    if (path.starts_with("/@")) {
        auto rest = path.substr(2);
        named.username = take_segment(rest);
        named.status = rest;
        return named;
    }
    auto const by_number = path.starts_with("/ap/users/");
    if (!by_number && !path.starts_with("/users/")) return std::nullopt;
    auto rest = path.substr(by_number ? 10 : 7);
    (by_number ? named.number : named.username) = take_segment(rest);
    return read_rest(named, rest);
}

std::optional<Url> own_url(Server const& server, std::string_view address) {
    auto url = Url::parse(address);
    if (!url || url->origin() != server.public_url()) return std::nullopt;
    return url;
}

/// The path of one of our addresses, if nothing follows it.
std::optional<std::string> own_path(Server const& server, std::string_view address) {
    auto const url = own_url(server, address);
    if (!url || !url->query().empty() || !url->fragment().empty()) return std::nullopt;
    return url->path();
}

Result<std::optional<AccountId>> find_named(db::Tx& tx, Named const& named) {
    if (named.number.empty()) {
        TRY(auto const account,
            social::find_shown_account_by_name(tx, AccountId{}, named.username, ""));
        return account ? std::optional(account->id) : std::nullopt;
    }
    AccountId const id{parse_id(named.number).value_or(0)};
    TRY(auto const account, social::find_account(tx, id));
    if (!account || !account->local()) return std::nullopt;
    TRY(auto const shown, social::keep_shown(tx, AccountId{}, std::span(&id, 1)));
    return shown.empty() ? std::nullopt : std::optional(id);
}

}  // namespace

std::string actor_address(Server const& server, AccountId account) {
    return account ? social::account_uri(server, account) : instance_actor_address(server);
}

std::string instance_actor_address(Server const& server) {
    return server.public_url() + "/ap/actor";
}

std::string shared_inbox_address(Server const& server) { return server.public_url() + "/inbox"; }

std::string collection_address(Server const& server, AccountId account, std::string_view which) {
    return actor_address(server, account).append("/").append(which);
}

std::string status_address(Server const& server, AccountId author, StatusId status) {
    return social::status_uri(server, author, status);
}

std::string status_address(Server const& server, AccountId author, StatusId status,
                           std::string_view part) {
    return social::status_uri(server, author, status).append("/").append(part);
}

std::string deed_address(Server const& server, AccountId actor, std::string_view deed,
                         std::int64_t about) {
    return fmt::format("{}/{}/{}", actor_address(server, actor), deed, about);
}

std::string stamp_address(Server const& server, AccountId author, StatusId quoting) {
    return deed_address(server, author, "quote_authorizations", quoting.value);
}

std::string key_address(Server const& server, AccountId account) {
    return actor_address(server, account) + "#main-key";
}

std::string proof_key_address(Server const& server, AccountId account) {
    return actor_address(server, account) + "#ed25519-key";
}

bool is_ours(Server const& server, std::string_view address) {
    auto const url = Url::parse(address);
    return url && (url->origin() == server.public_url() || url->host().str() == server.domain());
}

Result<std::optional<AccountId>> find_own_account(Server& server, db::Tx& tx,
                                                  std::string_view address) {
    auto const path = own_path(server, address);
    if (!path) return std::nullopt;
    auto const named = read_path(*path);
    if (!named || !named->status.empty()) return std::nullopt;
    return find_named(tx, *named);
}

Result<std::optional<StatusId>> find_own_status(Server& server, db::Tx& tx,
                                                std::string_view address) {
    auto const path = own_path(server, address);
    if (!path) return std::nullopt;
    auto const named = read_path(*path);
    if (!named || named->status.empty()) return std::nullopt;
    TRY(auto const author, find_named(tx, *named));
    if (!author) return std::nullopt;
    TRY(auto const status, social::find_status(tx, StatusId{parse_id(named->status).value_or(0)}));
    if (!status || status->account_id != *author) return std::nullopt;
    // A boost is an activity and nothing else.
    if (status->boost_of_id && !named->is_activity) return std::nullopt;
    return status->id;
}

Result<std::optional<AccountId>> find_known_account(Server& server, db::Tx& tx,
                                                    std::string_view address) {
    if (is_ours(server, address)) return find_own_account(server, tx, address);
    TRY(auto const account,
        social::find_account_by_address(tx, social::Network::activitypub, address));
    return account ? std::optional(account->id) : std::nullopt;
}

Result<std::optional<StatusId>> find_known_status(Server& server, db::Tx& tx,
                                                  std::string_view address) {
    if (is_ours(server, address)) return find_own_status(server, tx, address);
    TRY(auto const status,
        social::find_status_by_address(tx, social::Network::activitypub, address));
    return status ? std::optional(status->id) : std::nullopt;
}

std::string address_of(Server const& server, social::Account const& account) {
    return account.local() ? actor_address(server, account.id) : account.address;
}

}  // namespace skein::activitypub
