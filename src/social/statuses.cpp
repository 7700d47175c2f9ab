#include "social/statuses.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/json.h"
#include "base/text.h"
#include "core/events.h"
#include "platform/crypto/digest.h"
#include "social/accounts.h"
#include "social/answering.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/media.h"
#include "social/policy.h"
#include "social/status_columns.h"
#include "social/tags.h"

namespace skein::social {
namespace {

db::Query<Status> const find_by_id{
    "statuses.find", "SELECT " SKEIN_STATUS_COLUMNS " FROM statuses s WHERE s.id = $1"};
db::Query<Status> const find_by_address{"statuses.find_by_address",
                                        "SELECT " SKEIN_STATUS_COLUMNS
                                        " FROM statuses s WHERE s.network = $1 AND s.address = $2"};
db::Query<Status> const list_by_ids{
    "statuses.list", "SELECT " SKEIN_STATUS_COLUMNS " FROM statuses s WHERE s.id IN {list:$1}"};

db::Sql const insert{"statuses.insert",
                     "INSERT INTO statuses (id, account_id, network, address, url, text, content, "
                     "spoiler_text, visibility, "
                     "sensitive, language, in_reply_to_id, in_reply_to_account_id, boost_of_id, "
                     "conversation_id, app_id, has_media, "
                     "marks, version, created_at, edited_at) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                     "$8, $9, $10, $11, $12, $13, $14, "
                     "$15, $16, $17, $18, 1, $19, NULL)"};

db::Sql const insert_public_entry{"public_entries.insert",
                                  "INSERT INTO public_entries (status_id, account_id, is_local, "
                                  "has_media) VALUES ($1, $2, $3, $4)"};
db::Sql const update_public_entry{"public_entries.update",
                                  "UPDATE public_entries SET has_media = $2 WHERE status_id = $1"};

db::Sql const insert_mentions{
    "mentions.insert",
    "INSERT INTO mentions (status_id, account_id, silent) SELECT $1, a.id, $3 FROM accounts a "
    "WHERE a.id IN {list:$2} ON CONFLICT (status_id, account_id) DO NOTHING"};
db::Sql const silence_mentions{"mentions.silence",
                               "UPDATE mentions SET silent = TRUE WHERE status_id = $1"};
db::Sql const name_mentions{
    "mentions.name",
    "INSERT INTO mentions (status_id, account_id, silent) SELECT $1, a.id, FALSE FROM accounts a "
    "WHERE a.id IN {list:$2} ON CONFLICT (status_id, account_id) DO UPDATE SET silent = FALSE"};

db::Sql const count_reply{
    "status_stats.count_reply",
    "INSERT INTO status_stats (status_id, replies_count, boosts_count, favourites_count) "
    "VALUES ($1, 1, 0, 0) ON CONFLICT (status_id) DO UPDATE SET "
    "replies_count = status_stats.replies_count + 1"};

db::Sql const update_text{"statuses.edit",
                          "UPDATE statuses SET text = $2, content = $3, spoiler_text = $4, "
                          "sensitive = $5, language = $6, has_media = $7, "
                          "version = version + 1, edited_at = $8 WHERE id = $1"};

db::Query<std::int64_t> const count_past_versions{
    "status_edits.count", "SELECT COUNT(*) FROM status_edits WHERE status_id = $1"};
db::Sql const insert_past_version{"status_edits.insert",
                                  "INSERT INTO status_edits (id, status_id, text, content, "
                                  "spoiler_text, sensitive, language, media, poll, created_at) "
                                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
db::Query<PastVersion> const list_past_versions{
    "status_edits.list",
    "SELECT text, content, spoiler_text, sensitive, language, media, poll, created_at "
    "FROM status_edits WHERE status_id = $1 ORDER BY id LIMIT 200"};

db::Query<QuotePolicy> const find_quote_policy{
    "users.find_quote_policy", "SELECT posting_quote_policy FROM users WHERE account_id = $1"};

db::Query<StatusId> const find_key{"idempotency_keys.find",
                                   "SELECT status_id FROM idempotency_keys WHERE account_id = $1 "
                                   "AND idempotency_key = $2 AND created_at > $3"};
db::Sql const put_key{
    "idempotency_keys.put",
    "INSERT INTO idempotency_keys (account_id, idempotency_key, status_id, created_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, idempotency_key) DO UPDATE SET "
    "status_id = $3, created_at = $4"};

/// Keys come from outside and may be long; what is kept of them is not.
std::string stored_key(std::string_view key) { return to_base64url(crypto::sha256(key)); }

/// What a post shows of its media, for the history.
std::string media_snapshot(std::vector<Media> const& media) {
    json::Writer out;
    out.array([&] {
        for (auto const& one : media)
            out.object([&] {
                out.field("id", one.id);
                out.field("description", one.description);
            });
    });
    return out.take();
}

/// What a post's poll asks, for the history; "" without a poll.
Result<std::string> poll_snapshot(db::Tx& tx, Status const& status) {
    if ((status.marks & status_marks::has_poll) == 0) return std::string();
    TRY(auto const poll, find_poll_of(tx, status.id));
    if (!poll) return std::string();
    json::Writer out;
    out.array([&] {
        for (auto const& option : poll->options) out.value(option.title);
    });
    return out.take();
}

Result<void> attach_media(db::Tx& tx, StatusId status, std::vector<Media> const& before,
                          std::vector<MediaId> const& wanted, AccountId author) {
    for (auto const& media : before) {
        if (std::ranges::find(wanted, media.id) != wanted.end()) continue;
        TRY_OK(detach_media(tx, media));
    }
    TRY(auto attached, load_media_for(tx, author, wanted, status));
    for (std::size_t i = 0; i < attached.size(); ++i) {
        attached[i].status_id = status;
        attached[i].position = static_cast<std::int64_t>(i);
        TRY_OK(update_media(tx, attached[i]));
    }
    return {};
}

Result<void> ask_policies(db::Tx& tx, StatusDraft const& draft, Visibility& visibility) {
    TRY(auto const answers, judge(tx, std::span(&draft, 1)));
    if (answers.front().ruling == Ruling::reject)
        return fail(Errc::unprocessable, answers.front().reason);
    if (answers.front().ruling == Ruling::limit && visibility == Visibility::public_)
        visibility = Visibility::unlisted;
    return {};
}

/// People here keep to what a post's author lets them do with it. What others do with it elsewhere,
/// their servers and its own have agreed on.
Result<Consent> consent_of(db::Tx& tx, ActionPolicy InteractionPolicy::* action, Network network,
                           AccountId account, Status const& status) {
    if (network != Network::local) return Consent::given;
    return consent_to(tx, policy_of_marks(status.marks).*action, account, status);
}

/// Where an answer belongs.
Result<void> take_place(db::Tx& tx, StatusDraft const& draft, Status& status) {
    TRY(auto const parent,
        load_answerable_status(tx, draft.network, draft.author, *draft.in_reply_to_id));
    status.in_reply_to_id = parent.id;
    status.in_reply_to_account_id = parent.account_id;
    status.conversation_id = parent.conversation_id;
    return {};
}

/// The policy of a post that is about to be.
Result<InteractionPolicy> policy_of(db::Tx& tx, StatusDraft const& draft, Visibility visibility) {
    auto policy = draft.policy.value_or(InteractionPolicy{});
    if (!draft.policy && draft.network == Network::local) {
        TRY(auto const chosen, tx.find(find_quote_policy, draft.author));
        if (chosen) policy = policy_for(*chosen);
    }
    // What few may see is quoted by nobody else, whatever the author chose.
    if (!counts_for_all(visibility)) policy.quote = {};
    return policy;
}

/// A quote shows what it quotes, so it goes no further than that.
Result<void> narrow_to_quoted(db::Tx& tx, StatusDraft const& draft, Visibility& visibility) {
    if (!draft.quote || draft.network != Network::local || !counts_for_all(visibility)) return {};
    TRY(auto const quoted, find_status(tx, draft.quote->quoted));
    if (quoted && quoted->visibility == Visibility::private_) visibility = Visibility::private_;
    return {};
}

/// The row a draft becomes; the parent decides the conversation.
Result<Status> status_of(db::Tx& tx, StatusDraft const& draft) {
    Status status;
    status.created_at = draft.created_at == Time{} ? tx.now() : draft.created_at;
    status.id = draft.created_at == Time{} ? tx.new_id<StatusId>()
                                           : tx.new_id_at<StatusId>(draft.created_at);
    status.account_id = draft.author;
    status.network = draft.network;
    status.address = draft.address;
    status.url = draft.url;
    status.text = draft.text;
    status.content = draft.content;
    status.spoiler_text = draft.spoiler_text;
    status.visibility = draft.visibility;
    status.sensitive = draft.sensitive || !draft.spoiler_text.empty();
    status.language = draft.language;
    status.app_id = draft.app_id;
    status.has_media = !draft.media.empty();
    status.conversation_id = ConversationId{status.id.value};
    if (draft.in_reply_to_id) TRY_OK(take_place(tx, draft, status));
    TRY_OK(narrow_to_quoted(tx, draft, status.visibility));
    TRY_OK(ask_policies(tx, draft, status.visibility));
    TRY(auto const policy, policy_of(tx, draft, status.visibility));
    status.marks = (draft.marks & ~policy_marks) | to_marks(policy);
    return status;
}

Result<void> insert_row(db::Tx& tx, Status const& status) {
    TRY_OK(tx.run(insert, status.id, status.account_id, status.network, status.address, status.url,
                  status.text, status.content, status.spoiler_text, status.visibility,
                  status.sensitive, status.language, status.in_reply_to_id,
                  status.in_reply_to_account_id, status.boost_of_id, status.conversation_id,
                  status.app_id, status.has_media, status.marks, status.created_at));
    return {};
}

/// What hangs on a new post.
Result<void> insert_parts(db::Tx& tx, StatusDraft const& draft, bool quiet, Status& status) {
    if (!draft.mentions.empty()) TRY_OK(tx.run(insert_mentions, status.id, draft.mentions, false));
    if (!draft.addressees.empty())
        TRY_OK(tx.run(insert_mentions, status.id, draft.addressees, true));
    if (!draft.tags.empty()) TRY_OK(add_status_tags(tx, status.id, draft.tags));
    if (!draft.media.empty()) TRY_OK(attach_media(tx, status.id, {}, draft.media, draft.author));
    if (draft.poll) {
        TRY_OK(insert_poll(tx, status.id, status.account_id, *draft.poll));
        status.marks |= status_marks::has_poll;
    }
    if (!draft.quote) return {};
    auto quote = *draft.quote;
    quote.quiet = quote.quiet || quiet;
    TRY_OK(insert_quote(tx, status.id, status.account_id, quote));
    status.marks |= status_marks::has_quote;
    return {};
}

Result<void> edit_poll(db::Tx& tx, Status const& status, PollDraft const& draft) {
    TRY(auto const poll, find_poll_of(tx, status.id));
    if (poll) return replace_poll(tx, *poll, draft);
    TRY_OK(insert_poll(tx, status.id, status.account_id, draft));
    return {};
}

}  // namespace

Result<std::optional<Status>> find_status(db::Tx& tx, StatusId id) {
    return tx.find(find_by_id, id);
}

Result<Status> load_status(db::Tx& tx, StatusId id) { return tx.load(find_by_id, id); }

Result<std::optional<Status>> find_status_by_address(db::Tx& tx, Network network,
                                                     std::string_view address) {
    return tx.find(find_by_address, network, address);
}

Result<std::vector<Status>> list_statuses(db::Tx& tx, std::span<StatusId const> ids) {
    return tx.list(list_by_ids, ids);
}

Result<Status> load_visible_status(db::Tx& tx, AccountId viewer, StatusId id) {
    TRY(auto status, load_status(tx, id));
    TRY(auto const visible, may_see(tx, viewer, status));
    if (!visible) return fail(Errc::not_found, "Record not found");
    return status;
}

Result<Status> load_answerable_status(db::Tx& tx, Network network, AccountId author, StatusId id) {
    TRY(auto parent, load_visible_status(tx, author, id));
    // A reply to a boost answers what was boosted.
    if (parent.boost_of_id) {
        TRY(parent, load_status(tx, *parent.boost_of_id));
    }
    TRY(auto const consent, consent_of(tx, &InteractionPolicy::reply, network, author, parent));
    if (consent == Consent::refused) return fail(Errc::forbidden, "This action is not allowed");
    return parent;
}

/// Of conversations the public timelines show their beginnings and what authors add to their own.
bool belongs_in_public(StatusDraft const& draft, Status const& status) {
    if (status.visibility != Visibility::public_ || draft.answers_unknown) return false;
    return !status.in_reply_to_id || status.in_reply_to_account_id == status.account_id;
}

Result<Status> publish_status(db::Tx& tx, StatusDraft const& draft) {
    TRY(auto status, status_of(tx, draft));
    TRY_OK(insert_row(tx, status));
    auto const quiet = draft.quiet || (status.marks & status_marks::imported) != 0;
    TRY_OK(insert_parts(tx, draft, quiet, status));
    if (belongs_in_public(draft, status))
        TRY_OK(tx.run(insert_public_entry, status.id, status.account_id,
                      status.network == Network::local, status.has_media));
    StatusPublished event;
    event.status = status.id;
    event.author = status.account_id;
    event.network = status.network;
    event.visibility = status.visibility;
    event.in_reply_to = status.in_reply_to_id;
    event.in_reply_to_account = status.in_reply_to_account_id;
    event.quiet = quiet;
    TRY_OK(publish(tx, event));
    if (!counts_for_all(status.visibility)) return status;
    if (status.in_reply_to_id) TRY_OK(tx.run(count_reply, *status.in_reply_to_id));
    TRY_OK(count_on_account(tx, status.account_id, 1, 0, 0));
    return status;
}

Result<Status> edit_status(db::Tx& tx, Status const& status, StatusEdit const& edit) {
    if (status.boost_of_id) return fail(Errc::not_found, "Record not found");
    TRY(auto const media, list_media_of(tx, std::span(&status.id, 1)));
    TRY(auto const poll, poll_snapshot(tx, status));
    TRY_OK(tx.run(insert_past_version, tx.new_id<Id<struct EditTag>>(), status.id, status.text,
                  status.content, status.spoiler_text, status.sensitive, status.language,
                  media_snapshot(media), poll, status.edited_at.value_or(status.created_at)));
    TRY_OK(attach_media(tx, status.id, media, edit.media, status.account_id));
    TRY_OK(tx.run(update_text, status.id, edit.text, edit.content, edit.spoiler_text,
                  edit.sensitive || !edit.spoiler_text.empty(), edit.language, !edit.media.empty(),
                  std::min(edit.edited_at.value_or(tx.now()), tx.now())));
    // Who was mentioned keeps seeing the post; only the names in the present text are shown.
    TRY_OK(tx.run(silence_mentions, status.id));
    if (!edit.mentions.empty()) TRY_OK(tx.run(name_mentions, status.id, edit.mentions));
    TRY_OK(set_status_tags(tx, status.id, edit.tags));
    if (edit.poll) TRY_OK(edit_poll(tx, status, *edit.poll));
    if (status.visibility == Visibility::public_)
        TRY_OK(tx.run(update_public_entry, status.id, !edit.media.empty()));
    TRY_OK(publish(tx, StatusEdited{status.id, status.account_id}));
    return load_status(tx, status.id);
}

Result<std::int64_t> count_edits(db::Tx& tx, StatusId status) {
    return tx.load(count_past_versions, status);
}

Result<std::vector<PastVersion>> list_versions(db::Tx& tx, Status const& status) {
    TRY(auto versions, tx.list(list_past_versions, status.id));
    TRY(auto const media, list_media_of(tx, std::span(&status.id, 1)));
    TRY(auto poll, poll_snapshot(tx, status));
    versions.push_back({status.text, status.content, status.spoiler_text, status.sensitive,
                        status.language, media_snapshot(media), std::move(poll),
                        status.edited_at.value_or(status.created_at)});
    return versions;
}

Result<Status> boost_status(db::Tx& tx, BoostDraft const& draft, Status const& original) {
    auto const account = draft.account;
    auto visibility = draft.visibility;
    if (original.boost_of_id) {
        TRY(auto const inner, load_visible_status(tx, account, *original.boost_of_id));
        return boost_status(tx, draft, inner);
    }
    auto const open =
        original.visibility == Visibility::public_ || original.visibility == Visibility::unlisted;
    auto const own_private =
        original.visibility == Visibility::private_ && original.account_id == account;
    if (!open && !own_private) return fail(Errc::forbidden, "This action is not allowed");
    if (visibility == Visibility::direct || visibility == Visibility::limited) {
        if (draft.network == Network::local)
            return fail(Errc::unprocessable, "Validation failed: Visibility is not one of a boost");
        visibility = Visibility::private_;
    }
    TRY(auto const existing, find_boost(tx, account, original.id));
    if (existing) return *existing;
    TRY(auto const consent,
        consent_of(tx, &InteractionPolicy::boost, draft.network, account, original));
    if (consent != Consent::given) return fail(Errc::forbidden, "This action is not allowed");
    auto const now = draft.created_at == Time{};
    Status boost;
    boost.id = now ? tx.new_id<StatusId>() : tx.new_id_at<StatusId>(draft.created_at);
    boost.network = draft.network;
    boost.address = draft.address;
    boost.account_id = account;
    boost.boost_of_id = original.id;
    boost.visibility = own_private ? Visibility::private_ : visibility;
    boost.created_at = now ? tx.now() : draft.created_at;
    boost.conversation_id = ConversationId{boost.id.value};
    TRY_OK(insert_row(tx, boost));
    StatusPublished event;
    event.status = boost.id;
    event.author = account;
    event.network = boost.network;
    event.quiet = draft.quiet;
    event.visibility = boost.visibility;
    event.boost_of = original.id;
    event.boosted_author = original.account_id;
    TRY_OK(publish(tx, event));
    TRY_OK(count_boost(tx, original.id, 1));
    if (counts_for_all(boost.visibility)) TRY_OK(count_on_account(tx, account, 1, 0, 0));
    return boost;
}

Result<std::optional<StatusId>> find_status_by_key(db::Tx& tx, AccountId account,
                                                   std::string_view key) {
    return tx.find(find_key, account, stored_key(key), tx.now() - idempotency_lifetime);
}

Result<void> remember_key(db::Tx& tx, AccountId account, std::string_view key, StatusId status) {
    TRY_OK(tx.run(put_key, account, stored_key(key), status, tx.now()));
    return {};
}

}  // namespace skein::social
