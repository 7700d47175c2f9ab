// Actors as others read them (federation.md 1.1): people, bots, groups, and the server itself.

#include <algorithm>

#include "base/html.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/actor.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/documents/writing.h"
#include "features/activitypub/keys.h"
#include "social/instance.h"
#include "social/moves.h"
#include "social/users.h"
#include "social/views/emoji_view.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

std::string_view type_of(social::AccountKind kind) {
    switch (kind) {
        case social::AccountKind::person: break;
        case social::AccountKind::bot: return "Service";
        case social::AccountKind::group: return "Group";
    }
    return "Person";
}

void write_picture(Server const& server, std::string_view name, std::string const& stored,
                   json::Writer& out) {
    auto const document = json::Document::parse(stored.empty() ? "{}" : stored);
    if (!document) return;
    auto const key = document->root().get_text("key");
    if (key.empty()) return;
    out.key(name);
    write_image(server, key, document->root().get_text("description"), out);
}

void write_fields(std::string const& stored, json::Writer& out) {
    out.key("attachment");
    out.array([&] {
        auto const document = json::Document::parse(stored.empty() ? "[]" : stored);
        if (!document) return;
        for (auto const& field : document->root().elements()) {
            auto const html = field.get_text("html");
            out.object([&] {
                out.field("type", "PropertyValue");
                out.field("name", field.get_text("name"));
                if (html.empty()) out.field("value", escape_html(field.get_text("value")).str());
                else out.field("value", html);
            });
        }
    });
}

/// Which key made a signature, for each kind of them.
void write_keys(Server const& server, AccountId account, OwnKeys const& keys, json::Writer& out) {
    auto const owner = actor_address(server, account);
    out.key("publicKey");
    out.object([&] {
        out.field("id", key_address(server, account));
        out.field("owner", owner);
        out.field("publicKeyPem", keys.rsa_pem);
    });
    out.key("assertionMethod");
    out.array([&] {
        out.object([&] {
            out.field("id", proof_key_address(server, account));
            out.field("type", "Multikey");
            out.field("controller", owner);
            out.field("publicKeyMultibase", keys.ed25519_multibase);
        });
    });
}

/// FEP-844e: what may be spoken with this server.
void write_generator(Server const& server, json::Writer& out) {
    out.key("generator");
    out.object([&] {
        out.field("id", instance_actor_address(server));
        out.field("type", "Application");
        out.field("name", "Skein");
        out.key("implements");
        out.array([&] {
            out.object([&] {
                out.field("name", "RFC-9421: HTTP Message Signatures");
                out.field("href", "https://datatracker.ietf.org/doc/html/rfc9421");
            });
        });
    });
}

void write_collections(Server const& server, AccountId account, json::Writer& out) {
    struct Member {
        std::string_view key, which;
    };
    for (auto const& [key, which] :
         {Member{"inbox", "inbox"}, Member{"outbox", "outbox"}, Member{"followers", "followers"},
          Member{"following", "following"}, Member{"featured", "collections/featured"},
          Member{"featuredTags", "collections/tags"}})
        out.field(key, collection_address(server, account, which));
    out.key("endpoints");
    out.object([&] { out.field("sharedInbox", shared_inbox_address(server)); });
}

void write_profile(Server const& server, ActorParts const& parts, json::Writer& out) {
    auto const& account = parts.account;
    out.field("name", account.display_name.empty() ? account.username : account.display_name);
    out.field("summary", account.note_html);
    write_picture(server, "icon", account.avatar, out);
    write_picture(server, "image", account.header, out);
    write_fields(account.fields, out);
    out.key("tag");
    out.array([&] {
        for (auto const& emoji : parts.emojis) write_emoji_tag(server, emoji, out);
    });
}

void write_standing(ActorParts const& parts, json::Writer& out) {
    auto const& account = parts.account;
    out.field("manuallyApprovesFollowers", account.locked);
    out.field("discoverable", account.discoverable.value_or(false));
    out.field("indexable", account.indexable);
    out.field("published", to_timestamp(midnight(account.created_at)));
    if (account.memorial) out.field("memorial", true);
    write_list("alsoKnownAs", parts.aliases, out);
    if (!parts.moved_to.empty()) out.field("movedTo", parts.moved_to);
    write_list("attributionDomains", parts.attribution_domains, out);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

Result<void> load_emojis(db::Tx& tx, ActorParts& parts) {
    auto const& account = parts.account;
    std::vector<std::string> shortcodes;
    for (auto const* text : {&account.display_name, &account.note_html, &account.fields})
        for (auto& shortcode : social::shortcodes_in(*text))
            if (std::ranges::find(shortcodes, shortcode) == shortcodes.end())
                shortcodes.push_back(std::move(shortcode));
    if (shortcodes.empty()) return {};
    TRY(parts.emojis, social::list_emojis(tx, "", shortcodes));
    std::erase_if(parts.emojis, [](auto const& emoji) { return emoji.file_key.empty(); });
    return {};
}

Result<void> load_moves(Desk const& desk, ActorParts& parts) {
    TRY(parts.aliases, social::list_aliases(desk.tx, parts.account.id));
    if (!parts.account.moved_to_id) return {};
    TRY(auto const target, social::find_account(desk.tx, *parts.account.moved_to_id));
    if (target) parts.moved_to = address_of(desk.server, *target);
    return {};
}

/// What a suspended account has left to show is its name.
void clear_profile(ActorParts& parts) {
    parts.account.display_name.clear();
    parts.account.note_html.clear();
    parts.account.fields.clear();
    parts.account.avatar.clear();
    parts.account.header.clear();
    parts.emojis.clear();
    parts.aliases.clear();
    parts.attribution_domains.clear();
}

}  // namespace

Result<ActorParts> load_actor_parts(Desk const& desk, AccountId account) {
    ActorParts parts;
    TRY(parts.account, social::load_account(desk.tx, account));
    if (!parts.account.local()) return fail(Errc::not_found, "Record not found");
    TRY(parts.keys, find_own_keys(desk.server, desk.tx, account));
    TRY_OK(load_emojis(desk.tx, parts));
    TRY_OK(load_moves(desk, parts));
    TRY(auto const user, social::find_user_by_account(desk.tx, account));
    if (user) parts.attribution_domains = words_of(user->attribution_domains);
    if (parts.account.state == social::AccountState::suspended) clear_profile(parts);
    return parts;
}

void write_actor(Server const& server, ActorParts const& parts, json::Writer& out) {
    auto const& account = parts.account;
    out.field("id", actor_address(server, account.id));
    out.field("type", type_of(account.kind));
    out.field("preferredUsername", account.username);
    out.field("webfinger", fmt::format("{}@{}", account.username, server.domain()));
    out.field("url", social::account_url(server, account.username));
    write_collections(server, account.id, out);
    write_profile(server, parts, out);
    write_standing(parts, out);
    if (account.state == social::AccountState::suspended) out.field("suspended", true);
    write_keys(server, account.id, *parts.keys, out);
    write_generator(server, out);
}

Result<std::string> actor_document(Desk const& desk, AccountId account) {
    TRY(auto const parts, load_actor_parts(desk, account));
    return document(actor_context,
                    [&](json::Writer& out) { write_actor(desk.server, parts, out); });
}

Result<std::string> instance_actor_document(Desk const& desk) {
    auto& server = desk.server;
    TRY(auto const keys, find_own_keys(server, desk.tx, AccountId{}));
    TRY(auto const words,
        social::load_server_words(desk.tx, server.settings<social::InstanceConfig>()));
    return document(actor_context, [&](json::Writer& out) {
        out.field("id", instance_actor_address(server));
        out.field("type", "Application");
        out.field("preferredUsername", server.domain());
        out.field("webfinger", fmt::format("{0}@{0}", server.domain()));
        out.field("name", words.title);
        out.field("summary", escape_html(words.description).str());
        out.field("url", server.public_url() + "/");
        out.field("inbox", shared_inbox_address(server));
        out.field("outbox", collection_address(server, AccountId{}, "outbox"));
        out.key("endpoints");
        out.object([&] { out.field("sharedInbox", shared_inbox_address(server)); });
        out.field("manuallyApprovesFollowers", true);
        write_keys(server, AccountId{}, *keys, out);
        write_generator(server, out);
    });
}

}  // namespace skein::activitypub
