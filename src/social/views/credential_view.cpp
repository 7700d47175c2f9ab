// CredentialAccount: an account with what only its owner sees.

#include "social/collections.h"
#include "social/relations.h"
#include "social/users.h"
#include "social/views/account_view.h"

namespace skein::social {
namespace {

/// The profile's table as its author typed it.
void write_source_fields(Account const& account, json::Writer& out) {
    out.array([&] {
        auto const document = json::Document::parse(account.fields.empty() ? "[]" : account.fields);
        if (!document) return;
        for (auto const& field : document->root().elements())
            out.object([&] {
                out.field("name", field.get_text("name"));
                out.field("value", field.get_text("value"));
                write_verified_at(field, out);
            });
    });
}

/// Space-separated words as one array.
void write_words(std::string_view text, json::Writer& out) {
    out.array([&] {
        while (!text.empty()) {
            auto const end = std::min(text.find(' '), text.size());
            out.value(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    });
}

void write_source(Account const& account, User const& user, std::int64_t requests,
                  json::Writer& out) {
    out.object([&] {
        out.key("attribution_domains");
        write_words(user.attribution_domains, out);
        out.field("note", account.note);
        out.key("fields");
        write_source_fields(account, out);
        out.field("privacy", to_string(user.posting_visibility));
        out.field("sensitive", user.posting_sensitive);
        out.key("language");
        user.posting_language.empty() ? out.value(nullptr) : out.value(user.posting_language);
        out.field("follow_requests_count", requests);
        out.field("hide_collections", account.hide_collections);
        out.field("discoverable", account.discoverable);
        out.field("indexable", account.indexable);
        out.field("quote_policy", to_string(user.posting_quote_policy));
    });
}

// Mastodon's number for the role everybody has; the others are numbered as ours.
std::string role_id(Role role) {
    return role == Role::user ? "-99" : std::to_string(static_cast<std::int64_t>(role));
}

std::string_view role_name(Role role) {
    switch (role) {
        case Role::user: return "";
        case Role::moderator: return "Moderator";
        case Role::admin: return "Admin";
        case Role::owner: return "Owner";
    }
    return "";
}

}  // namespace

void write_role(Role role, json::Writer& out) {
    out.object([&] {
        out.field("id", role_id(role));
        out.field("name", role_name(role));
        out.field("color", "");
        out.field("permissions", std::to_string(permissions_of(role).bits));
        out.field("highlighted", false);
        out.field("collection_limit", collections_max);
    });
}

Result<void> write_credential_account(ViewOf const& view, AccountId id, json::Writer& out) {
    TRY(auto const account, load_account(view.tx, id));
    TRY(auto const user, find_user_by_account(view.tx, id));
    if (!user) return fail(Errc::not_found, "Record not found");
    TRY(auto const requests, count_follow_requests(view.tx, id));
    json::Writer whole;
    TRY_OK(write_account(view, id, whole));
    json::Writer source, role;
    write_source(account, *user, requests, source);
    write_role(user->role, role);
    auto text = whole.take();
    text.pop_back();
    out.raw(text + R"(,"source":)" + source.take() + R"(,"role":)" + role.take() + "}");
    return {};
}

}  // namespace skein::social
