#include "features/activitypub/vocab/actor.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/sanitize_html.h"
#include "base/text.h"
#include "features/activitypub/vocab/links.h"
#include "features/activitypub/vocab/plain_text.h"
#include "features/activitypub/vocab/properties.h"
#include "features/activitypub/vocab/tags.h"
#include "features/activitypub/webfinger_client.h"
#include "social/attributions.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t display_name_characters_max = 200;
constexpr std::size_t note_bytes_max = 64 << 10;
constexpr std::size_t fields_max = 16, field_name_characters_max = 255,
                      field_value_bytes_max = 4 << 10;
constexpr std::size_t keys_max = 10, pem_bytes_max = 8 << 10, multibase_bytes_max = 512;
constexpr std::size_t aliases_max = 20, attribution_domains_max = 100;

constexpr std::array<std::string_view, 5> actor_types{"Person", "Service", "Application", "Group",
                                                      "Organization"};

std::unexpected<Error> no_actor(std::string detail) {
    return fail(Errc::unprocessable, "This is no profile.", std::move(detail));
}

social::AccountKind kind_of(json::Value document) {
    if (has_type(document, "Group")) return social::AccountKind::group;
    auto const automatic = has_type(document, "Service") || has_type(document, "Application");
    return automatic ? social::AccountKind::bot : social::AccountKind::person;
}

/// FEP-2c59.
std::string webfinger_of(json::Value document) {
    auto const handle = Handle::parse(document.get_text("webfinger"));
    return handle && !handle->host.empty() ? handle->str() : std::string();
}

/// An address of the id's own origin, or "".
std::string own_address(json::Value document, std::string_view key, Iri const& id) {
    auto const address = id_of(document, key);
    return address && address->same_origin(id) ? address->str() : std::string();
}

std::string shared_inbox_of(json::Value document, Iri const& id) {
    auto const endpoints = first_of(document, "endpoints");
    auto const shared = endpoints ? own_address(*endpoints, "sharedInbox", id) : std::string();
    return shared.empty() ? own_address(document, "sharedInbox", id) : shared;  // Misskey.
}

std::vector<social::ProfileField> fields_of(json::Value document) {
    std::vector<social::ProfileField> fields;
    for (auto const& value : list_of(document, "attachment")) {
        if (fields.size() == fields_max) break;
        if (!has_type(value, "PropertyValue")) continue;
        social::ProfileField field;
        field.name = one_line(text_of(value, "name"), field_name_characters_max);
        auto const text = text_of(value, "value");
        field.value = sanitize_html(first_bytes(text, field_value_bytes_max)).str();
        if (!field.name.empty()) fields.push_back(std::move(field));
    }
    return fields;
}

/// A key counts when it is of the actor's origin and says that it is the actor's.
std::optional<ActorKey> key_of(json::Value value, std::string_view owner, Iri const& actor) {
    auto const id = Iri::parse(value.get_text("id"));
    auto const named = id_of(value, owner);
    if (!id || !id->same_origin(actor) || (named && *named != actor)) return std::nullopt;
    return ActorKey{*id, actor, {}, {}};
}

std::vector<ActorKey> keys_of(json::Value document, Iri const& actor) {
    std::vector<ActorKey> keys;
    for (auto const& value : list_of(document, "publicKey", keys_max)) {
        auto key = key_of(value, "owner", actor);
        auto const pem = trim(value.get_text("publicKeyPem"));
        if (!key || pem.empty() || pem.size() > pem_bytes_max) continue;
        key->pem = pem;
        keys.push_back(*std::move(key));
    }
    for (auto const& value : list_of(document, "assertionMethod", keys_max)) {
        auto key = key_of(value, "controller", actor);
        auto const multibase = trim(value.get_text("publicKeyMultibase"));
        auto const good = has_type(value, "Multikey") && !multibase.empty() &&
                          multibase.size() <= multibase_bytes_max;
        if (!key || !good) continue;
        key->multibase = multibase;
        keys.push_back(*std::move(key));
    }
    return keys;
}

/// Bridges list identities of other networks too.
std::vector<Iri> aliases_of(json::Value document) {
    auto aliases = ids_of(document, "alsoKnownAs");
    std::erase_if(aliases, [](Iri const& alias) { return !alias.url().secure(); });
    if (aliases.size() > aliases_max) aliases.erase(aliases.begin() + aliases_max, aliases.end());
    return aliases;
}

std::vector<std::string> attribution_domains_of(json::Value document) {
    std::vector<std::string> domains;
    for (auto const& value : list_of(document, "attributionDomains", attribution_domains_max)) {
        auto const text = value.text();
        auto const host = text ? Host::parse(trim(*text)) : std::nullopt;
        if (host && social::may_be_listed(*host)) domains.push_back(host->str());
    }
    return domains;
}

void read_addresses(json::Value document, ActorDocument& actor) {
    actor.inbox = own_address(document, "inbox", actor.id);
    actor.shared_inbox = shared_inbox_of(document, actor.id);
    actor.outbox = own_address(document, "outbox", actor.id);
    actor.followers = own_address(document, "followers", actor.id);
    actor.following = own_address(document, "following", actor.id);
    actor.featured = own_address(document, "featured", actor.id);
    actor.featured_tags = own_address(document, "featuredTags", actor.id);
    actor.url = page_of(document, actor.id);
    if (actor.url.empty()) actor.url = actor.id.str();
}

void read_profile(json::Value document, ActorDocument& actor) {
    actor.display_name = one_line(natural_text(document, "name"), display_name_characters_max);
    auto const note = natural_text(document, "summary");
    actor.note_html = sanitize_html(first_bytes(note, note_bytes_max)).str();
    actor.icon = picture_of(document, "icon");
    actor.image = picture_of(document, "image");
    actor.fields = fields_of(document);
    actor.emojis = read_emojis(document);
}

void read_wishes(json::Value document, ActorDocument& actor) {
    actor.locked = is_true(document, "manuallyApprovesFollowers");
    actor.memorial = is_true(document, "memorial");
    actor.suspended = is_true(document, "suspended");
    actor.indexable = is_true(document, "indexable") && !is_true(document, "noindex");
    if (auto const value = document.find("discoverable")) actor.discoverable = value->boolean();
}

}  // namespace

bool is_actor_type(json::Value document) {
    return std::ranges::any_of(actor_types,
                               [&](std::string_view type) { return has_type(document, type); });
}

Result<ActorDocument> read_actor(json::Value document, Time now) {
    if (!document.is_object() || !is_actor_type(document)) return no_actor("another type");
    auto const id = Iri::parse(document.get_text("id"));
    if (!id) return no_actor("no id");
    auto const username = document.get_text("preferredUsername");
    if (!is_remote_username(username)) return no_actor("a name that cannot be");
    ActorDocument actor;
    actor.id = *id;
    actor.kind = kind_of(document);
    actor.username = username;
    actor.webfinger = webfinger_of(document);
    read_addresses(document, actor);
    if (actor.inbox.empty()) return no_actor("no inbox of its own");
    read_profile(document, actor);
    read_wishes(document, actor);
    actor.keys = keys_of(document, *id);
    actor.also_known_as = aliases_of(document);
    actor.moved_to = id_of(document, "movedTo");
    actor.published = time_of(document, "published", now);
    actor.attribution_domains = attribution_domains_of(document);
    return actor;
}

}  // namespace skein::activitypub
