#include "features/activitypub/activities/own_deeds.h"

#include "features/activitypub/addresses.h"

namespace skein::activitypub {
namespace {

/// Takes the last segment off.
std::string_view take_last(std::string_view& path) {
    auto const slash = path.rfind('/');
    if (slash == std::string_view::npos) return {};
    auto const last = path.substr(slash + 1);
    path = path.substr(0, slash);
    return last;
}

}  // namespace

Result<std::optional<OwnDeed>> read_own_deed(Server& server, db::Tx& tx, std::string_view address) {
    auto rest = address;
    auto const about = parse_id(take_last(rest));
    auto const deed = take_last(rest);
    if (!about || deed.empty()) return std::nullopt;
    TRY(auto const actor, find_own_account(server, tx, rest));
    // Made again, it must be the same: other spellings are no address of ours.
    if (!actor || deed_address(server, *actor, deed, *about) != address) return std::nullopt;
    return OwnDeed{*actor, std::string(deed), *about};
}

}  // namespace skein::activitypub
