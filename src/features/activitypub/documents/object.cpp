// A post as others read it: Note, or Question where it has a poll (federation.md 3.3).

#include "base/html.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/documents/writing.h"
#include "features/activitypub/vocab/properties.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

/// Is the quote still one, as far as its author's post says?
bool is_shown(std::optional<social::Quote> const& quote) {
    return quote && (quote->state == social::QuoteState::pending ||
                     quote->state == social::QuoteState::accepted);
}

/// Readers that know no quotes see a link; those that know them hide this line.
std::string content_of(Server const& server, PostParts const& parts) {
    if (!parts.quoted) return parts.status.content;
    auto const page = page_of(server, *parts.quoted);
    // Mostly the author's text has it already.
    if (parts.status.content.contains(page)) return parts.status.content;
    auto const line = html("<p class=\"quote-inline\">RE: <a href=\"{}\">{}</a></p>", page, page);
    return std::string(line.str()) + parts.status.content;
}

void write_texts(Server const& server, PostParts const& parts, json::Writer& out) {
    auto const& status = parts.status;
    auto const content = content_of(server, parts);
    if (!status.spoiler_text.empty()) out.field("summary", status.spoiler_text);
    out.field("sensitive", status.sensitive);
    out.field("content", content);
    if (status.language.empty()) return;
    out.key("contentMap");
    out.object([&] {
        out.key_escaped(status.language);
        out.value(content);
    });
}

void write_quote(Server const& server, PostParts const& parts, json::Writer& out) {
    if (!parts.quoted || !is_shown(parts.quote)) return;
    auto const& quote = *parts.quote;
    auto const quoted = address_of(server, *parts.quoted);
    for (auto const* key : {"quote", "quoteUri", "quoteUrl", "_misskey_quote"})
        out.field(key, quoted);
    // Nobody asks themselves.
    if (quote.state != social::QuoteState::accepted || quote.quoted_account_id == quote.account_id)
        return;
    if (parts.quoted->network == social::Network::local)
        out.field("quoteAuthorization",
                  stamp_address(server, quote.quoted_account_id, parts.status.id));
    else if (!quote.authorization.empty()) out.field("quoteAuthorization", quote.authorization);
}

void write_attachment(Server const& server, social::Media const& media, json::Writer& out) {
    auto const kind = [&]() -> std::string_view {
        switch (media.kind) {
            case social::MediaKind::image: return "Image";
            case social::MediaKind::gifv:
            case social::MediaKind::video: return "Video";
            case social::MediaKind::audio: return "Audio";
            case social::MediaKind::unknown: break;
        }
        return "Document";
    }();
    out.object([&] {
        out.field("type", kind);
        out.field("mediaType", media_type_of(media.original_key));
        out.field("url", social::media_url(server, media.original_key));
        if (!media.description.empty()) out.field("name", media.description);
        if (!media.blurhash.empty()) out.field("blurhash", media.blurhash);
        if (media.focus_x && media.focus_y) {
            out.key("focalPoint");
            out.array([&] {
                out.value(*media.focus_x);
                out.value(*media.focus_y);
            });
        }
        if (media.width > 0 && media.height > 0) {
            out.field("width", media.width);
            out.field("height", media.height);
        }
    });
}

void write_attachments(Server const& server, PostParts const& parts, json::Writer& out) {
    out.key("attachment");
    out.array([&] {
        for (auto const& media : parts.media)
            if (!media.original_key.empty()) write_attachment(server, media, out);
    });
}

void write_mention(Server const& server, NamedPerson const& person, json::Writer& out) {
    out.object([&] {
        out.field("type", "Mention");
        out.field("href", address_of(server, person));
        out.field("name", fmt::format("@{}@{}", person.username,
                                      person.domain.empty() ? server.domain() : person.domain));
    });
}

void write_hashtag(Server const& server, NamedTag const& tag, json::Writer& out) {
    out.object([&] {
        out.field("type", "Hashtag");
        out.field("href", social::tag_url(server, tag.name));
        out.field("name", "#" + tag.display_name);
    });
}

void write_tags(Server const& server, PostParts const& parts, json::Writer& out) {
    out.key("tag");
    out.array([&] {
        for (auto const& person : parts.people)
            if (!person.silent) write_mention(server, person, out);
        for (auto const& tag : parts.tags) write_hashtag(server, tag, out);
        for (auto const& emoji : parts.emojis) write_emoji_tag(server, emoji, out);
    });
}

void write_option(social::PollOption const& option, bool counted, json::Writer& out) {
    out.object([&] {
        out.field("type", "Note");
        out.field("name", option.title);
        out.key("replies");
        out.object([&] {
            out.field("type", "Collection");
            out.field("totalItems", counted ? option.votes : 0);
        });
    });
}

void write_poll(Server const& server, social::Poll const& poll, json::Writer& out) {
    auto const ended = poll.ended(server.clock().now());
    auto const counted = ended || !poll.hide_totals;
    out.key(poll.multiple ? "anyOf" : "oneOf");
    out.array([&] {
        for (auto const& option : poll.options) write_option(option, counted, out);
    });
    if (poll.expires_at) {
        out.field("endTime", to_timestamp(*poll.expires_at));
        if (ended) out.field("closed", to_timestamp(*poll.expires_at));
    }
    if (poll.voters_count) out.field("votersCount", counted ? *poll.voters_count : 0);
}

void write_count(std::string_view key, std::string const& address, std::int64_t count,
                 json::Writer& out) {
    out.key(key);
    out.object([&] {
        out.field("id", address);
        out.field("type", "Collection");
        out.field("totalItems", count);
    });
}

/// The author's own answers at once: a thread of one person arrives whole.
void write_replies(Server const& server, PostParts const& parts, json::Writer& out) {
    auto const address = status_address(server, parts.author.id, parts.status.id, "replies");
    out.key("replies");
    out.object([&] {
        out.field("id", address);
        out.field("type", "Collection");
        out.key("first");
        out.object([&] {
            out.field("type", "CollectionPage");
            out.field("partOf", address);
            out.field("next", address + "?page=true");
            Addresses replies;
            for (auto const reply : parts.own_replies)
                replies.push_back(status_address(server, parts.author.id, reply));
            write_list("items", replies, out);
        });
    });
}

void write_generator(AppName const& app, json::Writer& out) {
    out.key("generator");
    out.object([&] {
        out.field("type", "Application");
        out.field("name", app.name);
        if (!app.website.empty()) out.field("url", app.website);
    });
}

void write_thread(Server const& server, PostParts const& parts, json::Writer& out) {
    auto const& status = parts.status;
    auto const part = [&](std::string_view which) {
        return status_address(server, parts.author.id, status.id, which);
    };
    if (parts.parent) out.field("inReplyTo", address_of(server, *parts.parent));
    out.field("conversation", parts.context);
    out.field("context", parts.context);
    write_replies(server, parts, out);
    write_count("likes", part("likes"), parts.likes, out);
    write_count("shares", part("shares"), parts.shares, out);
}

Addresses members_of(Server const& server, std::int64_t groups, AccountId author) {
    if (groups & social::policy_groups::everyone) return {std::string(public_collection)};
    Addresses members;
    if (groups & social::policy_groups::followers)
        members.push_back(collection_address(server, author, "followers"));
    if (groups & social::policy_groups::following)
        members.push_back(collection_address(server, author, "following"));
    return members;
}

void write_action(Server const& server, std::string_view key, social::ActionPolicy const& policy,
                  AccountId author, json::Writer& out) {
    auto automatic = members_of(server, policy.automatic, author);
    auto const manual = members_of(server, policy.manual, author);
    // Nobody but the author is said by naming the author.
    if (automatic.empty() && manual.empty()) automatic.push_back(actor_address(server, author));
    out.key(key);
    out.object([&] {
        write_list("automaticApproval", automatic, out);
        write_list("manualApproval", manual, out);
    });
}

}  // namespace

void write_policy(Server const& server, social::Status const& status, json::Writer& out) {
    social::InteractionPolicy const usual;
    auto const policy = social::policy_of_marks(status.marks);
    auto const author = status.account_id;
    out.key("interactionPolicy");
    out.object([&] {
        write_action(server, "canQuote", policy.quote, author, out);
        // What is not said is open to everybody, and what is said is enforced.
        if (policy.reply != usual.reply)
            write_action(server, "canReply", policy.reply, author, out);
        if (policy.favourite != usual.favourite)
            write_action(server, "canLike", policy.favourite, author, out);
        if (policy.boost != usual.boost)
            write_action(server, "canAnnounce", policy.boost, author, out);
    });
}

void write_object(Server const& server, PostParts const& parts, json::Writer& out) {
    auto const& status = parts.status;
    out.field("id", status_address(server, parts.author.id, status.id));
    out.field("type", parts.poll ? "Question" : "Note");
    out.field("attributedTo", actor_address(server, parts.author.id));
    out.field("url", social::status_url(server, parts.author.username, status.id));
    out.field("published", to_timestamp(status.created_at));
    if (status.edited_at) out.field("updated", to_timestamp(*status.edited_at));
    write_addressees(addressees_of(server, parts), out);
    write_texts(server, parts, out);
    if (parts.poll) write_poll(server, *parts.poll, out);
    write_attachments(server, parts, out);
    write_tags(server, parts, out);
    write_quote(server, parts, out);
    write_policy(server, status, out);
    write_thread(server, parts, out);
    if (parts.app) write_generator(*parts.app, out);
}

Result<std::string> object_document(Desk const& desk, StatusId status) {
    TRY(auto const parts, load_parts_of(desk, status));
    if (parts.status.boost_of_id) return fail(Errc::not_found, "Record not found");
    return document(object_context,
                    [&](json::Writer& out) { write_object(desk.server, parts, out); });
}

std::string tombstone_document(Server const& server, AccountId author, StatusId status) {
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", status_address(server, author, status));
        out.field("type", "Tombstone");
    });
}

}  // namespace skein::activitypub
