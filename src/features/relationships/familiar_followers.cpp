// Whom one follows among those who follow somebody: who vouches for a stranger. Whoever hides whom
// they follow, or who follows them, is in no such list and has none.

#include <algorithm>

#include "core/server.h"
#include "features/relationships/handlers.h"
#include "social/admission.h"
#include "social/views/account_view.h"

namespace skein::relationships {
namespace {

constexpr std::size_t accounts_at_once_max = 40;
constexpr std::int64_t shown_of_each_max = 40;

struct Familiar {
    AccountId of, follower;
    auto row() { return std::tie(of, follower); }
};
// The latest followed first; at most $3 of each.
db::Query<Familiar> const list_familiar{
    "relationships.familiar_followers",
    "SELECT r.target_id, r.account_id FROM (SELECT f.target_id, f.account_id, ROW_NUMBER() OVER "
    "(PARTITION BY f.target_id ORDER BY m.id DESC) AS place FROM follows m JOIN follows f ON "
    "f.account_id = m.target_id JOIN accounts a ON a.id = f.account_id JOIN accounts t ON t.id = "
    "f.target_id WHERE m.account_id = $1 AND f.target_id IN {list:$2} AND a.hide_collections = "
    "FALSE AND a.state <> 2 AND t.hide_collections = FALSE AND t.state <> 2 AND NOT EXISTS (SELECT "
    "1 FROM blocks b WHERE b.account_id = f.target_id AND b.target_id = $1)) r WHERE r.place <= $3 "
    "ORDER BY r.target_id, r.place"};

}  // namespace

Result<Reply> list_familiar_followers(Call& call, AccountIds const& input) {
    std::vector<AccountId> ids;
    for (auto const id : input.ids)
        if (id && std::ranges::find(ids, id) == ids.end() && ids.size() < accounts_at_once_max)
            ids.push_back(id);
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const shown, social::keep_shown(tx, call.viewer(), ids));
        TRY(auto const familiar, tx.list(list_familiar, call.viewer(), shown, shown_of_each_max));
        std::vector<AccountId> followers;
        for (auto const& one : familiar) followers.push_back(one.follower);
        std::ranges::sort(followers);
        followers.erase(std::ranges::unique(followers).begin(), followers.end());
        TRY(auto const heads, social::list_account_heads(tx, followers));
        social::AccountPieces pieces(heads.emoji_version);
        for (auto const& head : heads.heads) pieces.add(head);
        TRY_OK(pieces.load({call.server(), tx, call.viewer()}));
        json::Writer out;
        out.array([&] {
            for (auto const id : shown)
                out.object([&] {
                    out.field("id", id);
                    out.key("accounts");
                    out.array([&] {
                        for (auto const& one : familiar)
                            if (one.of == id && pieces.has(one.follower)) {
                                out.begin_value();
                                pieces.append(out.buffer(), one.follower);
                            }
                    });
                });
        });
        return json_reply(std::move(out));
    });
}

}  // namespace skein::relationships
