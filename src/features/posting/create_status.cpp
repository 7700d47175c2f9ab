#include "base/encoding.h"
#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/post_text.h"
#include "platform/crypto/digest.h"
#include "social/languages.h"
#include "social/statuses.h"
#include "social/users.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

Result<void> refuse_what_is_not_here(CreateStatus const& input) {
    TRY_OK(refuse_poll(input.has_poll));
    if (input.scheduled_at && !input.scheduled_at->empty())
        return fail(Errc::unprocessable,
                    "Validation failed: Scheduled at must be left out: this server publishes posts "
                    "at once");
    if (input.quoted_status_id && !input.quoted_status_id->empty())
        return fail(Errc::unprocessable,
                    "Validation failed: Quoted status must be left out: posts on this server "
                    "cannot quote others");
    return {};
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

Result<social::StatusDraft> draft_of(Call& call, CreateStatus const& input) {
    auto& server = call.server();
    TRY(auto post, compose(server, input.text, input.spoiler_text));
    social::StatusDraft draft;
    TRY(draft.media, checked_media(server, input.media_ids));
    if (post.text.empty() && draft.media.empty())
        return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
    TRY(auto const user,
        server.db().read([&](db::Tx& tx) { return social::load_user(tx, call.who().user); }));
    draft.author = call.viewer();
    draft.text = std::move(post.text);
    draft.content = std::move(post.content);
    draft.spoiler_text = std::move(post.spoiler_text);
    draft.mentions = std::move(post.mentions);
    draft.tags = std::move(post.tags);
    TRY(draft.visibility, chosen_visibility(input, user));
    draft.sensitive = input.sensitive.value_or(user.posting_sensitive);
    draft.language = chosen_language(input, user);
    if (input.in_reply_to_id && *input.in_reply_to_id) draft.in_reply_to_id = input.in_reply_to_id;
    if (call.who().app) draft.app_id = call.who().app;
    return draft;
}

/// A key of any length as a short one.
std::string stored_key(Call const& call) {
    auto const key = call.request().headers.get("Idempotency-Key");
    return key.empty() ? std::string{} : to_hex(crypto::sha256(key));
}

}  // namespace

Result<Reply> create_status(Call& call, CreateStatus const& input) {
    TRY_OK(refuse_what_is_not_here(input));
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
