#include "social/profile_display.h"

namespace skein::social {
namespace {

db::Query<ProfileDisplay> const list_of{
    "profile_displays.list",
    "SELECT account_id, show_media, show_media_replies, show_featured FROM profile_displays WHERE "
    "account_id IN {list:$1}"};
db::Sql const put{
    "profile_displays.put",
    "INSERT INTO profile_displays (account_id, show_media, show_media_replies, show_featured) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET show_media = $2, "
    "show_media_replies = $3, show_featured = $4"};
db::Sql const remove_one{"profile_displays.remove",
                         "DELETE FROM profile_displays WHERE account_id = $1"};

}  // namespace

Result<std::vector<ProfileDisplay>> list_profile_displays(db::Tx& tx,
                                                          std::span<AccountId const> accounts) {
    return tx.list(list_of, accounts);
}

Result<ProfileDisplay> load_profile_display(db::Tx& tx, AccountId account) {
    TRY(auto const found, tx.find(list_of, std::span(&account, 1)));
    if (found) return *found;
    ProfileDisplay display;
    display.account_id = account;
    return display;
}

Result<void> put_profile_display(db::Tx& tx, ProfileDisplay const& display) {
    TRY_OK(tx.run(put, display.account_id, display.show_media, display.show_media_replies,
                  display.show_featured));
    return {};
}

Result<void> remove_profile_display(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(remove_one, account));
    return {};
}

}  // namespace skein::social
