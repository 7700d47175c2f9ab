#include "features/search/resolve.h"

#include "base/log.h"
#include "base/text.h"
#include "social/accounts.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/statuses.h"

namespace skein::search {
namespace {

using social::FoundBehind;

constexpr std::size_t address_bytes_max = 2048;

/// A handle of another server.
std::optional<Handle> handle_in(Call& call, std::string_view text) {
    auto handle = Handle::parse(trim(text));
    if (!handle || handle->host.empty() || handle->host == call.server().domain())
        return std::nullopt;
    return handle;
}

}  // namespace

std::optional<Url> address_in(std::string_view text) {
    text = trim(text);
    if (text.size() > address_bytes_max) return std::nullopt;
    if (!text.starts_with("https://") && !text.starts_with("http://")) return std::nullopt;
    return Url::parse(text);
}

Result<FoundBehind> find_known(Call& call, std::string_view text) {
    FoundBehind found;
    auto& server = call.server();
    auto const address = address_in(text);
    auto const handle = handle_in(call, text);
    return server.db().read([&](db::Tx& tx) -> Result<FoundBehind> {
        if (handle && !address) {
            TRY(auto const account, social::find_account_by_name(tx, handle->user, handle->host));
            if (account) found.account = account->id;
        }
        if (!address) return found;
        for (auto const& network : server.part<social::Networks>().all) {
            TRY(found, network->find(server, tx, *address));
            if (!found.empty()) break;
        }
        return found;
    });
}

bool can_be_asked(Call& call, std::string_view text) {
    return !call.server().part<social::Networks>().all.empty() &&
           (address_in(text) || handle_in(call, text));
}

FoundBehind ask(Call& call, std::string_view text) {
    FoundBehind found;
    auto& server = call.server();
    auto const address = address_in(text);
    auto const handle = handle_in(call, text);
    for (auto const& network : server.part<social::Networks>().all) {
        if (address) {
            auto const answer = network->resolve(server, *address);
            if (answer) found = *answer;
            else
                log::debug("search.not_resolved",
                           {{"address", address->str()}, {"detail", answer.error().detail}});
        } else if (handle) {
            found.account = network->resolve_handles(server, {*handle}).front();
        }
        if (!found.empty()) break;
    }
    return found;
}

Result<void> keep_shown(db::Tx& tx, AccountId viewer, FoundBehind& found) {
    if (found.account) {
        TRY(auto const shown, social::keep_shown(tx, viewer, std::span(&*found.account, 1)));
        TRY(auto const account, social::find_account(tx, *found.account));
        if (shown.empty() || !account || account->state == social::AccountState::suspended)
            found.account.reset();
    }
    if (found.status) {
        TRY(auto const visible, social::keep_visible(tx, viewer, std::span(&*found.status, 1)));
        if (visible.empty()) found.status.reset();
    }
    return {};
}

}  // namespace skein::search
