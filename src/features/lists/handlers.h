// The requests of this feature. A list is its owner's: to everybody else it is `not_found`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "core/endpoint.h"
#include "social/lists.h"

namespace skein::lists {

/// The List entity.
void write_list(social::List const& list, json::Writer& out);
/// The list in the path, of the one who asks.
Result<social::List> load_own_list(Call& call, db::Tx& tx);

Result<Reply> show_lists(Call& call);
Result<Reply> show_list(Call& call);
/// Those of one's own lists that an account is on.
Result<Reply> show_lists_with(Call& call);

struct ListInput {
    std::optional<std::string> title, replies_policy;
    std::optional<bool> exclusive;
    void read(Fields& in) {
        in("title", title, "Its name, up to 256 characters.");
        in("replies_policy", replies_policy,
           "Whose replies to others are shown: to people `followed`, to members of the `list`, or "
           "`none`.");
        in("exclusive", exclusive, "Keep its members' posts out of home.");
    }
};
Result<Reply> make_list(Call& call, ListInput const& input);
Result<Reply> change_list(Call& call, ListInput const& input);
Result<Reply> remove_list(Call& call);

struct Members {
    std::vector<AccountId> account_ids;
    void read(Fields& in) { in("account_ids", account_ids, "People one follows, or oneself."); }
};
Result<Reply> show_members(Call& call);
Result<Reply> add_members(Call& call, Members const& input);
Result<Reply> remove_members(Call& call, Members const& input);

Result<Reply> show_list_timeline(Call& call);

}  // namespace skein::lists
