// The requests of this feature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"

namespace skein::collections {

/// What is said of a collection; what is left out stays, or is empty in a new one.
struct CollectionInput {
    std::optional<std::string> name, description, language, tag_name;
    std::optional<bool> sensitive, discoverable;
    void read(Fields& in) {
        in("name", name, "At most 40 characters.");
        in("description", description, "At most 100 characters.");
        in("language", language, "Of both, as an ISO 639 code.");
        in("tag_name", tag_name, "A hashtag it is about.");
        in("sensitive", sensitive, "Not for everybody's eyes.");
        in("discoverable", discoverable, "Shown on the profile.");
    }
};

struct CreateCollection {
    CollectionInput about;
    std::vector<AccountId> accounts;
    void read(Fields& in) {
        about.read(in);
        in("account_ids", accounts, "Who is in it from the beginning; at most 25.");
    }
};
Result<Reply> create_collection(Call& call, CreateCollection const& input);
Result<Reply> show_collection(Call& call);
Result<Reply> update_collection(Call& call, CollectionInput const& input);
Result<Reply> remove_collection(Call& call);

struct ListCollections {
    std::int64_t limit = 40, offset = 0;
    void read(Fields& in) {
        in("limit", limit, "At most 80.");
        in("offset", offset, "How many to leave out.");
    }
};
/// Those of an account.
Result<Reply> list_collections_by(Call& call, ListCollections const& input);
/// Those one is in oneself.
Result<Reply> list_collections_with(Call& call, ListCollections const& input);

struct AddItem {
    AccountId account;
    void read(Fields& in) { in("account_id", account, "Who is put in."); }
};
Result<Reply> add_item(Call& call, AddItem const& input);
Result<Reply> remove_item(Call& call);
/// By who is in it.
Result<Reply> revoke_item(Call& call);

}  // namespace skein::collections
