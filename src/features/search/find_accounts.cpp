#include "features/search/find_accounts.h"

#include "base/text.h"
#include "base/url.h"
#include "social/network.h"

namespace skein::search {
namespace {

/// No name is longer; and a pattern of any length would be the database's to refuse.
constexpr std::size_t text_bytes_max = 1024;

}  // namespace

Result<void> resolve_account(Call& call, std::string_view text) {
    auto& server = call.server();
    auto const& networks = server.part<social::Networks>().all;
    if (networks.empty()) return {};
    auto const handle = Handle::parse(trim(text));
    if (!handle || handle->host.empty() || handle->host == server.domain()) return {};
    TRY(auto const known, server.db().read([&](db::Tx& tx) {
        return social::find_account_by_name(tx, handle->user, handle->host);
    }));
    if (known) return {};
    // Who is not found is simply not in the answer.
    for (auto const& network : networks) network->resolve_handles(server, {*handle});
    return {};
}

Result<std::vector<AccountId>> find_accounts(Call& call, db::Tx& tx, social::AccountSearch search) {
    auto& text = search.text = std::string(trim(search.text));
    // Names of this server are stored without it.
    auto const own = "@" + call.server().domain();
    if (text.size() > own.size() && text.ends_with(own)) text.resize(text.size() - own.size());
    if (text.empty() || text == "@" || text.size() > text_bytes_max)
        return std::vector<AccountId>{};
    return social::search_accounts(tx, call.viewer(), search);
}

}  // namespace skein::search
