#include "features/activitypub/incoming_status.h"

#include <algorithm>

#include "core/events.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/remote_emojis.h"
#include "features/activitypub/status_facts.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/quotes.h"

namespace skein::activitypub {
namespace {

struct KnownAccount {
    AccountId id;
    std::string address;
    auto row() { return std::tie(id, address); }
};
db::Query<KnownAccount> const list_known{
    "activitypub.list_known_accounts",
    "SELECT id, address FROM accounts WHERE network = 1 AND address IN {texts:$1}"};

/// An id sorts at the moment of its post; there is none before 1970.
constexpr Time earliest{std::chrono::sys_days{std::chrono::year{1970} / 1 / 2}};

/// What was published just now gets an id of now, so that homes read it in the order it came.
constexpr auto live_for = std::chrono::minutes(2);

Result<std::vector<AccountId>> accounts_of(Server& server, db::Tx& tx,
                                           std::vector<std::string> const& addresses) {
    std::vector<AccountId> accounts;
    std::vector<std::string> elsewhere;
    for (auto const& address : addresses) {
        if (!is_ours(server, address)) {
            elsewhere.push_back(address);
            continue;
        }
        TRY(auto const own, find_own_account(server, tx, address));
        if (own) accounts.push_back(*own);
    }
    if (elsewhere.empty()) return accounts;
    TRY(auto const known, tx.list(list_known, elsewhere));
    for (auto const& one : known) accounts.push_back(one.id);
    return accounts;
}

Result<std::vector<AccountId>> mentioned_in(Server& server, db::Tx& tx,
                                            ObjectDocument const& document) {
    std::vector<std::string> addresses;
    for (auto const& mention : document.mentions) addresses.push_back(mention.href.str());
    return accounts_of(server, tx, addresses);
}

/// People here who are addressed without being named.
Result<std::vector<AccountId>> addressed_by(Server& server, db::Tx& tx,
                                            IncomingStatus const& incoming,
                                            std::vector<AccountId> const& mentions) {
    std::vector<std::string> addresses;
    for (auto const* list : {&incoming.document.audience.to, &incoming.document.audience.cc})
        for (auto const& id : *list)
            if (is_ours(server, id.str()) && addresses.size() < mention_tags_max)
                addresses.push_back(id.str());
    TRY(auto accounts, accounts_of(server, tx, addresses));
    auto const open = social::counts_for_all(incoming.visibility);
    if (incoming.inbox_of && !open && accounts.empty() && mentions.empty())
        accounts.push_back(*incoming.inbox_of);
    std::erase_if(accounts, [&](AccountId account) {
        return std::ranges::find(mentions, account) != mentions.end();
    });
    return accounts;
}

/// The post it answers, if it is known and its author may see it.
Result<std::optional<StatusId>> parent_of(Server& server, db::Tx& tx,
                                          IncomingStatus const& incoming) {
    if (!incoming.document.in_reply_to) return std::nullopt;
    TRY(auto const parent, find_known_status(server, tx, incoming.document.in_reply_to->str()));
    if (!parent) return std::nullopt;
    TRY(auto const status, social::find_status(tx, *parent));
    if (!status) return std::nullopt;
    TRY(auto const visible, social::may_see(tx, incoming.author.id, *status));
    return visible ? parent : std::nullopt;
}

social::Media media_of(AttachmentDocument const& attachment, AccountId author) {
    social::Media media;
    media.account_id = author;
    media.kind = attachment.kind;
    media.state = social::MediaState::ready;
    media.description = attachment.description;
    media.remote_url = attachment.url;
    media.blurhash = attachment.blurhash;
    media.width = attachment.width;
    media.height = attachment.height;
    media.focus_x = attachment.focus_x;
    media.focus_y = attachment.focus_y;
    return media;
}

/// The rows of its attachments, in order; those that are there already stay.
Result<std::vector<MediaId>> media_for(db::Tx& tx, IncomingStatus const& incoming,
                                       std::vector<social::Media> const& present) {
    std::vector<MediaId> ids;
    if (incoming.rejects_media) return ids;
    for (auto const& attachment : incoming.document.attachments) {
        auto const known = std::ranges::find(present, attachment.url, &social::Media::remote_url);
        auto const taken = known != present.end() && std::ranges::find(ids, known->id) != ids.end();
        if (known == present.end() || taken) {
            TRY(auto const media,
                social::insert_media(tx, media_of(attachment, incoming.author.id)));
            ids.push_back(media.id);
            continue;
        }
        if (known->description != attachment.description) {
            auto changed = *known;
            changed.description = attachment.description;
            TRY_OK(social::update_media(tx, changed));
        }
        ids.push_back(known->id);
    }
    return ids;
}

Result<social::StatusDraft> draft_of(Server& server, db::Tx& tx, IncomingStatus const& incoming) {
    auto const& document = incoming.document;
    social::StatusDraft draft;
    draft.author = incoming.author.id;
    draft.network = social::Network::activitypub;
    draft.address = document.id.str();
    draft.url = document.url.empty() ? document.id.str() : document.url;
    draft.content = document.content;
    draft.spoiler_text = document.warning;
    draft.visibility = incoming.visibility;
    draft.sensitive = document.sensitive;
    draft.language = document.language;
    TRY(draft.mentions, mentioned_in(server, tx, document));
    TRY(draft.addressees, addressed_by(server, tx, incoming, draft.mentions));
    TRY(draft.in_reply_to_id, parent_of(server, tx, incoming));
    draft.answers_unknown = document.in_reply_to && !draft.in_reply_to_id;
    draft.tags = document.hashtags;
    TRY(draft.media, media_for(tx, incoming, {}));
    draft.poll = document.poll;
    draft.quote = incoming.quote;
    draft.policy = document.policy;
    draft.quiet = incoming.quiet;
    auto const published = document.published.value_or(tx.now());
    if (tx.now() - published > live_for) draft.created_at = std::max(published, earliest);
    return draft;
}

bool same_poll(std::optional<social::Poll> const& poll,
               std::optional<social::PollDraft> const& draft) {
    if (!poll || !draft) return !poll && !draft;
    return poll->multiple == draft->multiple &&
           std::ranges::equal(poll->options, draft->options, {}, &social::PollOption::title,
                              &social::PollOption::title);
}

bool same_media(std::vector<social::Media> const& media, IncomingStatus const& incoming) {
    if (incoming.rejects_media) return media.empty();
    return std::ranges::equal(media, incoming.document.attachments,
                              [](social::Media const& one, AttachmentDocument const& other) {
                                  return one.remote_url == other.url &&
                                         one.description == other.description;
                              });
}

/// Would a reader see a difference?
Result<bool> differs(db::Tx& tx, social::Status const& status, IncomingStatus const& incoming,
                     std::vector<social::Media> const& media) {
    auto const& document = incoming.document;
    TRY(auto const poll, social::find_poll_of(tx, status.id));
    return status.content != document.content || status.spoiler_text != document.warning ||
           status.sensitive != (document.sensitive || !document.warning.empty()) ||
           !same_media(media, incoming) || !same_poll(poll, document.poll);
}

Result<void> apply_edit(Server& server, db::Tx& tx, social::Status const& status,
                        IncomingStatus const& incoming, std::vector<social::Media> const& media) {
    TRY(auto const edits, social::count_edits(tx, status.id));
    if (edits >= social::edits_per_status_max) return {};
    auto const& document = incoming.document;
    social::StatusEdit edit;
    edit.content = document.content;
    edit.spoiler_text = document.warning;
    edit.sensitive = document.sensitive;
    edit.language = document.language;
    TRY(edit.mentions, mentioned_in(server, tx, document));
    edit.tags = document.hashtags;
    TRY(edit.media, media_for(tx, incoming, media));
    edit.poll = document.poll;
    edit.edited_at = document.updated;
    TRY_OK(social::edit_status(tx, status, edit));
    return {};
}

Result<void> apply_counts(db::Tx& tx, social::Status const& status,
                          IncomingStatus const& incoming) {
    if (!incoming.document.poll) return {};
    TRY(auto const poll, social::find_poll_of(tx, status.id));
    if (!poll || !same_poll(poll, incoming.document.poll)) return {};
    return social::set_poll_counts(tx, *poll, *incoming.document.poll);
}

Result<void> apply_quote(db::Tx& tx, social::Status const& status, IncomingStatus const& incoming) {
    if (!incoming.quote) return {};
    TRY(auto const present, social::find_quote(tx, status.id));
    if (!present) {
        TRY_OK(social::insert_quote(tx, status.id, incoming.author.id, *incoming.quote));
        return {};
    }
    auto const state = incoming.quote->state.value_or(present->state);
    auto const waiting = present->state == social::QuoteState::pending ||
                         present->state == social::QuoteState::unverified;
    if (present->quoted_id != incoming.quote->quoted || !waiting || state == present->state)
        return {};
    return social::decide_quote(tx, *present, state, incoming.quote->authorization);
}

Result<void> store_facts(db::Tx& tx, StatusId status, IncomingStatus const& incoming) {
    TRY(auto const before, find_status_facts(tx, status));
    auto facts = before.value_or(StatusFacts{});
    facts.status_id = status;
    facts.replies = incoming.document.replies;
    facts.context = incoming.document.context;
    facts.is_announced = facts.is_announced || !incoming.quiet;
    facts.fetched_at = tx.now();
    return put_status_facts(tx, facts);
}

}  // namespace

Result<StatusId> insert_incoming(Server& server, db::Tx& tx, IncomingStatus const& incoming) {
    TRY_OK(store_emojis(tx, incoming.author.domain, incoming.document.emojis));
    TRY(auto const draft, draft_of(server, tx, incoming));
    TRY(auto const status, social::publish_status(tx, draft));
    TRY_OK(store_facts(tx, status.id, incoming));
    return status.id;
}

Result<void> update_incoming(Server& server, db::Tx& tx, social::Status const& status,
                             IncomingStatus const& incoming) {
    auto const& document = incoming.document;
    auto const known = status.edited_at.value_or(status.created_at);
    auto const stale = document.updated && status.edited_at && *document.updated < known;
    if (stale) return {};
    TRY_OK(store_emojis(tx, incoming.author.domain, document.emojis));
    TRY(auto const media, social::list_media_of(tx, std::span(&status.id, 1)));
    TRY(auto const changed, differs(tx, status, incoming, media));
    if (changed) TRY_OK(apply_edit(server, tx, status, incoming, media));
    TRY_OK(apply_counts(tx, status, incoming));
    if (document.policy) TRY_OK(social::set_policy(tx, status.id, *document.policy));
    TRY_OK(apply_quote(tx, status, incoming));
    return store_facts(tx, status.id, incoming);
}

Result<void> announce_stored(db::Tx& tx, social::Status const& status) {
    social::StatusPublished event;
    event.status = status.id;
    event.author = status.account_id;
    event.network = status.network;
    event.visibility = status.visibility;
    event.in_reply_to = status.in_reply_to_id;
    event.in_reply_to_account = status.in_reply_to_account_id;
    return publish(tx, event);
}

}  // namespace skein::activitypub
