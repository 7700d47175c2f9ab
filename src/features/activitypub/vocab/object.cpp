#include "features/activitypub/vocab/object.h"

#include <algorithm>

#include "base/text.h"
#include "features/activitypub/vocab/links.h"
#include "features/activitypub/vocab/object_parts.h"
#include "features/activitypub/vocab/properties.h"
#include "features/activitypub/vocab/tags.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t authors_max = 16, thread_name_bytes_max = 2048;
/// PeerTube saves what it has just published once more.
constexpr auto edit_distance_min = std::chrono::seconds(1);

std::unexpected<Error> no_post(std::string detail) {
    return fail(Errc::unprocessable, "This is no post.", std::move(detail));
}

/// A text, or the id of what stands there.
std::string thread_name(json::Value object, std::string_view key) {
    auto const value = first_of(object, key);
    auto const text = value ? id_text(*value) : std::string_view{};
    return text.size() > thread_name_bytes_max ? std::string() : strip_controls(text, false);
}

/// A collection of the post's own server.
std::string own_collection(json::Value object, std::string_view key, Iri const& id) {
    auto const collection = id_of(object, key);
    return collection && collection->same_origin(id) ? collection->str() : std::string();
}

std::optional<std::int64_t> total_of(json::Value object, std::string_view key) {
    auto const collection = first_of(object, key);
    return collection ? count_of(*collection, "totalItems") : std::nullopt;
}

void read_times(json::Value object, Time now, ObjectDocument& document) {
    document.published = time_of(object, "published", now);
    document.updated = time_of(object, "updated", now);
    if (document.published && document.updated &&
        *document.updated <= *document.published + edit_distance_min)
        document.updated.reset();
}

void read_thread(json::Value object, ObjectDocument& document) {
    document.in_reply_to = id_of(object, "inReplyTo");
    document.conversation = thread_name(object, "conversation");
    document.context = thread_name(object, "context");
    document.replies = own_collection(object, "replies", document.id);
    if (document.replies.empty())  // PeerTube.
        document.replies = own_collection(object, "comments", document.id);
    document.likes = own_collection(object, "likes", document.id);
    document.shares = own_collection(object, "shares", document.id);
    document.likes_count = total_of(object, "likes");
    document.shares_count = total_of(object, "shares");
}

/// Those a chat message goes to are spoken to, though nothing tags them; nobody else sees it.
void read_chat(ObjectDocument& document) {
    document.audience.public_to = document.audience.public_cc = false;
    document.audience.cc.clear();
    for (auto const& id : document.audience.to) {
        if (document.mentions.size() == mention_tags_max) break;
        if (std::ranges::find(document.mentions, id, &MentionTag::href) == document.mentions.end())
            document.mentions.push_back({id, {}});
    }
    // Never what the activity around it says.
    if (document.audience.empty()) document.audience.to.push_back(document.id);
}

std::vector<Iri> authors_of(json::Value object) {
    auto authors = ids_of(object, "attributedTo", authors_max);
    if (authors.empty()) authors = ids_of(object, "actor", authors_max);
    return authors;
}

bool shows_something(ObjectDocument const& document) {
    return !document.content.empty() || !document.warning.empty() || !document.vote.empty() ||
           !document.attachments.empty() || document.poll || document.quote;
}

}  // namespace

Result<ObjectDocument> read_object(json::Value object, Time now, PolicyOwner const& author) {
    auto const id = object.is_object() ? Iri::parse(object.get_text("id")) : std::nullopt;
    auto const types = object.is_object() ? types_of(object) : std::vector<std::string>{};
    if (!id || types.empty()) return no_post("no id, or no type");
    auto const form = form_of(object);
    if (!form) return no_post("a " + types.front());
    ObjectDocument document;
    document.id = *id;
    document.type = types.front();
    document.attributed_to = authors_of(object);
    document.url = page_of(object, *id);
    document.audience = read_audience(object);
    document.mentions = read_mentions(object);
    document.hashtags = read_hashtags(object);
    document.emojis = read_emojis(object);
    if (has_type(object, "ChatMessage")) read_chat(document);
    read_times(object, now, document);
    read_thread(object, document);
    auto attachments = read_attachments(object);
    document.attachments = std::move(attachments.files);
    read_content(object, *form, attachments, document);
    document.sensitive =
        is_true(object, "sensitive") || attachments.sensitive || !document.warning.empty();
    document.poll = read_poll(object, now);
    document.policy = read_policy(object, document.attributed_to, author);
    read_quote(object, document);
    document.reply_authorization = id_of(object, "replyAuthorization");
    if (!document.reply_authorization) document.reply_authorization = id_of(object, "approvedBy");
    if (!shows_something(document)) return no_post("nothing to show");
    return document;
}

}  // namespace skein::activitypub
