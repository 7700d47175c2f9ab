#include "core/server.h"
#include "features/profiles/accept_requests.h"
#include "features/profiles/handlers.h"
#include "features/profiles/profile_pictures.h"
#include "features/profiles/profile_text.h"
#include "social/views/views.h"

namespace skein::profiles {
namespace {

Result<void> store_account(Server& server, db::Tx& tx, UpdateProfile const& input,
                           ProfilePictures const& pictures, AccountId id) {
    TRY(auto account, social::load_account(tx, id));
    auto before = account;
    TRY_OK(apply_profile(server, tx, input, account));
    if (pictures.avatar) TRY_OK(replace_picture(tx, account.avatar, pictures.avatar));
    if (pictures.header) TRY_OK(replace_picture(tx, account.header, pictures.header));
    if (account.row() == before.row()) return {};
    TRY_OK(social::update_account(tx, account));
    return before.locked && !account.locked ? enqueue(tx, AcceptRequests{id}) : ok();
}

Result<void> store_defaults(db::Tx& tx, UpdateProfile const& input, UserId id) {
    TRY(auto user, social::load_user(tx, id));
    auto before = user;
    TRY_OK(apply_defaults(input, user));
    return user.row() == before.row() ? ok() : social::update_user(tx, user);
}

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
        TRY_OK(store_account(server, tx, input, pictures, call.viewer()));
        return store_defaults(tx, input, call.who().user);
    }));
    return verify_credentials(call);
}

Result<Reply> remove_avatar(Call& call) { return remove_picture(call, &social::Account::avatar); }
Result<Reply> remove_header(Call& call) { return remove_picture(call, &social::Account::header); }

}  // namespace skein::profiles
