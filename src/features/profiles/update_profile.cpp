#include "core/server.h"
#include "features/profiles/handlers.h"
#include "features/profiles/own_profile.h"
#include "features/profiles/profile_pictures.h"
#include "social/views/views.h"

namespace skein::profiles {
namespace {

Result<Reply> remove_picture(Call& call, std::string social::Account::* which) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, call.viewer()));
        if ((account.*which).empty()) return {};
        TRY_OK(replace_picture(tx, account.*which, std::nullopt));
        return social::update_account(tx, account);
    }));
    return verify_credentials(call);
}

}  // namespace

Result<Reply> update_profile(Call& call, UpdateProfile const& input) {
    auto& server = call.server();
    TRY(auto const pictures, make_profile_pictures(server, input.avatar, input.header));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(store_profile(server, tx, call.viewer(), {input, pictures}));
        return store_defaults(tx, input, call.who().user);
    }));
    return verify_credentials(call);
}

Result<Reply> remove_avatar(Call& call) { return remove_picture(call, &social::Account::avatar); }
Result<Reply> remove_header(Call& call) { return remove_picture(call, &social::Account::header); }

}  // namespace skein::profiles
