// The requests of this feature.
#pragma once

#include <string>

#include "base/text.h"
#include "core/endpoint.h"

namespace skein::moving {

Result<Reply> show_aliases(Call& call);

struct AddAlias {
    std::string handle;
    void read(Fields& in) {
        in("handle", handle, "The other account: name@example.org.");
        handle = std::string(trim(handle));
    }
};
Result<Reply> add_alias(Call& call, AddAlias const& input);

struct RemoveAlias {
    std::string address;
    void read(Fields& in) { in("address", address, "As it is stored."); }
};
Result<Reply> remove_alias(Call& call, RemoveAlias const& input);

Result<Reply> show_move(Call& call);

struct Move {
    std::string handle, current_password;
    void read(Fields& in) {
        in("handle", handle, "The new account: name@example.org.");
        handle = std::string(trim(handle));
        in("current_password", current_password, "The password.");
    }
};
Result<Reply> move(Call& call, Move const& input);
Result<Reply> end_move(Call& call);

}  // namespace skein::moving
