#include "features/posting/drafts.h"

#include "base/encoding.h"
#include "features/posting/post_text.h"
#include "features/posting/quoting.h"
#include "platform/crypto/digest.h"
#include "social/languages.h"
#include "social/users.h"

namespace skein::posting {
namespace {

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
Result<void> complete(Server& server, Author const& author, db::Tx& tx, CreateStatus const& input,
                      social::StatusDraft& draft) {
    TRY(auto const user, social::load_user(tx, author.user));
    TRY(draft.visibility, chosen_visibility(input.visibility, user.posting_visibility));
    draft.sensitive = input.sensitive.value_or(user.posting_sensitive);
    draft.language = chosen_language(input, user);
    TRY(auto const quote_policy, chosen_quote_policy(input.quote_approval_policy));
    draft.policy = social::policy_for(quote_policy.value_or(user.posting_quote_policy));
    if (!input.quoted_status_id || !*input.quoted_status_id) return {};
    return add_quote(server, tx, *input.quoted_status_id, draft);
}

}  // namespace

Author author_of(Call const& call) { return {call.viewer(), call.who().user, call.who().app}; }

Result<social::Visibility> chosen_visibility(std::optional<std::string> const& wanted,
                                             social::Visibility usual) {
    if (!wanted || wanted->empty()) return usual;
    auto const visibility = social::parse_visibility(*wanted);
    if (!visibility)
        return fail(Errc::unprocessable,
                    "Validation failed: Visibility must be public, unlisted, private or direct");
    return *visibility;
}

Result<social::StatusDraft> draft_of(Server& server, Author const& author,
                                     CreateStatus const& input) {
    TRY(auto post, compose(server, input.text, input.spoiler_text));
    social::StatusDraft draft;
    TRY_OK(add_attachments(server, input, server.clock().now(), draft));
    if (post.text.empty() && draft.media.empty() && !draft.poll)
        return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
    draft.author = author.account;
    draft.text = std::move(post.text);
    draft.content = std::move(post.content);
    draft.spoiler_text = std::move(post.spoiler_text);
    draft.mentions = std::move(post.mentions);
    draft.tags = std::move(post.tags);
    if (input.in_reply_to_id && *input.in_reply_to_id) draft.in_reply_to_id = input.in_reply_to_id;
    if (author.app) draft.app_id = author.app;
    TRY_OK(
        server.db().read([&](db::Tx& tx) { return complete(server, author, tx, input, draft); }));
    return draft;
}

std::string stored_key(Call const& call) {
    auto const key = call.request().headers.get("Idempotency-Key");
    return key.empty() ? std::string{} : to_hex(crypto::sha256(key));
}

}  // namespace skein::posting
