#include "features/moving/named_account.h"

#include "base/url.h"
#include "core/server.h"
#include "social/admission.h"
#include "social/network.h"
#include "social/views/views.h"

namespace skein::moving {
namespace {

std::optional<AccountId> resolve(Server& server, Handle const& handle) {
    for (auto const& network : server.part<social::Networks>().all)
        for (auto const& found : network->resolve_handles(server, {handle}))
            if (found) return found;
    return std::nullopt;
}

}  // namespace

Result<std::optional<social::Account>> find_named(Call& call, std::string_view text) {
    auto& server = call.server();
    auto handle = Handle::parse(text);
    if (!handle) return std::nullopt;
    if (handle->host == server.domain()) handle->host.clear();
    std::optional<AccountId> resolved;
    if (!handle->host.empty()) {
        resolved = resolve(server, *handle);
        if (!resolved) return std::nullopt;
    }
    TRY(auto account, server.db().read([&](db::Tx& tx) {
        return resolved ? social::find_account(tx, *resolved)
                        : social::find_shown_account_by_name(tx, call.viewer(), handle->user, "");
    }));
    if (account && account->state == social::AccountState::suspended) account.reset();
    return account;
}

std::string alias_address(Server const& server, social::Account const& account) {
    return account.local() ? social::account_uri(server, account.id) : account.address;
}

std::string full_handle(Server const& server, social::Account const& account) {
    return fmt::format("@{}@{}", account.username,
                       account.local() ? server.domain() : account.domain);
}

}  // namespace skein::moving
