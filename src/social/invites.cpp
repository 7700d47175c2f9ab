#include "social/invites.h"

#include "base/text.h"
#include "core/paged_query.h"
#include "core/server.h"
#include "social/standing.h"
#include "social/users.h"

namespace skein::social {
namespace {

constexpr auto ended_kept = std::chrono::days(30);
constexpr std::size_t code_bytes_max = 64;

#define INVITE_COLUMNS                                                                        \
    "i.id, i.account_id, i.code, i.comment, i.autofollow, i.uses, i.uses_max, i.expires_at, " \
    "i.revoked_at, i.created_at"
#define INVITE_ENDED(now)                                    \
    "(revoked_at IS NOT NULL OR COALESCE(expires_at <= " now \
    ", FALSE) OR "                                           \
    "COALESCE(uses >= uses_max, FALSE))"

db::Query<Invite> const find_by_code{"invites.find_by_code",
                                     "SELECT " INVITE_COLUMNS " FROM invites i WHERE i.code = $1"};
db::Query<Invite> const list_all{
    "invites.list", "SELECT " INVITE_COLUMNS " FROM invites i ORDER BY i.id DESC LIMIT $1"};
PagedQuery<Invite> const list_by{
    "invites.page", "SELECT " INVITE_COLUMNS " FROM invites i WHERE i.account_id = $1", "i.id"};
db::Query<std::int64_t> const count_open{
    "invites.count_open",
    "SELECT COUNT(*) FROM invites WHERE account_id = $1 AND NOT " INVITE_ENDED("$2")};
db::Query<Invite> const list_open{"invites.list_open",
                                  "SELECT " INVITE_COLUMNS
                                  " FROM invites i WHERE i.account_id = $1 AND NOT " INVITE_ENDED(
                                      "$2") " ORDER BY i.id DESC LIMIT $3"};
db::Sql const insert{
    "invites.insert",
    "INSERT INTO invites (id, account_id, code, comment, autofollow, uses, uses_max, expires_at, "
    "revoked_at, created_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, NULL, $8)"};
db::Sql const revoke_own{"invites.revoke_own",
                         "UPDATE invites SET revoked_at = COALESCE(revoked_at, $3) WHERE id = $2 "
                         "AND account_id = $1"};
db::Sql const revoke_any{
    "invites.revoke", "UPDATE invites SET revoked_at = COALESCE(revoked_at, $2) WHERE code = $1"};
// The condition is here too: nothing that is read before decides how often an invite is used.
db::Sql const count_use{
    "invites.count_use",
    "UPDATE invites SET uses = uses + 1 WHERE id = $1 AND NOT " INVITE_ENDED("$2")};
db::Sql const give_back{"invites.give_back",
                        "UPDATE invites SET uses = uses - 1 WHERE uses > 0 AND id IN (SELECT "
                        "n.invite_id FROM invited_users n WHERE n.user_id = $1)"};
db::Sql const remove_ended{
    "invites.remove_ended",
    "DELETE FROM invites WHERE id IN (SELECT id FROM invites WHERE created_at < $2 "
    "AND " INVITE_ENDED("$1") " ORDER BY created_at LIMIT $3)"};

db::Sql const insert_invited{
    "invited_users.insert",
    "INSERT INTO invited_users (user_id, invite_id, account_id, autofollow) VALUES ($1, $2, $3, "
    "$4)"};
#define INVITED_COLUMNS "u.account_id, n.account_id, n.autofollow, u.created_at"
db::Query<InvitedUser> const find_invited{
    "invited_users.find", "SELECT " INVITED_COLUMNS
                          " FROM invited_users n JOIN users u ON u.id = n.user_id WHERE n.user_id "
                          "= $1"};
db::Query<InvitedUser> const list_invited{
    "invited_users.list", "SELECT " INVITED_COLUMNS
                          " FROM invited_users n JOIN users u ON u.id = n.user_id ORDER BY "
                          "n.user_id DESC LIMIT $1"};
db::Query<InvitedUser> const list_invited_by{
    "invited_users.list_by", "SELECT " INVITED_COLUMNS
                             " FROM invited_users n JOIN users u ON u.id = n.user_id WHERE "
                             "n.account_id = $1 ORDER BY n.user_id DESC LIMIT $2"};
db::Sql const remove_invited{"invited_users.remove",
                             "DELETE FROM invited_users WHERE user_id = $1"};

Result<void> check_bounds(NewInvite const& fresh) {
    if (has_more_graphemes(fresh.comment, invite_comment_characters_max))
        return fail(Errc::unprocessable,
                    "Validation failed: Comment is too long (maximum is 420 characters)");
    if (fresh.uses_max && (*fresh.uses_max < 1 || *fresh.uses_max > invite_uses_most))
        return fail(Errc::unprocessable,
                    "Validation failed: Max uses must be from 1 to 10000, or not given");
    if (fresh.lifetime && (*fresh.lifetime <= Duration{} || *fresh.lifetime > invite_lifetime_max))
        return fail(Errc::unprocessable,
                    "Validation failed: Expires in must be from a second to 366 days, or not "
                    "given");
    return {};
}

/// Is the maker still somebody who may bring others in?
Result<bool> may_still_invite(Server& server, db::Tx& tx, Account const& maker) {
    TRY(auto const user, find_user_by_account(tx, maker.id));
    if (!user || !may_act(*user, maker) || maker.moved_to_id) return false;
    return may_invite(server, tx, permissions_of(user->role));
}

}  // namespace

void InviteConfig::declare(Settings& s) {
    s.choice("invites.from", from, {"auto", "everybody", "staff", "nobody"},
             "Who may invite others by a link: everybody, moderators and administrators, or "
             "nobody; auto: everybody, but only moderators and administrators while sign-up is "
             "closed.");
    s.number("invites.open_max", open_max, {1, 10'000},
             "How many links that still let somebody in one person may have.");
}

bool may_invite(InviteConfig const& config, Registrations mode, Permissions permissions) {
    if (config.from == "nobody" || !permissions.may(Permissions::invite_users)) return false;
    auto const all =
        config.from == "everybody" || (config.from == "auto" && mode != Registrations::closed);
    return all || permissions.may(Permissions::manage_users);
}

Result<bool> may_invite(Server& server, db::Tx& tx, Permissions permissions) {
    TRY(auto const words, load_server_words(tx, server.settings<InstanceConfig>()));
    return may_invite(server.settings<InviteConfig>(), words.registrations, permissions);
}

Result<Invite> insert_invite(Server& server, db::Tx& tx, NewInvite fresh) {
    fresh.comment = strip_controls(trim(fresh.comment), false);
    TRY_OK(check_bounds(fresh));
    if (fresh.account_id) {
        TRY(auto const open, tx.load(count_open, *fresh.account_id, tx.now()));
        if (open >= server.settings<InviteConfig>().open_max)
            return fail(Errc::unprocessable,
                        "Validation failed: Limit of open invites reached. Revoke one first.");
    }
    Invite invite;
    invite.id = tx.new_id<InviteId>();
    invite.account_id = fresh.account_id;
    invite.code = server.random().token(invite_code_bytes);
    invite.comment = std::move(fresh.comment);
    invite.autofollow = fresh.autofollow && fresh.account_id;
    invite.uses_max = fresh.uses_max;
    if (fresh.lifetime) invite.expires_at = tx.now() + *fresh.lifetime;
    invite.created_at = tx.now();
    TRY_OK(tx.run(insert, invite.id, invite.account_id, invite.code, invite.comment,
                  invite.autofollow, invite.uses_max, invite.expires_at, invite.created_at));
    return invite;
}

Result<void> revoke_invite(db::Tx& tx, AccountId account, InviteId id) {
    TRY(auto const changed, tx.run(revoke_own, account, id, tx.now()));
    return changed > 0 ? ok() : fail(Errc::not_found, "Record not found");
}

Result<void> revoke_invite(db::Tx& tx, std::string_view code) {
    TRY(auto const changed, tx.run(revoke_any, code, tx.now()));
    return changed > 0 ? ok() : fail(Errc::not_found, "Record not found");
}

Result<std::vector<Invite>> list_invites_by(db::Tx& tx, AccountId account, Page const& page) {
    return list_page(tx, list_by, page, account);
}

Result<std::vector<Invite>> list_open_invites_by(db::Tx& tx, AccountId account,
                                                 std::int64_t limit) {
    return tx.list(list_open, account, tx.now(), limit);
}

Result<std::vector<Invite>> list_all_invites(db::Tx& tx, std::int64_t limit) {
    return tx.list(list_all, limit);
}

Result<Invitation> load_invitation(Server& server, db::Tx& tx, std::string_view code) {
    if (code.size() > code_bytes_max) return fail(Errc::not_found, "Record not found");
    Invitation found;
    TRY(found.invite, tx.load(find_by_code, code));
    found.open = !found.invite.ended(tx.now());
    if (!found.invite.account_id) return found;
    TRY(found.maker, find_account(tx, *found.invite.account_id));
    if (!found.open || !found.maker) return found;
    TRY(found.open, may_still_invite(server, tx, *found.maker));
    return found;
}

Result<void> use_invite(Server& server, db::Tx& tx, std::string_view code, UserId user) {
    auto const dead = fail(Errc::gone, "This invite is not valid");
    auto const found = load_invitation(server, tx, code);
    if (!found && found.error().code == Errc::not_found) return dead;
    TRY_OK(found);
    if (!found->open) return dead;
    auto const& invite = found->invite;
    TRY(auto const counted, tx.run(count_use, invite.id, tx.now()));
    if (counted == 0) return dead;
    TRY_OK(tx.run(insert_invited, user, invite.id, invite.account_id, invite.autofollow));
    return {};
}

Result<std::optional<InvitedUser>> find_invited_user(db::Tx& tx, UserId user) {
    return tx.find(find_invited, user);
}

Result<std::vector<InvitedUser>> list_invited_users(db::Tx& tx, std::optional<AccountId> by,
                                                    std::int64_t limit) {
    return by ? tx.list(list_invited_by, *by, limit) : tx.list(list_invited, limit);
}

Result<void> give_invite_back(db::Tx& tx, UserId user) {
    TRY_OK(tx.run(give_back, user));
    return {};
}

Result<void> forget_invited_user(db::Tx& tx, UserId user) {
    TRY_OK(tx.run(remove_invited, user));
    return {};
}

Result<std::int64_t> remove_ended_invites(db::Tx& tx, std::int64_t limit) {
    return tx.run(remove_ended, tx.now(), tx.now() - ended_kept, limit);
}

}  // namespace skein::social
