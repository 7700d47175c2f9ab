#include "base/encoding.h"
#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/post_text.h"
#include "features/posting/quoting.h"
#include "platform/crypto/digest.h"
#include "social/languages.h"
#include "social/statuses.h"
#include "social/users.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

Result<void> refuse_scheduling(CreateStatus const& input) {
    if (!input.scheduled_at || input.scheduled_at->empty()) return {};
    return fail(Errc::unprocessable,
                "Validation failed: Scheduled at must be left out: this server publishes posts at "
                "once");
}

Result<social::Visibility> chosen_visibility(CreateStatus const& input, social::User const& user) {
    if (!input.visibility || input.visibility->empty()) return user.posting_visibility;
    auto const visibility = social::parse_visibility(*input.visibility);
    if (!visibility)
        return fail(Errc::unprocessable,
                    "Validation failed: Visibility must be public, unlisted, private or direct");
    return *visibility;
}

std::string chosen_language(CreateStatus const& input, social::User const& user) {
    auto chosen = social::language_code(input.language.value_or(""));
    if (chosen.empty()) chosen = user.posting_language;
    return chosen.empty() ? social::language_code(user.locale) : chosen;
}

/// Media or a poll, and never both.
Result<void> add_attachments(Server& server, CreateStatus const& input, Time now,
                             social::StatusDraft& draft) {
    TRY(draft.media, checked_media(server, input.media_ids));
    if (!input.poll) return {};
    if (!draft.media.empty())
        return fail(Errc::unprocessable,
                    "Validation failed: A post cannot have both media and a poll");
    TRY(draft.poll, checked_poll(*input.poll, now));
    return {};
}

/// What depends on the author's settings and on what is quoted.
Result<void> complete(Call& call, db::Tx& tx, CreateStatus const& input,
                      social::StatusDraft& draft) {
    TRY(auto const user, social::load_user(tx, call.who().user));
    TRY(draft.visibility, chosen_visibility(input, user));
    draft.sensitive = input.sensitive.value_or(user.posting_sensitive);
    draft.language = chosen_language(input, user);
    TRY(auto const quote_policy, chosen_quote_policy(input.quote_approval_policy));
    draft.policy = social::policy_for(quote_policy.value_or(user.posting_quote_policy));
    if (!input.quoted_status_id || !*input.quoted_status_id) return {};
    return add_quote(call.server(), tx, *input.quoted_status_id, draft);
}

Result<social::StatusDraft> draft_of(Call& call, CreateStatus const& input) {
    auto& server = call.server();
    TRY(auto post, compose(server, input.text, input.spoiler_text));
    social::StatusDraft draft;
    TRY_OK(add_attachments(server, input, server.clock().now(), draft));
    if (post.text.empty() && draft.media.empty() && !draft.poll)
        return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
    draft.author = call.viewer();
    draft.text = std::move(post.text);
    draft.content = std::move(post.content);
    draft.spoiler_text = std::move(post.spoiler_text);
    draft.mentions = std::move(post.mentions);
    draft.tags = std::move(post.tags);
    if (input.in_reply_to_id && *input.in_reply_to_id) draft.in_reply_to_id = input.in_reply_to_id;
    if (call.who().app) draft.app_id = call.who().app;
    TRY_OK(server.db().read([&](db::Tx& tx) { return complete(call, tx, input, draft); }));
    return draft;
}

/// A key of any length as a short one.
std::string stored_key(Call const& call) {
    auto const key = call.request().headers.get("Idempotency-Key");
    return key.empty() ? std::string{} : to_hex(crypto::sha256(key));
}

}  // namespace

Result<Reply> create_status(Call& call, CreateStatus const& input) {
    TRY_OK(refuse_scheduling(input));
    TRY(auto const draft, draft_of(call, input));
    auto const key = stored_key(call);
    // Looking for the key and remembering it are one transaction with the post, so that two
    // requests at the same moment make one post.
    TRY(auto const id, call.server().db().write([&](db::Tx& tx) -> Result<StatusId> {
        if (key.empty()) {
            TRY(auto const status, social::publish_status(tx, draft));
            return status.id;
        }
        TRY(auto const earlier, social::find_status_by_key(tx, draft.author, key));
        if (earlier) return *earlier;
        TRY(auto const status, social::publish_status(tx, draft));
        TRY_OK(social::remember_key(tx, draft.author, key, status.id));
        return status.id;
    }));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_status({call.server(), tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
