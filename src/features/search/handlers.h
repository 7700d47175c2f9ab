// The requests of this feature.
#pragma once

#include <optional>
#include <string>

#include "core/endpoint.h"

namespace skein::search {

struct SearchAccounts {
    std::string q;
    std::int64_t limit = 40, offset = 0;
    bool resolve = false, following = false;
    void read(Fields& in) {
        in.required("q", q, "A name or the beginning of one, or the address of a profile.");
        in("limit", limit, "At most 80; 40 unless told.");
        in("offset", offset, "How many to leave out at the front.");
        in("resolve", resolve,
           "Ask the server behind a full handle or an address for what is unknown here.");
        in("following", following, "Only accounts one follows.");
    }
};
Result<Reply> search_accounts(Call& call, SearchAccounts const& input);

struct Search {
    std::string q, type;
    std::int64_t limit = 20, offset = 0;
    bool resolve = false, following = false, exclude_unreviewed = false;
    std::optional<AccountId> account_id;
    std::optional<StatusId> min_id, max_id;
    void read(Fields& in) {
        in.required("q", q,
                    "What to look for: words, a handle, or the address of a profile or post.");
        in("type", type, "accounts, hashtags or statuses; all of them unless told.");
        in("limit", limit, "At most 40 of each; 20 unless told.");
        in("offset", offset, "How many to leave out at the front; with `type`.");
        in("resolve", resolve,
           "Ask the server behind a full handle or an address for what is unknown here.");
        in("following", following, "Only accounts one follows.");
        in("account_id", account_id, "Only posts by this account.");
        in("min_id", min_id, "Only posts newer than this one.");
        in("max_id", max_id, "Only posts older than this one.");
        in("exclude_unreviewed", exclude_unreviewed,
           "Without hashtags that nobody has reviewed; here all are as good as reviewed.");
    }
};
/// Accounts, hashtags and posts, and whatever is behind an address.
Result<Reply> search(Call& call, Search const& input);
/// The same as it was first: hashtags are plain names.
Result<Reply> search_v1(Call& call, Search const& input);

}  // namespace skein::search
