#include "features/search/find_accounts.h"

#include "base/text.h"

namespace skein::search {
namespace {

/// No name is longer; and a pattern of any length would be the database's to refuse.
constexpr std::size_t text_bytes_max = 1024;

}  // namespace

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
