#include "base/text.h"
#include "core/server.h"
#include "features/invites/handlers.h"
#include "social/accounts.h"

namespace skein::invites {
namespace {

constexpr std::int64_t rows_max = 1000;
constexpr std::string_view the_server = "the server";

Result<std::optional<std::int64_t>> number_of(CommandCall const& call, std::string_view name,
                                              std::int64_t most) {
    auto const text = call.option(name);
    if (text.empty()) return std::optional<std::int64_t>();
    auto const number = parse_id(text);
    if (number && *number <= most) return number;
    return fail(Errc::bad_request, fmt::format("--{} is a number from 1 to {}.", name, most));
}

/// Names by the ids of accounts.
class Names {
  public:
    static Result<Names> load(db::Tx& tx, std::vector<AccountId> const& ids) {
        Names names;
        TRY(names.accounts_, social::list_accounts(tx, ids));
        return names;
    }
    std::string of(std::optional<AccountId> id) const {
        if (!id) return std::string(the_server);
        for (auto const& account : accounts_)
            if (account.id == *id) return account.username;
        return "somebody gone";
    }

  private:
    std::vector<social::Account> accounts_;
};

std::string line_of(social::Invite const& invite, Names const& names, Time now) {
    auto line =
        fmt::format("{}  {:<5}  {}  by {}", invite.code, invite.ended(now) ? "ended" : "runs",
                    to_iso_date(invite.created_at), names.of(invite.account_id));
    line += invite.uses_max ? fmt::format(", used {} of {}", invite.uses, *invite.uses_max)
                            : fmt::format(", used {}", invite.uses);
    if (invite.expires_at) line += ", until " + to_rfc3339(*invite.expires_at);
    if (invite.revoked_at) line += ", revoked";
    if (!invite.comment.empty()) line += ": " + invite.comment;
    return line;
}

}  // namespace

Result<void> create_invite(Server& server, CommandCall& call) {
    social::NewInvite fresh;
    TRY(fresh.uses_max, number_of(call, "uses", social::invite_uses_most));
    TRY(auto const days,
        number_of(call, "days", std::chrono::days(social::invite_lifetime_max).count()));
    if (days) fresh.lifetime = std::chrono::days(*days);
    fresh.comment = call.option("comment");
    TRY(auto const invite,
        server.db().write([&](db::Tx& tx) { return social::insert_invite(server, tx, fresh); }));
    call.out(link_of(server, invite));
    return {};
}

Result<void> list_all_invites(Server& server, CommandCall& call) {
    return server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const invites, social::list_all_invites(tx, rows_max));
        std::vector<AccountId> makers;
        for (auto const& invite : invites)
            if (invite.account_id) makers.push_back(*invite.account_id);
        TRY(auto const names, Names::load(tx, makers));
        for (auto const& invite : invites) call.out(line_of(invite, names, server.clock().now()));
        if (invites.empty()) call.out("There are no invites.");
        return {};
    });
}

Result<void> revoke_any_invite(Server& server, CommandCall& call) {
    // The whole link may stand there as well.
    std::string_view code = call.arguments[0];
    if (auto const slash = code.rfind('/'); slash != code.npos) code.remove_prefix(slash + 1);
    auto const revoked =
        server.db().write([&](db::Tx& tx) { return social::revoke_invite(tx, code); });
    if (!revoked && revoked.error().code == Errc::not_found)
        return fail(Errc::not_found, fmt::format("There is no invite {}.", code));
    TRY_OK(revoked);
    call.out("Revoked.");
    return {};
}

Result<void> list_guests(Server& server, CommandCall& call) {
    return server.db().read([&](db::Tx& tx) -> Result<void> {
        std::optional<AccountId> by;
        if (auto const name = call.option("by"); !name.empty()) {
            TRY(auto const found, social::find_account_by_name(tx, name, ""));
            if (!found) return fail(Errc::not_found, fmt::format("There is no account {}.", name));
            by = found->id;
        }
        TRY(auto const guests, social::list_invited_users(tx, by, rows_max));
        std::vector<AccountId> people;
        for (auto const& guest : guests) {
            people.push_back(guest.guest_id);
            if (guest.account_id) people.push_back(*guest.account_id);
        }
        TRY(auto const names, Names::load(tx, people));
        for (auto const& guest : guests)
            call.out(fmt::format("{}  {} came by an invite of {}", to_iso_date(guest.since),
                                 names.of(guest.guest_id), names.of(guest.account_id)));
        if (guests.empty()) call.out("Nobody came by an invite.");
        return {};
    });
}

}  // namespace skein::invites
