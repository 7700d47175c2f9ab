// Actors, and the way from their addresses to their pages.

#include "core/server.h"
#include "features/activitypub/serve/handlers.h"
#include "features/activitypub/serve/shown_documents.h"
#include "social/account_removal.h"
#include "social/admission.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

Find actor_finder(AccountId account) {
    return [account](Server& server, AccountId) {
        return server.db().read(
            [&](db::Tx& tx) { return find_actor_document(server, tx, account); });
    };
}

/// One that is gone for good is answered as such.
Result<AccountId> find_named(db::Tx& tx, std::string const& name) {
    TRY(auto const account, social::find_shown_account_by_name(tx, AccountId{}, name, ""));
    if (account) return account->id;
    TRY(auto const removed, social::was_removed(tx, name));
    if (removed) return fail(Errc::gone, "This account is gone.");
    return fail(Errc::not_found, "Record not found");
}

Result<Reply> answer_actor(Call& call, AccountId account) {
    return answer_with_keys(call, account, [account](Call& asked) {
        return answer_document(asked, actor_finder(account));
    });
}

Result<Reply> answer_instance_actor(Call& call) {
    auto& server = call.server();
    TRY(auto const shown,
        server.db().read([&](db::Tx& tx) { return find_instance_actor_document(server, tx); }));
    return open_document(shown);
}

}  // namespace

Result<Reply> show_instance_actor(Call& call) {
    return answer_with_keys(call, AccountId{}, answer_instance_actor);
}

Result<Reply> show_actor(Call& call) { return answer_actor(call, call.path_id<AccountId>("id")); }

Result<Reply> show_named_actor(Call& call) {
    auto& server = call.server();
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return find_named(tx, call.path("name")); }));
    return answer_actor(call, account);
}

Result<Reply> lead_to_profile(Call& call) {
    auto& server = call.server();
    TRY(auto const account, server.db().read([&](db::Tx& tx) {
        return social::load_shown_account(tx, AccountId{}, call.path_id<AccountId>("id"));
    }));
    if (!account.local()) return fail(Errc::not_found, "Record not found");
    return http::redirect(302, social::account_url(server, account.username));
}

}  // namespace skein::activitypub
